package io.vedette.cli;

import io.vedette.collector.alert.Palette.Medium;
import io.vedette.collector.scan.ScanProgress;
import io.vedette.collector.scan.ScanSummary;
import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far reading has come and how long it will take.
 *
 * <p>On a terminal one line that is written over five times a second and gone at the end; elsewhere, if it is asked for, a
 * line every ten seconds. Writes on a thread of its own until it is closed.
 */
final class ProgressLine {

    private static final long TERMINAL_MILLIS = 200;
    private static final long PLAIN_MILLIS = 10_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Supplier<String> text;
    private final PrintWriter err;
    private final boolean terminal;
    private final @Nullable ScheduledExecutorService timer;
    private int shown;

    private ProgressLine(Supplier<String> text, PrintWriter err, boolean terminal, boolean wanted) {
        this.text = text;
        this.err = err;
        this.terminal = terminal;
        this.timer = wanted ? Executors.newSingleThreadScheduledExecutor(ProgressLine::daemon) : null;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    }

    static ProgressLine start(ProgressChoice choice, ScanProgress progress, PrintWriter err) {
        long begun = System.nanoTime();
        return start(choice, () -> text(progress.bytesDone(), progress.bytesTotal(), System.nanoTime() - begun), err);
    }

    /** @param text says how far it is; called on the thread that writes */
    static ProgressLine start(ProgressChoice choice, Supplier<String> text, PrintWriter err) {
        boolean terminal = StandardOutput.errorMedium() == Medium.TERMINAL;
        boolean wanted = choice == ProgressChoice.ALWAYS || choice == ProgressChoice.AUTO && terminal;
        ProgressLine line = new ProgressLine(text, err, terminal, wanted);
        if (line.timer != null) {
            long millis = terminal ? TERMINAL_MILLIS : PLAIN_MILLIS;
            line.timer.scheduleAtFixedRate(line::show, millis, millis, TimeUnit.MILLISECONDS);
        }
        return line;
    }

    private void show() {
        String now = text.get();
        if (terminal) {
            err.print("\r" + now + " ".repeat(Math.max(0, shown - now.length())));
            shown = now.length();
        } else {
            err.println(now);
        }
        err.flush();
    }

    /** @param total -1 if it is not known */
    static String text(long done, long total, long elapsedNanos) {
        String read = ScanSummary.bytes(done);
        if (total < done || done == 0) {
            return "read " + read;
        }
        double left = (double) elapsedNanos / done * (total - done) / NANOS_PER_SECOND;
        return "read " + read + " of " + ScanSummary.bytes(total) + ", " + done * 100 / total + " %, "
                + left(Math.round(left)) + " left";
    }

    private static String left(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    /** Ends it, and leaves an empty line behind on a terminal. */
    void close() throws InterruptedException {
        if (timer == null) {
            return;
        }
        timer.shutdownNow();
        timer.awaitTermination(1, TimeUnit.SECONDS);
        if (shown > 0) {
            err.print("\r" + " ".repeat(shown) + "\r");
            err.flush();
        }
    }
}
