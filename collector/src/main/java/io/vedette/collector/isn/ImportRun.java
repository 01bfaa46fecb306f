package io.vedette.collector.isn;

import io.vedette.collector.file.CaptureReader;
import io.vedette.collector.file.InputPath;
import io.vedette.collector.isn.CaptureCount.Outcome;
import io.vedette.collector.isn.store.FileMark;
import io.vedette.collector.isn.store.IsnStore;
import io.vedette.collector.scan.ScanProgress;
import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.capture.CaptureProblem;
import io.vedette.core.text.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts captures into a store, each of them once: its counts and its mark become visible together. Belongs to one thread, but
 * for {@link #stop}.
 */
public final class ImportRun {

    private final IsnStore store;
    private final ImportSettings settings;
    private final ImportReport report;
    private final ScanProgress progress = new ScanProgress();
    private volatile boolean stopped;

    public ImportRun(IsnStore store, ImportSettings settings, ImportReport report) {
        this.store = store;
        this.settings = settings;
        this.report = report;
    }

    /** Makes the run end soon; the capture that is being read is not counted. May be called from any thread. */
    public void stop() {
        stopped = true;
    }

    public ScanProgress progress() {
        return progress;
    }

    /**
     * Counts all of them, as far as the settings allow.
     *
     * @param standardInput for the input {@code -}
     * @throws IOException if the store fails; what cannot be read is in the report
     */
    public void count(List<InputPath> inputs, InputStream standardInput) throws IOException {
        progress.begin(inputs);
        int before = report.counted();
        for (InputPath input : inputs) {
            if (stopped || report.counted() - before >= settings.maxFiles()) {
                return;
            }
            if (input.isStandardInput()) {
                count("standard input", standardInput, new FileMark("", 0, "", null, 0, 0), null);
            } else {
                count(input.path());
            }
        }
    }

    /**
     * Counts one file.
     *
     * @return whether all is well with it: it was counted, now or before
     */
    public boolean count(Path file) throws IOException {
        FileMark mark;
        try {
            Path path = file.toRealPath();
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            mark = new FileMark(
                    "",
                    0,
                    "",
                    path.toString(),
                    attributes.size(),
                    attributes.lastModifiedTime().toMillis());
        } catch (IOException e) {
            return unreadable(file.toString(), e);
        }
        FileMark before = store.lastUnder(String.valueOf(mark.path()));
        if (!settings.again()
                && before != null
                && before.size() == mark.size()
                && before.modifiedMillis() == mark.modifiedMillis()) {
            report.addUnchanged();
            progress.skip(mark.size());
            return true;
        }
        InputStream in;
        try {
            in = Files.newInputStream(file);
        } catch (IOException e) {
            return unreadable(file.toString(), e);
        }
        return count(file.toString(), in, mark, before);
    }

    private boolean unreadable(String name, IOException e) {
        String why = e instanceof NoSuchFileException ? "no such file" : "cannot be read: " + FileTrouble.why(e);
        report.problem(name + ": " + why);
        return false;
    }

    private boolean count(String name, InputStream in, FileMark mark, @Nullable FileMark before) throws IOException {
        CaptureCounts captures = new CaptureCounts();
        try (InputStream closed = in;
                CaptureReader reader = CaptureReader.of(name, progress.metered(closed), captures);
                CaptureCount count = new CaptureCount(store, settings)) {
            Outcome outcome = count.count(reader, mark, before, () -> stopped);
            tell(name, outcome, count, captures, reader.problem());
            return outcome == Outcome.COUNTED || outcome == Outcome.KNOWN;
        }
    }

    private void tell(
            String name,
            Outcome outcome,
            CaptureCount count,
            CaptureCounts captures,
            @Nullable CaptureProblem problem) {
        switch (outcome) {
            case COUNTED -> report.addCounted(captures, count.packets(), count.counts());
            case KNOWN -> report.addKnown();
            case STOPPED -> report.note(name + ": stopped before its end; nothing of it was counted");
            case UNREADABLE -> {
                // The problem says it.
            }
        }
        if (count.isGrown() && outcome == Outcome.COUNTED) {
            report.note(name + ": has grown; only what is new was counted");
        }
        if (problem != null) {
            report.problem(name + ": " + problem.detail() + " (at byte " + problem.offset() + ")");
        }
    }
}
