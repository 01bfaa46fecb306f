package io.vedette.collector;

import io.vedette.collector.alert.AlertDispatcher;
import io.vedette.collector.alert.AlertLog;
import io.vedette.collector.alert.Console;
import io.vedette.collector.alert.Sink;
import io.vedette.collector.alert.remote.RemoteSink;
import io.vedette.collector.alert.spool.SpoolCounts;
import io.vedette.collector.alert.spool.SpoolFate;
import io.vedette.collector.alert.suppress.Suppressions;
import io.vedette.collector.config.Effective;
import io.vedette.collector.meter.MetricSource;
import io.vedette.collector.meter.MetricWriter;
import io.vedette.collector.meter.ProcessMetrics;
import io.vedette.collector.reload.Reloader;
import io.vedette.collector.shard.ShardHost;
import io.vedette.collector.shard.SteadyClock;
import io.vedette.collector.state.Checkpoints;
import io.vedette.collector.tcp.FlowServer;
import io.vedette.collector.web.AdminPages;
import io.vedette.collector.web.AdminServer;
import io.vedette.collector.web.Health;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running collector: probes' port → shards → alerts, and the admin page that tells about all of it. The one place where
 * the components are put together.
 *
 * <p>Inert until {@link #start}. {@link #drain} ends it in the order of the flow, so that what was read is judged and what
 * was judged is delivered; {@link #close} is {@code drain} with the configured limit. Started and ended by one thread.
 */
public final class Collector implements MetricSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Collector.class);

    private final CollectorConfig config;
    private final @Nullable AlertLog alertLog;
    private final Checkpoints checkpoints;
    private final List<RemoteSink> remote;
    private final Suppressions suppressions;
    private final AlertDispatcher dispatcher;
    private final AlertTally alerts;
    private final ShardHost shards;
    private final FlowServer server;
    private final AdminServer admin;
    private final ProcessMetrics process;
    private final Reloader<CollectorConfig> reloader;
    private final Checkpoints.Source state = new ShardsAndAlerts();
    private volatile boolean listening;
    private volatile Runnable reload = this::reopenFiles;

    /**
     * @param version what the metrics say is running
     * @param sinks further sinks, the console and those of {@code Delivery} for instance, beside the alert log
     */
    public Collector(CollectorConfig config, String version, List<? extends Sink> sinks) {
        this(config, version, sinks, () -> new Effective<>(config, Map.of(), List.of(), List.of()), List.of(), null);
    }

    /**
     * @param wanted reads the configuration again
     * @param files what it is read from
     * @param stateDirectory what systemd offers for state where the configuration names no directory; null for nothing
     */
    public Collector(
            CollectorConfig config,
            String version,
            List<? extends Sink> sinks,
            Reloader.Source<CollectorConfig> wanted,
            List<Path> files,
            @Nullable String stateDirectory) {
        this.config = config;
        InstantSource clock = InstantSource.system();
        List<Sink> all = new ArrayList<>(sinks);
        remote = sinks.stream()
                .filter(RemoteSink.class::isInstance)
                .map(RemoteSink.class::cast)
                .toList();
        if (config.alerts().log().enabled()) {
            alertLog = new AlertLog(config.alerts().log(), clock, System::nanoTime);
            all.add(alertLog);
        } else {
            alertLog = null;
        }
        this.suppressions = new Suppressions(config.alerts().suppressions(), clock);
        this.dispatcher = new AlertDispatcher(all, suppressions);
        this.alerts = new AlertTally(dispatcher);
        InstantSource steady = new SteadyClock(clock, System::nanoTime);
        this.checkpoints = new Checkpoints(config.state().in(stateDirectory), System::nanoTime);
        this.shards = resumed(
                checkpoints, seed -> new ShardHost(config.shards(), config.detect(), alerts, steady, seed, true));
        this.server = new FlowServer(config.listen(), shards);
        this.process = new ProcessMetrics(version, Instant.now());
        this.reloader = new Reloader<>(config, wanted, files, config.watchFiles(), clock);
        reloader.add("listen.", CollectorConfig::listen, server);
        reloader.add("detect.", CollectorConfig::detect, shards);
        sinks.stream()
                .filter(Console.class::isInstance)
                .map(Console.class::cast)
                .forEach(console ->
                        reloader.add("alerts.console.", each -> each.alerts().console(), console));
        this.admin = new AdminServer(
                config.web(),
                new AdminPages(this, this::live, this::ready, () -> balance().text()),
                Map.of("/-/reload", () -> reload.run()));
    }

    /** What the shards know, which is only kept once the sinks have what the shards have told. */
    private final class ShardsAndAlerts implements Checkpoints.Source {

        @Override
        public CompletableFuture<Checkpoints.Content> capture(int maxBytes) {
            return shards.capture(maxBytes);
        }

        @Override
        public boolean awaitTold(Duration limit) throws InterruptedException {
            return dispatcher.awaitTaken(limit);
        }
    }

    /** The shards, going on where an earlier run ended if it left a state that can be used. */
    private static ShardHost resumed(Checkpoints checkpoints, LongFunction<ShardHost> shards) {
        byte[] saved = checkpoints.restore();
        if (saved != null) {
            try {
                ShardHost resumed = shards.apply(ShardHost.seedOf(saved));
                log(resumed.restore(saved));
                return resumed;
            } catch (IOException e) {
                checkpoints.refuse(String.valueOf(e.getMessage()));
            }
        }
        return shards.apply(new SecureRandom().nextLong());
    }

    private static void log(ShardHost.Restored restored) {
        log.info(
                "going on with {} open incidents and {} suspects of the last run{}{}",
                restored.incidents(),
                restored.suspects(),
                restored.udp() ? ", and with its UDP forecast" : "",
                restored.leftOut() == 0 ? "" : "; " + restored.leftOut() + " sources found no room");
    }

    /** @throws IOException if a port cannot be opened; its message says which and what to do. All is closed then. */
    public void start() throws IOException {
        suppressions.start();
        dispatcher.start();
        shards.start();
        try {
            server.start();
            if (config.web().enabled()) {
                admin.start();
            }
        } catch (IOException e) {
            close();
            throw e;
        }
        reloader.start();
        checkpoints.start(state);
        listening = true;
    }

    /** Changes the configuration while the collector runs. Components of the program add themselves before {@link #start}. */
    public Reloader<CollectorConfig> reloader() {
        return reloader;
    }

    /** Where probes connect to; the real port if the configuration says 0. */
    public InetSocketAddress address() {
        return server.localAddress();
    }

    /** The port of the admin page; only while it is enabled. */
    public int adminPort() {
        return admin.port();
    }

    /**
     * Says what {@code POST /-/reload} begins; before it is said, the files are opened again.
     *
     * @param action returns at once
     */
    public void onReload(Runnable action) {
        reload = action;
    }

    /** Reads the suppressions again, and opens the files again that others may have put aside. Any thread. */
    public void reopenFiles() {
        suppressions.reload();
        if (alertLog != null) {
            alertLog.reopen();
        }
    }

    /** Whether all threads that judge are alive. If not, only a restart helps. */
    public boolean isHealthy() {
        return shards.isHealthy();
    }

    private Health live() {
        return isHealthy() ? Health.GOOD : new Health(List.of("a shard has failed; see the log"));
    }

    private Health ready() {
        List<String> reasons = new ArrayList<>();
        if (!listening) {
            reasons.add("listen: not open");
        }
        reasons.addAll(live().reasons());
        SinksDown down = new SinksDown();
        dispatcher.writeMetrics(down);
        down.names().forEach(name -> reasons.add("sink " + name + ": the last delivery failed"));
        remote.stream()
                .map(RemoteSink::status)
                .filter(status -> !status.isUp())
                .forEach(status -> reasons.add(status.text()));
        return new Health(reasons);
    }

    private Balance balance() {
        Map<String, SpoolCounts> spools = new TreeMap<>();
        remote.forEach(sink -> spools.put(sink.name(), sink.counts()));
        return new Balance(server.totals(), dispatcher.counts(), spools);
    }

    @Override
    public void writeMetrics(MetricWriter writer) {
        server.writeMetrics(writer);
        shards.writeMetrics(writer);
        checkpoints.writeMetrics(writer);
        alerts.writeMetrics(writer);
        suppressions.writeMetrics(writer);
        dispatcher.writeMetrics(writer);
        if (alertLog != null) {
            alertLog.writeMetrics(writer);
        }
        remote.forEach(sink -> sink.writeMetrics(writer));
        reloader.writeMetrics(writer);
        admin.writeMetrics(writer);
        process.writeMetrics(writer);
    }

    /**
     * Ends the collector in order: no more connections, read what is there, judge it, close what is open, deliver.
     *
     * @param limit for all of it together
     */
    public Summary drain(Duration limit) throws InterruptedException {
        listening = false;
        reloader.close();
        long end = System.nanoTime() + limit.toNanos();
        server.close(limit);
        boolean goesOn = checkpoints.finish(state, remaining(end));
        boolean finished = shards.close(remaining(end), goesOn);
        Map<String, Long> undelivered = new TreeMap<>(dispatcher.close(remaining(end)));
        for (RemoteSink sink : remote) {
            long abandoned = sink.counts().of(SpoolFate.ABANDONED);
            if (abandoned > 0) {
                undelivered.merge(sink.name(), abandoned, Long::sum);
            }
        }
        ReachedLimits limits = new ReachedLimits();
        writeMetrics(limits);
        suppressions.close();
        admin.close();
        Balance balance = balance();
        return new Summary(
                Summary.text(balance, alerts, suppressions, limits, undelivered),
                balance.text(),
                balance.holds(),
                finished,
                undelivered);
    }

    /** A second at least: an alert that waits should not be lost because a probe would not stop sending. */
    private static Duration remaining(long endNanos) {
        return Duration.ofNanos(Math.max(1_000_000_000L, endNanos - System.nanoTime()));
    }

    @Override
    public void close() {
        try {
            drain(config.drainLimit());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
