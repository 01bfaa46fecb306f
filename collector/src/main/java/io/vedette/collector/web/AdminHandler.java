package io.vedette.collector.web;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one connection's requests. Whatever is wrong with a request is answered with a status, then the end.
 *
 * <p>The next request is read when the answer to the one before is on its way: a client that asks and does not read would
 * otherwise fill the memory that probes are read with.
 */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger log = LoggerFactory.getLogger(AdminHandler.class);

    private final AdminPages pages;
    private final AdminWrites writes;
    private final HostCheck hosts;
    private boolean answered;

    AdminHandler(AdminPages pages, AdminWrites writes, HostCheck hosts) {
        this.pages = pages;
        this.writes = writes;
        this.hosts = hosts;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        Page page = answer(request);
        boolean keep = HttpUtil.isKeepAlive(request) && page.status().code() < 400;
        send(context, page, request.method().equals(HttpMethod.HEAD), keep);
    }

    private Page answer(FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Page.refusal(statusFor(request.decoderResult().cause()));
        }
        List<String> host = request.headers().getAll(HttpHeaderNames.HOST);
        boolean without = host.isEmpty() && request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        if (host.size() != 1 && !without) {
            return Page.refusal(HttpResponseStatus.BAD_REQUEST);
        }
        RequestTarget target = RequestTarget.of(request.uri());
        // No browser asks by HTTP/1.0; what looks after a load balancer's servers does, and names none.
        String named =
                target.host() != null || without ? target.host() : host.get(0).strip();
        if (named != null && !hosts.accepts(named)) {
            return Page.plain(
                    HttpResponseStatus.FORBIDDEN,
                    "403: this name is not served here; allow it with web.allowed-hosts\n");
        }
        String path = target.path();
        if (writes.has(path)) {
            return writes.answer(path, request);
        }
        Page page = pages.at(path);
        if (page == null) {
            return Page.refusal(HttpResponseStatus.NOT_FOUND);
        }
        HttpMethod method = request.method();
        boolean reading = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
        return reading ? page : Page.refusal(HttpResponseStatus.METHOD_NOT_ALLOWED);
    }

    private static HttpResponseStatus statusFor(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return HttpResponseStatus.REQUEST_URI_TOO_LONG;
        }
        return cause instanceof TooLongHttpHeaderException
                ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                : HttpResponseStatus.BAD_REQUEST;
    }

    private void send(ChannelHandlerContext context, Page page, boolean withoutBody, boolean keep) {
        answered = true;
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, page.status(), ByteBufUtil.writeUtf8(context.alloc(), page.text()));
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, page.contentType());
        headers.set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Content-Security-Policy", "default-src 'none'");
        if (page.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            headers.set(HttpHeaderNames.ALLOW, page == AdminWrites.POST_ONLY ? "POST" : "GET, HEAD");
        }
        if (page.status().equals(HttpResponseStatus.UNAUTHORIZED)) {
            headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        if (withoutBody) {
            response.content().clear();
        }
        HttpUtil.setKeepAlive(headers, HttpVersion.HTTP_1_1, keep);
        ChannelConfig reading = context.channel().config().setAutoRead(false);
        context.writeAndFlush(response)
                .addListener(keep ? written -> reading.setAutoRead(true) : ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // On a kept connection an answer nobody asked for would be taken for that to the next request.
        if (cause instanceof ReadTimeoutException && !answered) {
            send(context, Page.refusal(HttpResponseStatus.REQUEST_TIMEOUT), false, false);
            return;
        }
        boolean clients = cause instanceof IOException
                || cause instanceof ReadTimeoutException
                || cause instanceof CodecException;
        if (!clients) {
            log.error("a request failed", cause);
        }
        context.close();
    }
}
