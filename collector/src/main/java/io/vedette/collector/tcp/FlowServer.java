package io.vedette.collector.tcp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.vedette.collector.meter.MetricSource;
import io.vedette.collector.meter.MetricWriter;
import io.vedette.collector.reload.Reloadable;
import io.vedette.collector.shard.FlowIntake;
import io.vedette.collector.tcp.tls.ServerTls;
import io.vedette.collector.tcp.tls.TlsConfig;
import io.vedette.collector.timer.SteadyTask;
import io.vedette.core.flow.Prefix;
import io.vedette.core.flow.PrefixSet;
import io.vedette.core.flow.json.StreamLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TCP port that probes send their flows to, any number at a time.
 *
 * <p>Inert until {@link #start}; {@link #close(Duration)} ends it for good. Each connection is a {@link
 * io.vedette.collector.shard.FlowInput} of its own with its own counts; {@link #probes} lists those that are connected and
 * {@link #totals} sums over all that ever were. While the shards are behind, the sockets are not read, so that TCP slows the
 * probes down; bytes that were read are never dropped. Connections beyond the limits or off the allow list are reset and
 * counted, other protocols are named in the log.
 *
 * <p>Memory: up to 256 KiB for reading and one batch of rows for each event loop; a connection that is silent between lines
 * costs a few kilobytes.
 *
 * <p>Thread-safe after {@code start}.
 */
public final class FlowServer implements MetricSource, Reloadable<FlowServerConfig>, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FlowServer.class);

    private static final int BACKLOG = 1024;
    private static final Duration LOG_WINDOW = Duration.ofSeconds(10);

    /** What {@link #close()} allows. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(30);

    /** What decoding the last lines may take after the drain. */
    private static final long FINISH_MILLIS = 5000;

    private final FlowServerConfig config;
    private final IoTransport transport;
    private final Admission admission;
    private final @Nullable RejectFile rejectFile;
    private final IntakeServices services;
    private final Map<EventExecutor, IntakeLoop> loops = new IdentityHashMap<>();
    private volatile boolean stopping;
    private volatile long drainDeadlineNanos;
    private @Nullable EventLoopGroup acceptor;
    private @Nullable EventLoopGroup readers;
    private volatile @Nullable Channel listener;

    public FlowServer(FlowServerConfig config, FlowIntake intake) {
        this(
                config,
                intake,
                StreamDecoder.json(new StreamLimits((int) config.maxLine().bytes())),
                InstantSource.system(),
                System::nanoTime,
                IoTransport.best());
    }

    FlowServer(
            FlowServerConfig config,
            FlowIntake intake,
            StreamDecoder.Factory decoders,
            InstantSource clock,
            LongSupplier ticker,
            IoTransport transport) {
        this.config = config;
        this.transport = transport;
        this.admission =
                new Admission(config.maxConnections(), config.maxConnectionsPerAddress(), setOf(config.allow()));
        admission.trust(PrefixSet.of(config.proxies()));
        this.rejectFile = config.rejectFile() == null
                ? null
                : new RejectFile(new RotatingFile(
                        config.rejectFile(), config.rejectFileSize().bytes(), config.rejectFileKeep()));
        this.services = new IntakeServices(config, decoders, intake, admission, rejectFile, clock, ticker);
    }

    private static @Nullable PrefixSet setOf(@Nullable List<Prefix> prefixes) {
        return prefixes == null ? null : PrefixSet.of(prefixes);
    }

    /**
     * Opens the port.
     *
     * @throws ListenException if that cannot be done; the server is closed then
     * @throws IOException if a file of TLS cannot be used; its message begins with the key
     */
    public synchronized void start() throws IOException {
        if (readers != null || stopping) {
            throw new IllegalStateException("a flow server starts once");
        }
        services.tls().set(load(config.tls()));
        EventLoopGroup accepting = group(1, "vedette-accept");
        EventLoopGroup reading = group(threads(), "vedette-intake");
        acceptor = accepting;
        readers = reading;
        reading.forEach(this::prepare);
        if (rejectFile != null) {
            rejectFile.start();
        }
        InetSocketAddress address = new InetSocketAddress(config.address().toInetAddress(), config.port());
        ChannelFuture bound = bootstrap(accepting, reading).bind(address).awaitUninterruptibly();
        if (bound.cause() != null) {
            close(Duration.ZERO);
            throw ListenException.of(address, bound.cause());
        }
        listener = bound.channel();
        announce();
    }

    private EventLoopGroup group(int threads, String name) {
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name), transport.handlers());
    }

    private int threads() {
        return config.threads() > 0
                ? config.threads()
                : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    private void prepare(EventExecutor eventLoop) {
        IntakeLoop loop = new IntakeLoop(services);
        loops.put(eventLoop, loop);
        long period = tickMillis();
        eventLoop.scheduleWithFixedDelay(
                new SteadyTask("looking for probes that are too slow", loop::tick),
                period,
                period,
                TimeUnit.MILLISECONDS);
    }

    /** A second, or less where a time-out asks for it. */
    private long tickMillis() {
        long shortest = Math.min(
                config.partialLineTimeout().toMillis(),
                config.handshakeTimeout().toMillis());
        if (config.firstByteTimeout() != null) {
            shortest = Math.min(shortest, config.firstByteTimeout().toMillis());
        }
        return Math.max(1, Math.min(1000, shortest / 4));
    }

    private ServerBootstrap bootstrap(EventLoopGroup accepting, EventLoopGroup reading) {
        LongSupplier ticker = services.ticker();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(accepting, reading)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .handler(new AcceptGate(
                        admission, new LogBudget(2, LOG_WINDOW, ticker), new LogBudget(1, LOG_WINDOW, ticker)))
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(2048, 16 * 1024, IntakeLoop.READ_BYTES))
                // A failed acknowledgement must not take away what the probe sent before it left.
                .childOption(ChannelOption.AUTO_CLOSE, false)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(512, 1024))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        welcome(channel);
                    }
                });
        transport.configure(bootstrap);
        return bootstrap;
    }

    private void welcome(Channel channel) {
        IntakeLoop loop = loops.get(channel.eventLoop());
        if (loop == null || !(channel.remoteAddress() instanceof InetSocketAddress remote)) {
            channel.close(); // reset before it was looked at
            return;
        }
        PeerAddress peer = PeerAddress.of(remote);
        boolean proxied = channel.hasAttr(AcceptGate.PROXIED);
        if (!proxied && services.tls().get() == null) {
            probe(channel, loop, Arrival.direct(peer));
        } else if (stopping) {
            channel.close();
        } else {
            new Newcomer(channel, peer, proxied, loop, arrival -> probe(channel, loop, arrival)).begin();
        }
    }

    private void probe(Channel channel, IntakeLoop loop, Arrival arrival) {
        ProbeHandler handler = new ProbeHandler(channel, arrival, loop);
        channel.pipeline().addLast(handler);
        if (stopping) {
            channel.eventLoop().execute(() -> handler.drain(drainDeadlineNanos));
        }
    }

    private void announce() {
        log.info(
                "listening for probes on {} ({}{})",
                PeerAddress.of(localAddress()),
                transport.name().toLowerCase(Locale.ROOT),
                config.tls().isEnabled() ? ", TLS" : "");
        if (config.allow() == null
                && config.tls().clientAuthority() == null
                && !config.address().toInetAddress().isLoopbackAddress()) {
            log.warn("any host may send flows here; name the probes' networks in allow, or listen on one address only");
        }
        long limit = FileDescriptors.limit();
        long needed = FileDescriptors.neededFor(config.maxConnections());
        if (limit < needed) {
            log.warn(
                    "the process may open {} files but needs {} for {} connections; raise it (ulimit -n, LimitNOFILE)"
                            + " or lower max-connections",
                    limit,
                    needed,
                    config.maxConnections());
        }
    }

    /** Where the server listens: the real port if 0 was asked for. */
    public InetSocketAddress localAddress() {
        Channel open = listener;
        if (open == null) {
            throw new IllegalStateException("the flow server was not started");
        }
        return (InetSocketAddress) open.localAddress();
    }

    /** The connected probes, the oldest first. */
    public List<ProbeStatus> probes() {
        return services.registry().statuses();
    }

    /** Sums over all probes since the start, connected or gone. */
    public ProbeTotals totals() {
        return services.registry().totals();
    }

    /**
     * Takes lists, limits and TLS from new settings. Connections that the lists or the names of certificates no longer have
     * are closed; all others stay, and keep the certificate that they began with.
     */
    @Override
    public Runnable prepare(FlowServerConfig settings) throws IOException {
        ServerTls tls = load(settings.tls());
        return () -> {
            admission.allow(setOf(settings.allow()));
            admission.trust(PrefixSet.of(settings.proxies()));
            admission.limit(settings.maxConnections(), settings.maxConnectionsPerAddress());
            services.tls().set(tls);
            onEachLoop(loop -> loop.forEach(ProbeHandler::recheck));
        };
    }

    @Override
    public List<Path> files(FlowServerConfig settings) {
        TlsConfig tls = settings.tls();
        return Stream.of(tls.certificate(), tls.key(), tls.clientAuthority())
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable ServerTls load(TlsConfig config) throws IOException {
        if (!config.isEnabled()) {
            return null;
        }
        try {
            return ServerTls.load(config);
        } catch (IOException e) {
            throw new IOException("tls." + e.getMessage(), e);
        }
    }

    private List<? extends Future<?>> onEachLoop(Consumer<IntakeLoop> action) {
        return loops.entrySet().stream()
                .map(entry -> entry.getKey().submit(() -> action.accept(entry.getValue())))
                .toList();
    }

    @Override
    public void writeMetrics(MetricWriter writer) {
        IntakeMetrics.write(admission, services.registry(), writer);
        ServerTls tls = services.tls().get();
        writer.gauge(
                "tls_certificate_expires_seconds",
                "End of the server certificate's validity, Unix time; 0 without TLS.",
                tls == null ? 0 : tls.expires().getEpochSecond());
        if (rejectFile != null) {
            writer.counter("reject_file_dropped", "Rejections the reject file did not take.", rejectFile.dropped());
        }
    }

    /** Stops within half a minute. */
    @Override
    public void close() {
        close(DRAIN_LIMIT);
    }

    /**
     * Stops: no more connections are accepted, each open one is read until its probe closes it, is silent for half a second
     * or {@code limit} is over; then the last lines are decoded, the inputs closed and the threads ended.
     */
    public synchronized void close(Duration limit) {
        if (stopping) {
            return;
        }
        drainDeadlineNanos = services.ticker().getAsLong() + limit.toNanos();
        stopping = true;
        Channel open = listener;
        if (open != null) {
            open.close().awaitUninterruptibly();
            // A connection that was accepted a moment ago may not have got to its loop yet; it has when these are done.
            onEachLoop(this::drain).forEach(Future::awaitUninterruptibly);
            services.registry().awaitEmpty(limit.toMillis() + FINISH_MILLIS);
        }
        end(acceptor);
        end(readers);
        if (rejectFile != null) {
            rejectFile.close();
        }
    }

    private void drain(IntakeLoop loop) {
        loop.dismissNewcomers();
        loop.forEach(probe -> probe.drain(drainDeadlineNanos));
    }

    private static void end(@Nullable EventLoopGroup group) {
        if (group != null) {
            Future<?> ended = group.shutdownGracefully(0, FINISH_MILLIS, TimeUnit.MILLISECONDS);
            ended.awaitUninterruptibly(FINISH_MILLIS);
        }
    }
}
