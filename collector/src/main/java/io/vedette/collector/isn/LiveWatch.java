package io.vedette.collector.isn;

import io.vedette.collector.file.CaptureReader;
import io.vedette.collector.isn.store.IsnStore;
import io.vedette.collector.pcap.LiveCapture;
import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.capture.CaptureProblem;
import io.vedette.core.capture.FrameBatch;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what an interface sees and puts it into the store from time to time. What was not put there when the process is killed
 * is lost.
 */
public final class LiveWatch implements IsnWatch {

    private static final Logger log = LoggerFactory.getLogger(LiveWatch.class);

    private static final int ROWS = 1024;
    private static final long IDLE_MILLIS = 100;

    private final LiveCapture capture;
    private final IsnStore store;
    private final ImportSettings settings;
    private final Duration every;
    private final ImportReport report;
    private final LongSupplier ticker;
    private final Semaphore arrivals = new Semaphore(0);

    /**
     * @param capture not started yet; closed at the end of the run
     * @param every how often counts are put into the store
     * @param ticker nanoseconds of some clock
     */
    public LiveWatch(
            LiveCapture capture,
            IsnStore store,
            ImportSettings settings,
            Duration every,
            ImportReport report,
            LongSupplier ticker) {
        this.capture = capture;
        this.store = store;
        this.settings = settings;
        this.every = every;
        this.report = report;
        this.ticker = ticker;
    }

    @Override
    public void stop() {
        capture.stop();
        arrivals.release();
    }

    @Override
    public void run() throws IOException, InterruptedException {
        CaptureCounts captures = new CaptureCounts();
        FrameBatch frames = new FrameBatch(ROWS);
        CaptureReader reader = CaptureReader.follow(capture.name(), capture.stream(), captures, arrivals::release);
        try (capture;
                CaptureCount count = new CaptureCount(store, settings)) {
            capture.start();
            long committed = ticker.getAsLong();
            while (reader.read(frames)) {
                count.take(frames);
                long now = ticker.getAsLong();
                if (now - committed >= every.toNanos()) {
                    count.commit();
                    committed = now;
                }
                if (frames.isEmpty()) {
                    arrivals.tryAcquire(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                    arrivals.drainPermits();
                }
            }
            count.commit();
            report.addCounted(captures, count.counts());
            tell(reader.problem());
        }
    }

    private void tell(@Nullable CaptureProblem problem) {
        String failure = capture.failure();
        if (failure != null) {
            report.problem(capture.name() + ": " + failure);
        } else if (problem != null) {
            report.note(capture.name() + ": " + problem.detail());
        }
        log.info("{}: {}", Printable.of(capture.name()), capture.statistics());
    }
}
