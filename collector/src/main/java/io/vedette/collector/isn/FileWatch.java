package io.vedette.collector.isn;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;

/** A watch that counts captures in files, one after the other, and waits in between. */
abstract class FileWatch implements IsnWatch {

    private final ImportRun run;
    private final ImportReport report;
    private final Pause pause = new Pause();

    /**
     * @param run counts a file
     * @param report where {@code run} says what came of it
     */
    FileWatch(ImportRun run, ImportReport report) {
        this.run = run;
        this.report = report;
    }

    @Override
    public final void stop() {
        pause.stop();
        run.stop();
    }

    final boolean isStopped() {
        return pause.isStopped();
    }

    /** Waits; returns whether to go on. */
    final boolean await(Duration time) throws InterruptedException {
        return pause.await(time);
    }

    /**
     * Counts a capture, unless it was counted before.
     *
     * @return whether all is well with it: it was counted, now or before
     * @throws IOException if the store fails
     */
    final boolean count(Path file) throws IOException {
        return run.count(file);
    }

    final void problem(String text) {
        report.problem(text);
    }

    /** Says what was counted since the last time. */
    final void tell(Logger log) {
        report.log(log);
    }
}
