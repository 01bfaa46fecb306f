package io.vedette.collector.web;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vedette.collector.meter.MetricSource;
import io.vedette.collector.meter.MetricWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@link AdminPages} over HTTP/1.1.
 *
 * <p>Bounded by construction: 32 connections, 4 KiB request line, 8 KiB headers, 1 KiB body, 10 seconds between two reads,
 * one answer at a time on each connection. It has one thread of its own, so a slow client cannot delay flows.
 */
public final class AdminServer implements MetricSource, AutoCloseable {

    private static final int MAX_CONNECTIONS = 32;
    private static final int MAX_REQUEST_LINE_BYTES = 4 * 1024;
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int MAX_BODY_BYTES = 1024;

    private final AdminConfig config;
    private final AdminPages pages;
    private final AdminWrites writes;
    private final HostCheck hosts;
    private final Duration readTimeout;
    private @Nullable EventLoopGroup loop;
    private @Nullable ChannelGroup connections;
    private @Nullable Channel listener;

    /** @param actions what a {@code POST} with the token to a path asks for; must return at once */
    public AdminServer(AdminConfig config, AdminPages pages, Map<String, Runnable> actions) {
        this(config, pages, actions, Duration.ofSeconds(10));
    }

    AdminServer(AdminConfig config, AdminPages pages, Map<String, Runnable> actions, Duration readTimeout) {
        this.config = config;
        this.pages = pages;
        this.writes = new AdminWrites(actions, new AdminToken(config.tokenFile()));
        this.hosts = new HostCheck(config.allowedHosts());
        this.readTimeout = readTimeout;
    }

    /** @throws IOException if the address cannot be bound; its message names address and cause */
    public void start() throws IOException {
        EventLoopGroup group =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("admin", true), NioIoHandler.newFactory());
        loop = group;
        ChannelGroup open = new DefaultChannelGroup(group.next());
        connections = open;
        InetSocketAddress address = new InetSocketAddress(config.address().toInetAddress(), config.port());
        var bound = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, MAX_CONNECTIONS)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel, open);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            close();
            throw new IOException(
                    "cannot serve metrics on " + config.address().withPort(config.port()) + ": "
                            + bound.cause().getMessage() + "; choose another with web.port or switch it off with"
                            + " web.enabled",
                    bound.cause());
        }
        listener = bound.channel();
    }

    private void accept(SocketChannel channel, ChannelGroup open) {
        if (open.size() >= MAX_CONNECTIONS) {
            channel.close();
            return;
        }
        open.add(channel);
        HttpDecoderConfig limits = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES);
        channel.pipeline()
                .addLast(new ReadTimeoutHandler(readTimeout.toMillis(), TimeUnit.MILLISECONDS))
                .addLast(new HttpServerCodec(limits))
                .addLast(new HttpObjectAggregator(MAX_BODY_BYTES, true))
                .addLast(new FlowControlHandler())
                .addLast(new AdminHandler(pages, writes, hosts));
    }

    /** The port that is listened on; what the system chose if the configuration says 0. */
    public int port() {
        if (listener == null) {
            throw new IllegalStateException("not started");
        }
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public void writeMetrics(MetricWriter writer) {
        writes.writeMetrics(writer);
    }

    /** Stops listening and ends all connections. Takes a second at most. */
    @Override
    public void close() {
        if (listener != null) {
            listener.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        }
        if (connections != null) {
            connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        }
        if (loop != null) {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
        }
    }
}
