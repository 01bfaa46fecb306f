package io.vedette.collector.alert.syslog;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.PromiseCombiner;
import io.vedette.collector.alert.remote.Answer;
import io.vedette.collector.alert.remote.Courier;
import io.vedette.collector.alert.remote.NetworkThreads;
import io.vedette.collector.alert.remote.Notification;
import io.vedette.collector.alert.remote.Resolver;
import io.vedette.collector.alert.syslog.SyslogConfig.Transport;
import io.vedette.core.detect.Alert;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages to one syslog server, over one connection that stays open.
 *
 * <p>Syslog has no acknowledgement. A message is delivered when the operating system has taken it and the connection stands;
 * what was on its way when a connection broke may be lost, and over UDP any datagram may. The name is looked up again for
 * each new connection, and its addresses are tried in turn. Everything together takes no longer than ten seconds, which the
 * addresses share.
 */
final class SyslogCourier implements Courier {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final SyslogConfig config;
    private final @Nullable SslContext tls;
    private final NetworkThreads threads;
    private final Resolver resolver;
    private final EventLoop loop;

    /** Belongs to the event loop. */
    private @Nullable Channel connection;

    private boolean closed;

    /** @param tls null unless the transport is TLS */
    SyslogCourier(SyslogConfig config, @Nullable SslContext tls, NetworkThreads threads, Resolver resolver) {
        this.config = config;
        this.tls = tls;
        this.threads = threads;
        this.resolver = resolver;
        loop = threads.loop();
    }

    @Override
    public CompletableFuture<Answer> send(Notification notification) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        if (loop.isShuttingDown()) {
            answer.complete(later("closed", null));
            return answer;
        }
        List<ByteBuf> messages = new ArrayList<>();
        for (Alert alert : notification.alerts()) {
            messages.add(frame(SyslogMessage.encode(alert, config)));
        }
        Future<?> alarm = loop.schedule(
                () -> {
                    if (answer.complete(later("timeout", null))) {
                        drop();
                    }
                },
                TIMEOUT_MILLIS,
                TimeUnit.MILLISECONDS);
        answer.whenComplete((ignored, failure) -> alarm.cancel(false));
        loop.execute(() -> {
            Channel open = connection;
            if (open != null && open.isActive()) {
                write(open, messages, answer);
            } else {
                lookUp(messages, answer);
            }
        });
        return answer;
    }

    /** Every alert is a message of its own. */
    @Override
    public int messages(Notification notification) {
        return notification.alerts().size();
    }

    /** Over streams each message has its length in front (RFC 6587 section 3.4.1); a datagram is a message. */
    private ByteBuf frame(byte[] message) {
        if (config.transport() == Transport.UDP) {
            return Unpooled.wrappedBuffer(message);
        }
        byte[] length = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
        return Unpooled.wrappedBuffer(length, message);
    }

    private void lookUp(List<ByteBuf> messages, CompletableFuture<Answer> answer) {
        threads.lookups().execute(() -> {
            try {
                List<InetAddress> addresses = List.of(resolver.resolve(config.host()));
                loop.execute(() -> connect(addresses, 0, messages, answer));
            } catch (UnknownHostException e) {
                answer.complete(new Answer.Later("dns", "the name is not known: " + config.host(), null));
            }
        });
    }

    private void connect(
            List<InetAddress> addresses, int at, List<ByteBuf> messages, CompletableFuture<Answer> answer) {
        if (answer.isDone() || closed) {
            answer.complete(later("closed", null));
            return;
        }
        boolean isLast = at + 1 == addresses.size();
        int share = isLast ? TIMEOUT_MILLIS : Math.max(1, TIMEOUT_MILLIS / addresses.size());
        Bootstrap bootstrap = new Bootstrap().group(loop).handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (tls != null) {
                    SslHandler handler = tls.newHandler(channel.alloc(), config.host(), config.port());
                    handler.setHandshakeTimeoutMillis(TIMEOUT_MILLIS);
                    channel.pipeline().addLast(handler);
                }
                channel.pipeline().addLast(new Ignored());
            }
        });
        if (config.transport() == Transport.UDP) {
            bootstrap.channel(NioDatagramChannel.class);
        } else {
            bootstrap
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, share);
        }
        ChannelFuture connecting = bootstrap.connect(new InetSocketAddress(addresses.get(at), config.port()));
        connecting.addListener(done -> {
            if (!done.isSuccess() && !isLast) {
                connect(addresses, at + 1, messages, answer);
                return;
            }
            if (!done.isSuccess()) {
                answer.complete(later("connect", done.cause()));
                return;
            }
            Channel channel = connecting.channel();
            SslHandler handler = channel.pipeline().get(SslHandler.class);
            if (handler == null) {
                connected(channel, messages, answer);
            } else {
                handler.handshakeFuture().addListener(shaken -> {
                    if (shaken.isSuccess()) {
                        connected(channel, messages, answer);
                    } else {
                        channel.close();
                        answer.complete(later("tls", shaken.cause()));
                    }
                });
            }
        });
    }

    private void connected(Channel channel, List<ByteBuf> messages, CompletableFuture<Answer> answer) {
        if (answer.isDone() || closed) {
            channel.close();
            return;
        }
        connection = channel;
        write(channel, messages, answer);
    }

    private void write(Channel channel, List<ByteBuf> messages, CompletableFuture<Answer> answer) {
        PromiseCombiner all = new PromiseCombiner(loop);
        messages.forEach(message -> all.add(channel.write(message)));
        channel.flush();
        all.finish(channel.newPromise().addListener(done -> {
            if (done.isSuccess() && channel.isActive()) {
                answer.complete(new Answer.Delivered());
            } else {
                answer.complete(later("io", done.cause()));
                drop();
            }
        }));
    }

    private void drop() {
        Channel open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }

    private static Answer later(String reason, @Nullable Throwable cause) {
        return new Answer.Later(reason, cause == null ? "" : wordsOf(cause), null);
    }

    /** A datagram channel whose server refuses fails without a message. */
    private static String wordsOf(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isEmpty() ? cause.getClass().getSimpleName() : message;
    }

    @Override
    public String destination() {
        String transport = config.transport().name().toLowerCase(Locale.ROOT);
        return "syslog " + transport + "://" + config.host() + ':' + config.port();
    }

    @Override
    public void close() {
        if (!loop.isShuttingDown()) {
            loop.execute(() -> {
                closed = true;
                drop();
            });
        }
    }

    /** A server has nothing to say; reading tells when it goes away. */
    private static final class Ignored extends SimpleChannelInboundHandler<Object> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, Object message) {}

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close(); // the next message opens a new connection
        }
    }
}
