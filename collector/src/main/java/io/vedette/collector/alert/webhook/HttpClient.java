package io.vedette.collector.alert.webhook;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Posts to one address, over one connection that is used again while both sides allow it.
 *
 * <p>A look-up, the connection, the handshake and the exchange together take no longer than the time-out. Of the answer at
 * most {@value #MOST_BODY} bytes are read, and 16 KiB of headers. A host with several addresses is tried at each in turn, which
 * share the time-out, so that one that is silent does not hide the next. Redirects are an answer like any other. TLS checks the
 * name.
 */
final class HttpClient implements AutoCloseable {

    static final int MOST_BODY = 64 << 10;

    private static final int MOST_HEADERS = 16 << 10;
    private static final String AGENT = "vedette";
    private static final String END = "end";

    private final WebhookUrl url;
    private final AddressGuard guard;
    private final @Nullable SslContext tls;
    private final Duration timeout;
    private final EventLoop loop;
    private final Executor lookups;

    /** Belongs to the event loop. */
    private @Nullable Channel idle;

    private boolean closed;

    /**
     * @param tls null for a plain URL
     * @param loop runs everything but look-ups
     * @param lookups runs look-ups, which block
     */
    HttpClient(
            WebhookUrl url,
            AddressGuard guard,
            @Nullable SslContext tls,
            Duration timeout,
            EventLoop loop,
            Executor lookups) {
        this.url = url;
        this.guard = guard;
        this.tls = tls;
        this.timeout = timeout;
        this.loop = loop;
        this.lookups = lookups;
    }

    /** Posts {@code call}; the future fails with an {@link IOException} or a {@link TimeoutException}. */
    CompletableFuture<HttpReply> post(HttpCall call) {
        Pending reply = new Pending();
        if (loop.isShuttingDown()) {
            reply.completeExceptionally(new IOException("the client is closed"));
            return reply;
        }
        Future<?> alarm = loop.schedule(() -> timeIsUp(reply), timeout.toMillis(), TimeUnit.MILLISECONDS);
        reply.whenComplete((ignored, failure) -> alarm.cancel(false));
        loop.execute(() -> {
            Channel ready = idle;
            idle = null;
            if (ready != null && ready.isActive()) {
                exchange(ready, call, reply);
            } else {
                lookUp(call, reply);
            }
        });
        return reply;
    }

    /** The answer's status counts even if its body never ends: the receiver has spoken. */
    private void timeIsUp(Pending reply) {
        if (reply.exchange != null) {
            reply.exchange.conclude();
        }
        reply.completeExceptionally(new TimeoutException("no answer in " + timeout.toSeconds() + " s"));
    }

    private void lookUp(HttpCall call, Pending reply) {
        lookups.execute(() -> {
            try {
                List<InetAddress> addresses = guard.addresses(url.host());
                loop.execute(() -> connect(addresses, 0, call, reply));
            } catch (IOException e) {
                reply.completeExceptionally(e);
            } catch (RuntimeException e) {
                reply.completeExceptionally(new IOException(e.toString(), e));
            }
        });
    }

    private void connect(List<InetAddress> addresses, int at, HttpCall call, Pending reply) {
        if (reply.isDone()) {
            return;
        }
        boolean isLast = at + 1 == addresses.size();
        long share = isLast ? timeout.toMillis() : Math.max(1, timeout.toMillis() / addresses.size());
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) share)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        prepare(channel);
                    }
                });
        ChannelFuture connecting = bootstrap.connect(new InetSocketAddress(addresses.get(at), url.port()));
        reply.whenComplete((ignored, failure) -> {
            if (failure != null) {
                connecting.cancel(false);
            }
        });
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                handshake(connecting.channel(), call, reply);
            } else if (!isLast) {
                connect(addresses, at + 1, call, reply);
            } else {
                fail(reply, done.cause());
            }
        });
    }

    private void prepare(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        if (tls != null) {
            pipeline.addLast("tls", tls.newHandler(channel.alloc(), url.host(), url.port()));
        }
        HttpDecoderConfig limits = new HttpDecoderConfig().setMaxHeaderSize(MOST_HEADERS);
        pipeline.addLast(new HttpClientCodec(limits, false, false));
        pipeline.addLast(END, new Unexpected());
    }

    private void handshake(Channel channel, HttpCall call, Pending reply) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        if (handler == null) {
            exchange(channel, call, reply);
            return;
        }
        handler.setHandshakeTimeoutMillis(timeout.toMillis());
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                exchange(channel, call, reply);
            } else {
                channel.close();
                fail(reply, done.cause());
            }
        });
    }

    private void exchange(Channel channel, HttpCall call, Pending reply) {
        if (reply.isDone()) {
            channel.close();
            return;
        }
        HttpExchange exchange = new HttpExchange(reply, this::keep);
        reply.exchange = exchange;
        channel.pipeline().addBefore(END, "exchange", exchange);
        reply.whenComplete((ignored, failure) -> {
            if (failure != null) {
                channel.close();
            }
        });
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, url.target(), Unpooled.wrappedBuffer(call.body()));
        request.headers()
                .set(HttpHeaderNames.HOST, url.authority())
                .set(HttpHeaderNames.USER_AGENT, AGENT)
                .set(HttpHeaderNames.ACCEPT, "application/json, text/plain;q=0.9, */*;q=0.1")
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, call.body().length);
        call.headers().forEach(request.headers()::set);
        channel.writeAndFlush(request).addListener(done -> {
            if (!done.isSuccess()) {
                fail(reply, done.cause());
            }
        });
    }

    private void keep(Channel channel) {
        if (closed || idle != null || !channel.isActive()) {
            channel.close();
        } else {
            idle = channel;
        }
    }

    private static void fail(CompletableFuture<HttpReply> reply, @Nullable Throwable cause) {
        if (cause instanceof IOException || cause instanceof TimeoutException) {
            reply.completeExceptionally(cause);
        } else {
            reply.completeExceptionally(new IOException(String.valueOf(cause), cause));
        }
    }

    /** What was asked for. Its field belongs to the event loop. */
    private static final class Pending extends CompletableFuture<HttpReply> {

        private @Nullable HttpExchange exchange;
    }

    /** Ends a connection on which something comes that nobody waits for. */
    private static final class Unexpected extends SimpleChannelInboundHandler<Object> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, Object message) {
            context.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close(); // whoever waits hears of it from the handshake or the exchange
        }
    }

    @Override
    public void close() {
        if (loop.isShuttingDown()) {
            return; // which closes every channel
        }
        loop.execute(() -> {
            closed = true;
            Channel open = idle;
            idle = null;
            if (open != null) {
                open.close();
            }
        });
    }
}
