package io.vedette.collector.systemd;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sender of datagrams to a socket of the Unix domain, which the JDK has not. Each message has a socket of its own, as in
 * libsystemd: a connected one would be dead for ever once the receiver was replaced.
 */
final class NotifySocket implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NotifySocket.class);
    static final long SEND_MILLIS = 5000;

    private final DomainSocketAddress receiver;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("vedette-notify", true), EpollIoHandler.newFactory());
    private final Bootstrap bootstrap = new Bootstrap()
            .group(loop)
            .channel(EpollDomainDatagramChannel.class)
            .handler(new ChannelInboundHandlerAdapter() {
                @Override
                public boolean isSharable() {
                    return true;
                }
            });
    private volatile boolean failed;

    /** @param address a path, or the name of an abstract socket with {@code @} in the place of its leading zero */
    NotifySocket(String address) {
        this.receiver = new DomainSocketAddress(address.startsWith("@") ? '\0' + address.substring(1) : address);
    }

    /**
     * Why we cannot send to {@code address}: sd_notify(3) also has VSOCK, for virtual machines, and Netty's library may be
     * missing. Null if nothing is in the way.
     */
    static @Nullable String obstacle(String address) {
        if (!address.startsWith("/") && !address.startsWith("@")) {
            return "it is no socket of the Unix domain";
        }
        if (!Epoll.isAvailable()) {
            return "Netty's library for epoll cannot be loaded, so a service of Type=notify will never count as started";
        }
        return null;
    }

    /**
     * Sends and waits until it has been sent, {@value #SEND_MILLIS} milliseconds at most. Because every message is waited for,
     * none is on its way when the socket is closed after the last call.
     */
    void send(String message) {
        CountDownLatch done = new CountDownLatch(1);
        bootstrap.connect(receiver).addListener((ChannelFuture connected) -> {
            if (!connected.isSuccess()) {
                cannotTell(connected.cause().toString());
                done.countDown();
                return;
            }
            Channel channel = connected.channel();
            channel.writeAndFlush(Unpooled.copiedBuffer(message, StandardCharsets.UTF_8))
                    .addListener(ChannelFutureListener.CLOSE)
                    .addListener(written -> {
                        if (!written.isSuccess()) {
                            cannotTell(written.cause().toString());
                        }
                        done.countDown();
                    });
        });
        try {
            if (!done.await(SEND_MILLIS, TimeUnit.MILLISECONDS)) {
                cannotTell("it does not take messages");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once: signs of life would fill the log. */
    private void cannotTell(String why) {
        if (!failed) {
            failed = true;
            log.warn("systemd cannot be told: {}", why);
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
