package io.vedette.collector.alert.suppress;

import io.vedette.collector.meter.MetricSource;
import io.vedette.collector.meter.MetricWriter;
import io.vedette.collector.timer.SteadyTask;
import io.vedette.core.detect.Alert;
import io.vedette.core.meter.Counter;
import io.vedette.core.text.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The suppressions of a file that are in force, and how many alerts each has kept back.
 *
 * <p>Once started it looks at the file every second and takes over a change. A file in which anything is wrong changes
 * nothing: what was in force stays, and the log says which line is wrong. Only the first reading takes what is right in such a
 * file. Whether one is over is decided by the clock of this machine, not by the times of the traffic: a suppression is a
 * decision of a person, and ends when that person said.
 */
public final class Suppressions implements Suppressor, MetricSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Suppressions.class);

    private final SuppressionFile file;
    private final InstantSource clock;
    private final Map<String, LongAdder> hits = new ConcurrentHashMap<>();
    private final LongAdder total = new LongAdder();
    private final Counter reloads = new Counter();
    private final Counter failedReloads = new Counter();
    private volatile List<Suppression> current = List.of();
    private volatile boolean lastGood = true;

    private final Set<String> saidToBeOver = new HashSet<>();
    private @Nullable Object stamp;
    private boolean wasMissing;
    private @Nullable ScheduledExecutorService watcher;

    /** @param clock tells which suppressions are over */
    public Suppressions(Path path, InstantSource clock) {
        file = new SuppressionFile(path);
        this.clock = clock;
    }

    /** How often a suppression has kept an alert back since the start. */
    public record Hits(Suppression suppression, long count) {}

    /** Reads the file for the first time and takes what can be read. */
    public synchronized void load() {
        stamp = stampOf(file.path());
        try {
            SuppressionFile.Content content = file.read();
            complain(content.problems(), "left out");
            lastGood = content.problems().isEmpty();
            take(content.suppressions());
        } catch (IOException e) {
            lastGood = false;
            log.error("{} cannot be read: {}; nothing is suppressed", file.path(), FileTrouble.why(e));
        }
        sayWhatIsOver();
    }

    /** {@link #load Loads}, and from now on takes over changes of the file. */
    public void start() {
        load();
        ScheduledExecutorService made = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "suppressions");
            thread.setDaemon(true);
            return thread;
        });
        watcher = made;
        made.scheduleWithFixedDelay(new SteadyTask("looking for new suppressions", this::look), 1, 1, TimeUnit.SECONDS);
    }

    /** Takes over the file if it has changed since it was last looked at. */
    synchronized void look() {
        Object now = stampOf(file.path());
        boolean missing = now == null;
        // For a moment there is no file while another one takes its place; only one that stays away is gone.
        if (!Objects.equals(now, stamp) && (!missing || wasMissing)) {
            reload();
        }
        wasMissing = missing;
        sayWhatIsOver();
    }

    /** Takes over the file as it is now, unless something is wrong in it. Any thread. */
    public synchronized void reload() {
        stamp = stampOf(file.path());
        try {
            SuppressionFile.Content content = file.read();
            if (content.problems().isEmpty()) {
                lastGood = true;
                reloads.increment();
                take(content.suppressions());
                log.info("{} suppressions of {} are in force", inForce(current), file.path());
                return;
            }
            complain(content.problems(), "the suppressions before it stay in force");
        } catch (IOException e) {
            log.error(
                    "{} cannot be read: {}; the suppressions before it stay in force", file.path(), FileTrouble.why(e));
        }
        lastGood = false;
        failedReloads.increment();
    }

    private void complain(List<String> problems, String consequence) {
        file.inBrief(problems).forEach(problem -> log.error("{}; {}", problem, consequence));
    }

    private void take(List<Suppression> suppressions) {
        Map<String, LongAdder> kept = new HashMap<>();
        for (Suppression suppression : suppressions) {
            kept.put(suppression.id(), hits.computeIfAbsent(suppression.id(), id -> new LongAdder()));
        }
        current = suppressions;
        hits.keySet().retainAll(kept.keySet());
        saidToBeOver.retainAll(kept.keySet());
    }

    private void sayWhatIsOver() {
        long now = clock.millis();
        for (Suppression suppression : current) {
            if (!suppression.isOver(now)) {
                saidToBeOver.remove(suppression.id());
            } else if (saidToBeOver.add(suppression.id())) {
                log.warn(
                        "suppression {} ({}) is over; it has kept back {} alerts since the start",
                        suppression.id(),
                        suppression.conditions(),
                        count(suppression.id()));
            }
        }
    }

    @Override
    public @Nullable String suppress(Alert alert) {
        List<Suppression> candidates = current;
        if (candidates.isEmpty()) {
            return null;
        }
        Suppression found = covering(candidates, alert, clock.millis());
        if (found == null) {
            return null;
        }
        total.increment();
        LongAdder counter = hits.get(found.id());
        if (counter != null) { // else it left the file this very moment
            counter.increment();
        }
        return found.id();
    }

    /** The first of {@code candidates} that is not over at {@code nowMillis} and covers {@code alert}; null if none does. */
    public static @Nullable Suppression covering(List<Suppression> candidates, Alert alert, long nowMillis) {
        for (Suppression suppression : candidates) {
            if (!suppression.isOver(nowMillis) && suppression.covers(alert)) {
                return suppression;
            }
        }
        return null;
    }

    /** Alerts that were kept back since the start. */
    public long total() {
        return total.sum();
    }

    /** The suppressions in the file, in its order, with their counts since the start. */
    public List<Hits> hits() {
        List<Hits> counts = new ArrayList<>();
        for (Suppression suppression : current) {
            counts.add(new Hits(suppression, count(suppression.id())));
        }
        return counts;
    }

    private long count(String id) {
        LongAdder counter = hits.get(id);
        return counter == null ? 0 : counter.sum();
    }

    private long inForce(List<Suppression> suppressions) {
        long now = clock.millis();
        return suppressions.stream()
                .filter(suppression -> !suppression.isOver(now))
                .count();
    }

    @Override
    public void writeMetrics(MetricWriter writer) {
        List<Suppression> present = current;
        long inForce = inForce(present);
        writer.gauge("suppressions", "Suppressions in the file.", "state", "in_force", inForce);
        writer.gauge("suppressions", "Suppressions in the file.", "state", "over", present.size() - inForce);
        String help =
                "Times a changed file of suppressions was taken over, or was not because something is wrong in it.";
        writer.counter("suppression_reloads", help, "result", "good", reloads.get());
        writer.counter("suppression_reloads", help, "result", "bad", failedReloads.get());
        writer.gauge(
                "suppressions_good", "Whether the last reading of the file found nothing wrong.", lastGood ? 1 : 0);
        for (Hits hit : hits()) {
            String perId = "Alerts that each suppression kept back since the start.";
            writer.counter("suppression_hits", perId, "id", hit.suppression().id(), hit.count());
        }
    }

    /** What tells one state of a file from the next; null if there is none. */
    private static @Nullable Object stampOf(Path path) {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return List.of(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        if (watcher != null) {
            watcher.shutdownNow();
        }
    }
}
