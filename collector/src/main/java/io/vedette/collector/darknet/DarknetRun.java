package io.vedette.collector.darknet;

import io.vedette.collector.enrich.AnnotationSources;
import io.vedette.collector.enrich.Annotator;
import io.vedette.collector.file.CaptureReader;
import io.vedette.collector.file.InputPath;
import io.vedette.collector.file.InputPaths;
import io.vedette.collector.scan.ScanProgress;
import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.capture.CaptureProblem;
import io.vedette.core.capture.FrameBatch;
import io.vedette.core.darknet.DarknetBatch;
import io.vedette.core.darknet.DarknetEvent;
import io.vedette.core.darknet.DarknetEvents;
import io.vedette.core.darknet.DarknetPackets;
import io.vedette.core.darknet.DarknetSettings;
import io.vedette.core.darknet.Victim;
import io.vedette.core.darknet.VictimSettings;
import io.vedette.core.darknet.Victims;
import io.vedette.core.darknet.json.EventJson;
import io.vedette.core.darknet.json.VictimJson;
import io.vedette.core.flow.PrefixSet;
import io.vedette.core.packet.LinkLayer;
import io.vedette.core.text.FileTrouble;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run: all inputs in the given order as one stream, events into files.
 *
 * <p>Everything that is named is opened before the first packet is read, so that nothing is found missing after an hour. For one
 * use; belongs to one thread, but for {@link #stop}.
 */
public final class DarknetRun implements Closeable {

    private static final int ROWS = 1024;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final DarknetSettings settings;
    private final RunOutputs outputs;
    private final DarknetReport report = new DarknetReport();
    private final ScanProgress progress = new ScanProgress();
    private final FrameBatch frames = new FrameBatch(ROWS);
    private final DarknetBatch batch = new DarknetBatch(ROWS);
    private final DarknetPackets packets;
    private final DarknetEvents events;
    private final Victims victims;
    private final Annotator annotator;
    private final EventFile ended;
    private final @Nullable EventFile ongoing;
    private final @Nullable VictimFile victimFile;
    private final @Nullable StateFile state;
    private final Map<String, Long> unreadable = new TreeMap<>();
    private volatile boolean stopped;

    /**
     * Opens everything.
     *
     * @param darknet addresses of the darknet; empty if all destinations are
     * @param ticker nanoseconds of some clock
     * @throws IOException if something cannot be read or written; the message says what
     */
    public DarknetRun(
            DarknetSettings settings,
            PrefixSet darknet,
            AnnotationSources sources,
            RunOutputs outputs,
            LongSupplier ticker)
            throws IOException {
        this.settings = settings;
        this.outputs = outputs;
        packets = new DarknetPackets(darknet, report.counts);
        events = new DarknetEvents(settings, report.counts, event -> {
            report.reported(event);
            unchecked(outputs.events(), () -> endedFile().add(event));
        });
        victims = new Victims(
                VictimSettings.forDarknet(settings.darknetSize()),
                settings.seed(),
                victim -> unchecked(outputs.victims(), () -> addVictim(victim)));
        annotator = new Annotator(sources, ticker);
        EventJson json = new EventJson(outputs.fields(), settings.darknetSize());
        if (outputs.stateIn() != null) {
            StateFile.read(outputs.stateIn(), events, victims, settings.seed());
        }
        ended = writable(outputs.events(), path -> new EventFile(path, outputs.layout(), json, annotator));
        ongoing = outputs.ongoing() == null
                ? null
                : writable(outputs.ongoing(), path -> new EventFile(path, outputs.layout(), json, annotator));
        victimFile = outputs.victims() == null
                ? null
                : writable(outputs.victims(), path -> new VictimFile(path, new VictimJson(settings.darknetSize())));
        state = outputs.stateOut() == null ? null : writable(outputs.stateOut(), StateFile::new);
    }

    private EventFile endedFile() {
        return ended;
    }

    private void addVictim(Victim victim) throws IOException {
        if (victimFile != null) {
            victimFile.add(victim);
        }
    }

    @FunctionalInterface
    private interface Opening<T> {
        T open(Path path) throws IOException;
    }

    private static <T> T writable(Path path, Opening<T> opening) throws IOException {
        try {
            return opening.open(path);
        } catch (IOException e) {
            throw new IOException(path + ": cannot be written: " + reason(e), e);
        }
    }

    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }

    /** A failure to write must not be taken for one of the input that is being read: it passes unchecked. */
    private static void unchecked(@Nullable Path path, Writing writing) {
        try {
            write(path, writing);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(@Nullable Path path, Writing writing) throws IOException {
        try {
            writing.write();
        } catch (IOException e) {
            throw new IOException(path + ": cannot be written: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "no such folder" : FileTrouble.why(e);
    }

    /** Makes the run end with what it has read, soon. May be called from any thread. */
    public void stop() {
        stopped = true;
    }

    /** What was read of captures, for whoever makes a {@link FrameSource}. */
    public CaptureCounts captures() {
        return report.captures;
    }

    public ScanProgress progress() {
        return progress;
    }

    /**
     * Finds what is wrong with names. To be called before the results are opened, which empties them.
     *
     * @throws IOException if an input is missing, or a file is named for two purposes
     */
    public static void check(InputPaths paths, RunOutputs outputs) throws IOException {
        for (InputPaths.Problem problem : paths.problems()) {
            if (problem.kind() == InputPaths.Kind.MISSING_INPUT) {
                throw new IOException(problem.name() + ": " + problem.detail());
            }
        }
        outputs.requireApart(paths.inputs().stream()
                .filter(input -> !input.isStandardInput())
                .map(InputPath::path)
                .toList());
    }

    /**
     * Reads all inputs and writes all results.
     *
     * @param paths which {@link #check} has nothing to say against
     * @param standardInput for the input {@code -}
     * @throws IOException if a result cannot be written
     */
    public DarknetReport run(InputPaths paths, InputStream standardInput) throws IOException {
        paths.problems().forEach(problem -> report.note(problem.name() + ": " + problem.detail()));
        try {
            progress.begin(paths.inputs());
            for (InputPath input : paths.inputs()) {
                if (!stopped) {
                    read(input, standardInput);
                }
            }
            return finish();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void read(InputPath input, InputStream standardInput) {
        String name = input.isStandardInput() ? "standard input" : input.path().toString();
        try (InputStream in = input.isStandardInput() ? standardInput : Files.newInputStream(input.path());
                CaptureReader reader = CaptureReader.of(name, progress.metered(in), report.captures)) {
            boolean isFirst = true;
            while (!stopped && reader.read(frames)) {
                if (isFirst && frames.size() > 0) {
                    isFirst = false;
                    checkOrder(name, frames.timeNanos(0));
                }
                take(name + ": ");
            }
            if (stopped && !input.isStandardInput()) {
                report.problem(name + ": stopped before its end");
            }
            if (reader.format().isCapture()) {
                report.fileRead();
            }
            CaptureProblem problem = reader.problem();
            if (problem != null) {
                report.problem(name + ": " + problem.detail() + " (at byte " + problem.offset() + ")");
            }
        } catch (IOException e) {
            report.problem(name + ": cannot be read: " + FileTrouble.why(e));
        }
    }

    /**
     * Reads a source to its end and writes all results. The source stays open.
     *
     * @throws IOException if the source fails or a result cannot be written
     */
    public DarknetReport run(FrameSource source) throws IOException {
        try {
            while (!stopped && source.read(frames)) {
                take("");
            }
            report.fileRead();
            String problem = source.problem();
            if (problem != null) {
                report.problem(problem);
            }
            return finish();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Captures that overlap, or stand in the wrong order, make events that nobody sent. */
    private void checkOrder(String name, long firstNanos) {
        report.started(firstNanos);
        long behind = Math.floorDiv(events.nowNanos() - firstNanos, NANOS_PER_SECOND);
        if (behind > 0) {
            report.note(name + ": begins " + behind + " s before the last packet that was read before it; events are"
                    + " right only if captures are given in the order of time");
        }
    }

    private void take(String input) {
        int type = frames.linkType();
        if (frames.size() > 0 && !LinkLayer.isKnown(type)) {
            String what = input + "link type " + type + " cannot be read, convert or capture it as Ethernet or raw IP";
            unreadable.merge(what, (long) frames.size(), Long::sum);
        }
        packets.read(frames, batch);
        events.accept(batch);
        victims.accept(batch);
    }

    private DarknetReport finish() throws IOException {
        events.sweep();
        victims.sweep();
        if (ongoing != null) {
            events.report(event -> unchecked(outputs.ongoing(), () -> addOngoing(event)));
            write(outputs.ongoing(), ongoing::finish);
        }
        int open = 0;
        if (state != null) {
            write(outputs.stateOut(), () -> state.write(events, victims, settings.seed()));
            open = events.open();
        } else {
            events.finish();
            victims.finish();
        }
        write(outputs.events(), ended::finish);
        if (victimFile != null) {
            write(outputs.victims(), victimFile::finish);
        }
        unreadable.forEach((what, count) -> report.problem(what + " (" + count + " frames)"));
        report.ended(victimFile == null ? 0 : victimFile.count(), open);
        annotator.notes().forEach(report::note);
        return report;
    }

    private void addOngoing(DarknetEvent event) throws IOException {
        if (ongoing != null) {
            ongoing.add(event);
        }
    }

    @Override
    public void close() throws IOException {
        try (annotator;
                ended;
                ongoing;
                victimFile) {
            if (state != null) {
                state.discard();
            }
        }
    }
}
