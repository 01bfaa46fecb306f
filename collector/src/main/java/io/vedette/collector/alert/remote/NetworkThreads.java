package io.vedette.collector.alert.remote;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that all couriers share: one event loop, apart from those of the input, and short-lived ones for look-ups, which
 * block. At most {@value #MOST_LOOKUPS} look-ups are under way; one beyond that fails, and is tried again like any failure.
 * Close it after the dispatcher.
 */
public final class NetworkThreads implements AutoCloseable {

    private static final int MOST_LOOKUPS = 16;

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("vedette-delivery", true), NioIoHandler.newFactory());
    private final ExecutorService lookups = new ThreadPoolExecutor(
            0,
            MOST_LOOKUPS,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            new DefaultThreadFactory("vedette-delivery-lookup", true));

    public EventLoop loop() {
        return loops.next();
    }

    public Executor lookups() {
        return lookups;
    }

    @Override
    public void close() {
        lookups.shutdownNow();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
