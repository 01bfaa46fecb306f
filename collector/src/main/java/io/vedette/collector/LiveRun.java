package io.vedette.collector;

import io.vedette.collector.alert.AlertDispatcher;
import io.vedette.collector.alert.AlertLog;
import io.vedette.collector.alert.Sink;
import io.vedette.collector.alert.suppress.Suppressor;
import io.vedette.collector.meter.MetricSource;
import io.vedette.collector.meter.MetricWriter;
import io.vedette.collector.meter.ProcessMetrics;
import io.vedette.collector.pcap.CaptureWatch;
import io.vedette.collector.pcap.LiveCapture;
import io.vedette.collector.scan.Findings;
import io.vedette.collector.scan.LiveLimits;
import io.vedette.collector.scan.LiveScan;
import io.vedette.collector.scan.ScanReport;
import io.vedette.collector.scan.TrafficChoice;
import io.vedette.collector.timer.SteadyTask;
import io.vedette.collector.web.AdminPages;
import io.vedette.collector.web.AdminServer;
import io.vedette.collector.web.Health;
import io.vedette.core.contact.PacketContactSettings;
import io.vedette.core.detect.Alert.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A scan of traffic that goes on, put together: interfaces or growing files → shards → sinks, and the admin page.
 *
 * <p>Belongs to one thread, but for {@link #stop} and what tells how far it is.
 */
public final class LiveRun implements MetricSource {

    private final CollectorConfig config;
    private final @Nullable AlertLog log;
    private final AlertDispatcher dispatcher;
    private final AlertTally alerts;
    private final Findings findings;
    private final LiveScan scan;
    private final AdminServer admin;
    private final ProcessMetrics process;
    private CaptureWatch watch = new CaptureWatch(List.of());
    private Map<String, Long> undelivered = Map.of();

    /**
     * @param config of which {@code listen} and {@code delivery} are not used, {@code web} if it is enabled and {@code
     *     alerts.log} if it is enabled
     * @param version what the metrics say is running
     * @param sinks further sinks beside the alert log
     * @param findings takes the incidents as well
     * @param suppressor keeps alerts from all sinks
     */
    public LiveRun(
            CollectorConfig config,
            String version,
            List<? extends Sink> sinks,
            TrafficChoice choice,
            LiveLimits limits,
            Findings findings,
            Suppressor suppressor) {
        this.config = config;
        this.findings = findings;
        InstantSource clock = InstantSource.system();
        List<Sink> all = new ArrayList<>(sinks);
        if (config.alerts().log().enabled()) {
            log = new AlertLog(config.alerts().log(), clock, System::nanoTime);
            all.add(log);
        } else {
            log = null;
        }
        this.dispatcher = new AlertDispatcher(all, suppressor);
        this.alerts = new AlertTally(alert -> {
            findings.raise(alert);
            dispatcher.raise(alert);
        });
        this.scan = new LiveScan(
                config.detect(),
                config.shards(),
                PacketContactSettings.defaults(),
                choice,
                limits,
                alerts,
                clock,
                new SecureRandom().nextLong());
        this.process = new ProcessMetrics(version, Instant.now());
        this.admin = new AdminServer(
                config.web(), new AdminPages(this, this::health, this::health, this::captured), Map.of());
    }

    private Health health() {
        return scan.shards().isHealthy() ? Health.GOOD : new Health(List.of("a shard has failed; see the log"));
    }

    private String captured() {
        return watch.lines().stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    /**
     * Scans what the captures bring until all have ended. The captures are closed then.
     *
     * @throws IOException if the admin page cannot be opened; its message says why
     */
    public ScanReport capture(List<LiveCapture> captures) throws IOException, InterruptedException {
        watch = new CaptureWatch(captures);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "vedette-capture-report");
            thread.setDaemon(true);
            return thread;
        });
        long millis = config.capture().report().toMillis();
        timer.scheduleAtFixedRate(
                new SteadyTask("the report of the capture", watch::tell), millis, millis, TimeUnit.MILLISECONDS);
        timer.scheduleAtFixedRate(new SteadyTask("the look at the capture", watch::look), 1, 1, TimeUnit.SECONDS);
        try {
            open();
            return scan.capture(captures);
        } catch (IOException e) {
            captures.forEach(LiveCapture::abandon);
            throw e;
        } finally {
            timer.shutdownNow();
            close();
        }
    }

    /** Scans what the files hold and what is being added to them, until {@link #stop}. */
    public ScanReport follow(List<String> names, InputStream standardInput) throws IOException, InterruptedException {
        try {
            open();
            return scan.follow(names, standardInput);
        } finally {
            close();
        }
    }

    private void open() throws IOException {
        dispatcher.start();
        if (config.web().enabled()) {
            admin.start();
        }
    }

    private void close() {
        undelivered = dispatcher.close(Duration.ofMillis(config.drainLimit().toMillis()));
        admin.close();
    }

    /** Ends the run in order: what has come is judged, what was judged is delivered. Any thread. */
    public void stop() {
        scan.stop();
    }

    /** What was received and dropped. */
    public CaptureWatch watch() {
        return watch;
    }

    /** Alerts that could not be delivered, by sink; known at the end. */
    public Map<String, Long> undelivered() {
        return undelivered;
    }

    /** How far it is, in a few words. Any thread may ask. */
    public String progress() {
        return "captured " + scan.report().packets.frames.get() + " packets, " + watch.dropped() + " dropped, "
                + alerts.raised(Stage.OPENED) + " incidents";
    }

    public Findings findings() {
        return findings;
    }

    @Override
    public void writeMetrics(MetricWriter writer) {
        writer.counter(
                "capture_packets",
                "Packets that were looked at.",
                scan.report().packets.frames.get());
        watch.writeMetrics(writer);
        scan.shards().writeMetrics(writer);
        alerts.writeMetrics(writer);
        dispatcher.writeMetrics(writer);
        if (log != null) {
            log.writeMetrics(writer);
        }
        process.writeMetrics(writer);
    }
}
