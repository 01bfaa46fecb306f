package io.vedette.collector.reload;

import io.vedette.collector.config.ConfigChange;
import io.vedette.collector.config.Effective;
import io.vedette.collector.config.Problem;
import io.vedette.collector.meter.MetricSource;
import io.vedette.collector.meter.MetricWriter;
import io.vedette.core.meter.Counter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the running configuration and changes it: on request, or because a file has changed. All that was asked of components
 * is prepared first; only when none refuses, all change.
 *
 * <p>Requests that come close together are one. A file that is being written is left alone until two looks in a row
 * find it the same. What cannot be used is said once, and tried again when a file changes or somebody asks.
 *
 * <p>Inert until {@link #start}. Thread-safe.
 */
public final class Reloader<R extends Record> implements MetricSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Reloader.class);

    /** Requests that come within this time are answered by one reload. */
    private static final long GATHER_MILLIS = 200;

    /** Lines about one configuration that the log gets: some other file in its place has thousands of unknown keys. */
    private static final int MOST_LOGGED = 20;

    /** Where the wanted configuration is read from, all layers of it. */
    @FunctionalInterface
    public interface Source<R extends Record> {

        /** @throws IOException if the file cannot be read; the message says which and why */
        Effective<R> read() throws IOException;
    }

    /**
     * What became of a reload.
     *
     * @param done whether the wanted configuration holds now, as far as it can without a restart
     * @param lines what changed and what waits for a restart, or what is wrong
     */
    public record Outcome(boolean done, List<String> lines) {

        public Outcome {
            lines = List.copyOf(lines);
        }
    }

    private record Part<R extends Record, C>(String prefix, Function<R, C> settings, Reloadable<C> component) {

        Runnable prepare(R config) throws IOException {
            try {
                return component.prepare(settings.apply(config));
            } catch (IOException e) {
                throw new IOException(prefix + e.getMessage(), e);
            }
        }

        List<Path> files(R config) {
            return component.files(settings.apply(config));
        }
    }

    private final Source<R> source;
    private final List<Path> ownFiles;
    private final @Nullable Duration watch;
    private final InstantSource clock;
    private final List<Part<R, ?>> parts = new ArrayList<>();
    private final Semaphore requests = new Semaphore(0);
    private final Counter done = new Counter();
    private final Counter refused = new Counter();
    private final Thread thread;
    private R running;
    private FileMarks marks = FileMarks.of(List.of());
    private volatile boolean lastDone = true;
    private volatile long lastMillis;
    private volatile String reason = "";
    private volatile Runnable answered = () -> {};

    /**
     * @param running what holds at the start
     * @param ownFiles files that the configuration is read from
     * @param watch time between two looks at the files; null: nobody looks
     */
    public Reloader(R running, Source<R> source, List<Path> ownFiles, @Nullable Duration watch, InstantSource clock) {
        this.running = running;
        this.source = source;
        this.ownFiles = List.copyOf(ownFiles);
        this.watch = watch;
        this.clock = clock;
        this.lastMillis = clock.millis();
        this.thread = new Thread(this::run, "vedette-reload");
        this.thread.setDaemon(true);
    }

    /**
     * Adds a component; to be called before {@link #start}.
     *
     * @param prefix of its keys, {@code listen.}
     */
    public synchronized <C> void add(String prefix, Function<R, C> settings, Reloadable<C> component) {
        parts.add(new Part<>(prefix, settings, component));
    }

    /**
     * Begins to listen to requests and to look at files. The first look reloads whatever it sees, without a word if nothing
     * has changed: a file may have changed after it was read and before it was watched.
     */
    public void start() {
        thread.start();
    }

    /** The configuration that holds. */
    public synchronized R running() {
        return running;
    }

    /** Asks for a reload and returns at once. */
    public void request(String why) {
        reason = why;
        requests.release();
    }

    /** Has {@code action} run when what was asked for by {@link #request} is done, or has been refused. */
    public void onAnswered(Runnable action) {
        answered = action;
    }

    private List<Path> files(R configuration) {
        List<Path> files = new ArrayList<>(ownFiles);
        parts.forEach(part -> files.addAll(part.files(configuration)));
        return files;
    }

    private void run() {
        FileMarks before;
        synchronized (this) {
            before = FileMarks.of(files(running));
        }
        try {
            while (true) {
                if (await()) {
                    reload(reason);
                    answered.run();
                } else {
                    before = look(before);
                }
            }
        } catch (InterruptedException e) {
            log.debug("no more reloads");
        }
    }

    /** @return whether there was a request; it has had time to gather others */
    private boolean await() throws InterruptedException {
        if (watch == null) {
            requests.acquire();
        } else if (!requests.tryAcquire(watch.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        while (requests.tryAcquire(GATHER_MILLIS, TimeUnit.MILLISECONDS)) {
            requests.drainPermits();
        }
        return true;
    }

    /** Reloads if the files are not as they were loaded, but as they were at the last look. */
    private FileMarks look(FileMarks before) {
        FileMarks now;
        FileMarks loaded;
        synchronized (this) {
            now = FileMarks.of(files(running));
            loaded = marks;
        }
        if (!now.equals(loaded) && now.equals(before)) {
            reload("a file has changed", loaded.marks().isEmpty());
        }
        return now;
    }

    /**
     * Reads the configuration again and lets it hold, or keeps the running one.
     *
     * @param why for the log
     */
    public Outcome reload(String why) {
        return reload(why, false);
    }

    /** @param first whether there is nothing to tell unless something has changed */
    private synchronized Outcome reload(String why, boolean first) {
        marks = FileMarks.of(files(running));
        Outcome outcome;
        try {
            outcome = attempt(why, first);
        } catch (RuntimeException e) { // else nobody would ever be answered again
            log.error("a bug while the configuration was reloaded", e);
            outcome = new Outcome(false, List.of("a bug: " + e));
        }
        if (first && outcome.done() && outcome.lines().isEmpty()) {
            return outcome;
        }
        lastDone = outcome.done();
        lastMillis = clock.millis();
        if (outcome.done()) {
            done.increment();
        } else {
            refused.increment();
            log.error("configuration not reloaded ({}), the running one stays:", why);
            outcome.lines().stream().limit(MOST_LOGGED).forEach(line -> log.error("{}", line));
            if (outcome.lines().size() > MOST_LOGGED) {
                log.error(
                        "and {} more; \"vedette config check\" has them all",
                        outcome.lines().size() - MOST_LOGGED);
            }
        }
        return outcome;
    }

    /** The new configuration may name other files; those it shares with the old one keep the marks they were read with. */
    private FileMarks marksFor(R configuration) {
        var all = new LinkedHashMap<>(FileMarks.of(files(configuration)).marks());
        all.replaceAll((file, mark) -> marks.marks().getOrDefault(file, mark));
        return new FileMarks(all);
    }

    private Outcome attempt(String why, boolean first) {
        ConfigChange<R> change;
        FileMarks marksBefore; // the files are read: what changes from then on has to show
        List<Runnable> prepared = new ArrayList<>();
        try {
            Effective<R> wanted = source.read();
            if (!wanted.problems().isEmpty()) {
                return new Outcome(
                        false, wanted.problems().stream().map(Problem::toString).toList());
            }
            change = ConfigChange.between(running, wanted.value());
            marksBefore = marksFor(change.merged());
            for (Part<R, ?> part : parts) {
                prepared.add(part.prepare(change.merged()));
            }
        } catch (IOException | IllegalArgumentException e) {
            return new Outcome(false, List.of(String.valueOf(e.getMessage())));
        }
        List<String> lines = new ArrayList<>(change.taken());
        change.waiting().forEach(key -> lines.add(key + " needs a restart"));
        if (!first || !lines.isEmpty()) { // before it holds: it may forbid to say so
            log.info("configuration reloaded ({})", why);
            lines.forEach(line -> log.info("{}", line));
        }
        prepared.forEach(Runnable::run);
        running = change.merged();
        marks = marksBefore;
        return new Outcome(true, lines);
    }

    @Override
    public void writeMetrics(MetricWriter writer) {
        writer.counter("config_reloads", "Reloads of the configuration.", "result", "done", done.get());
        writer.counter("config_reloads", "Reloads of the configuration.", "result", "refused", refused.get());
        writer.gauge(
                "config_last_reload_successful",
                "Whether the last reload, or else the start, succeeded.",
                lastDone ? 1 : 0);
        writer.gauge("config_last_reload_timestamp_seconds", "When that was, Unix time.", lastMillis / 1000);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
