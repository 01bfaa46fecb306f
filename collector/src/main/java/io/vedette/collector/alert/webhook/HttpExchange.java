package io.vedette.collector.alert.webhook;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects one answer. Interim answers (1xx) are skipped, {@value #MOST_INTERIM} of them; more than {@link
 * HttpClient#MOST_BODY} bytes of body end the exchange, and the connection.
 */
final class HttpExchange extends SimpleChannelInboundHandler<HttpObject> {

    private static final int MOST_INTERIM = 8;

    private final CompletableFuture<HttpReply> reply;
    private final Consumer<Channel> keep;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable HttpResponse head;
    private @Nullable Channel channel;
    private int interim;

    /** @param keep gets the channel if it can be used again */
    HttpExchange(CompletableFuture<HttpReply> reply, Consumer<Channel> keep) {
        this.reply = reply;
        this.keep = keep;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            fail(context, "not HTTP: " + message.decoderResult().cause().getMessage());
            return;
        }
        if (message instanceof HttpResponse response) {
            boolean isInterim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            head = isInterim ? null : response;
            if (isInterim && ++interim > MOST_INTERIM) {
                fail(context, "more than " + MOST_INTERIM + " interim answers");
                return;
            }
        }
        HttpResponse answer = head;
        if (message instanceof HttpContent content && answer != null) {
            ByteBuf bytes = content.content();
            int room = HttpClient.MOST_BODY - body.size();
            byte[] some = new byte[Math.min(room, bytes.readableBytes())];
            bytes.readBytes(some);
            body.writeBytes(some);
            if (bytes.isReadable()) {
                conclude();
            } else if (message instanceof LastHttpContent) {
                end(context, answer);
            }
        }
    }

    private void end(ChannelHandlerContext context, HttpResponse response) {
        context.pipeline().remove(this);
        if (HttpUtil.isKeepAlive(response)) {
            keep.accept(context.channel());
        } else {
            context.close();
        }
        reply.complete(reply(response));
    }

    /** Ends the exchange with what there is, if there is a status, and closes the connection. */
    void conclude() {
        HttpResponse response = head;
        if (response != null && reply.complete(reply(response)) && channel != null) {
            channel.close();
        }
    }

    private HttpReply reply(HttpResponse response) {
        Map<String, String> headers = new HashMap<>();
        response.headers().forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        return new HttpReply(response.status().code(), headers, body.toByteArray());
    }

    private void fail(ChannelHandlerContext context, String problem) {
        reply.completeExceptionally(new IOException(problem));
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        reply.completeExceptionally(new IOException("the connection was closed before the answer"));
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        reply.completeExceptionally(
                cause instanceof IOException ? cause : new IOException(String.valueOf(cause.getMessage()), cause));
        context.close();
    }
}
