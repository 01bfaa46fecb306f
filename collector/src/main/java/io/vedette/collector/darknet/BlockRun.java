package io.vedette.collector.darknet;

import io.vedette.collector.darknet.BlockPlan.Block;
import io.vedette.collector.enrich.AnnotationSources;
import io.vedette.collector.file.InputPaths;
import io.vedette.collector.file.ProcessLock;
import io.vedette.core.darknet.DarknetSettings;
import io.vedette.core.darknet.json.EventJson.Fields;
import io.vedette.core.flow.PrefixSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs over a period, block after block, each with the open events of the one before.
 *
 * <p>What a block writes gets its name when all of it is there, the state last: a block whose state is there was done, and is
 * not done again. So a period that was interrupted goes on where it was. Belongs to one thread.
 */
public final class BlockRun {

    /** How much earlier than its hour a capture may begin. */
    private static final long TOLERANCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final DarknetSettings settings;
    private final PrefixSet darknet;
    private final AnnotationSources sources;
    private final Places places;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Consumer<String> progress;

    /**
     * Where captures are and results go.
     *
     * @param pcaps name of the capture of each hour
     * @param results folder for events, states and logs
     * @param ongoing folder for open events
     * @param missing what a missing hour does
     */
    public record Places(
            HourTemplate pcaps, Path results, Path ongoing, Missing missing, Layout layout, Fields fields) {}

    /** What an hour without a capture does. */
    public enum Missing {
        /** Ends the run, before its block is read. */
        FAIL,
        /** Is noted in the log of the block. */
        SKIP
    }

    /** @param progress takes a line at the beginning and end of each block */
    public BlockRun(
            DarknetSettings settings,
            PrefixSet darknet,
            AnnotationSources sources,
            Places places,
            InstantSource clock,
            LongSupplier ticker,
            Consumer<String> progress) {
        this.settings = settings;
        this.darknet = darknet;
        this.sources = sources;
        this.places = places;
        this.clock = clock;
        this.ticker = ticker;
        this.progress = progress;
    }

    /**
     * Runs all blocks that are not done yet.
     *
     * @param firstState open events for the first block, or null
     * @return whether everything could be read
     * @throws IOException if a block cannot be run, or another run is at work in the folder; what was done stays done
     */
    public boolean run(List<Block> blocks, @Nullable Path firstState) throws IOException {
        Files.createDirectories(places.results);
        Files.createDirectories(places.ongoing);
        try (ProcessLock lock = ProcessLock.tryTake(places.results.resolve("parse_job.lock"))) {
            if (lock == null) {
                throw new IOException(places.results + ": another run is at work here");
            }
            return runLocked(blocks, firstState);
        }
    }

    private boolean runLocked(List<Block> blocks, @Nullable Path firstState) throws IOException {
        boolean whole = true;
        Path state = firstState;
        say("STARTING");
        for (Block block : blocks) {
            Path stateOut = places.results.resolve("cache_" + block.name() + ".state");
            if (Files.exists(stateOut)) {
                say(block.name() + " was DONE before");
            } else {
                whole &= run(block, state, stateOut);
                say(block.name() + " DONE");
            }
            state = stateOut;
        }
        say("COMPLETE");
        return whole;
    }

    private void say(String text) throws IOException {
        String line = clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + text;
        Files.writeString(
                places.results.resolve("parse_job.log"),
                line + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        progress.accept(line);
    }

    private boolean run(Block block, @Nullable Path stateIn, Path stateOut) throws IOException {
        String name = block.name();
        Path results = places.results.resolve("results_" + name + ".json");
        Path ongoing = places.ongoing.resolve("ongoing_" + name + ".json");
        Path victims = places.results.resolve("victims_" + name + ".json");
        List<String> log = new ArrayList<>();
        List<String> inputs = inputs(block, log);
        RunOutputs outputs = new RunOutputs(
                part(results), part(ongoing), part(victims), stateIn, part(stateOut), places.layout, places.fields);
        Instant begun = clock.instant();
        DarknetReport report;
        InputPaths paths = InputPaths.of(inputs);
        DarknetRun.check(paths, outputs);
        try (DarknetRun run = new DarknetRun(settings, darknet, sources, outputs, ticker)) {
            report = run.run(paths, InputStream.nullInputStream());
        }
        DarknetSummary summary = new DarknetSummary(report, settings);
        log.addAll(summary.problems());
        if (report.hasStartOutside(nanos(block.start()) - TOLERANCE_NANOS, nanos(block.end()))) {
            log.add("captures begin outside of these hours: their names have to be in UTC");
        }
        for (String incomplete : log) {
            say(name + ": " + incomplete);
        }
        log.addAll(summary.notes());
        log.addAll(summary.lines(Duration.between(begun, clock.instant())));
        Files.write(places.results.resolve("parse_" + name + ".log"), log, StandardCharsets.UTF_8);
        for (Path path : List.of(results, ongoing, victims, stateOut)) {
            Files.move(part(path), path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
        return report.problems().isEmpty()
                && inputs.size() == block.files(places.pcaps).size();
    }

    private static long nanos(LocalDateTime utc) {
        return TimeUnit.SECONDS.toNanos(utc.toEpochSecond(ZoneOffset.UTC));
    }

    private static Path part(Path path) {
        return path.resolveSibling(path.getFileName() + ".part");
    }

    private List<String> inputs(Block block, List<String> log) {
        List<String> inputs = new ArrayList<>();
        for (String file : block.files(places.pcaps)) {
            if (places.missing == Missing.FAIL || Files.exists(Path.of(file))) {
                inputs.add(file);
            } else {
                log.add(file + ": no such file, hour left out");
            }
        }
        return inputs;
    }
}
