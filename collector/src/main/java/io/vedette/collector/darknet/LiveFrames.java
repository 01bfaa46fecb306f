package io.vedette.collector.darknet;

import io.vedette.collector.file.CaptureReader;
import io.vedette.collector.pcap.LiveCapture;
import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.capture.CaptureFault;
import io.vedette.core.capture.CaptureProblem;
import io.vedette.core.capture.FrameBatch;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Frames of an interface as they arrive, until {@link #stop} or until the interface is gone. Belongs to one thread, but for stop. */
public final class LiveFrames implements FrameSource {

    /** How long the reader waits at most before it looks around; what arrives wakes it at once. */
    private static final long WAIT_MILLIS = 200;

    private final LiveCapture capture;
    private final CaptureReader reader;
    private final Semaphore arrivals = new Semaphore(0);

    /**
     * Starts the capture, which is owned from now on.
     *
     * @param counts takes what was read
     */
    public LiveFrames(LiveCapture capture, CaptureCounts counts) {
        this.capture = capture;
        reader = CaptureReader.follow(capture.name(), capture.stream(), counts, arrivals::release);
        capture.start();
    }

    @Override
    public boolean read(FrameBatch frames) throws IOException {
        boolean more = reader.read(frames);
        if (more && frames.isEmpty()) {
            await();
        }
        return more;
    }

    private void await() throws IOException {
        try {
            if (arrivals.tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                arrivals.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Ends the frames behind what the kernel has by now. Returns at once; from any thread. */
    public void stop() {
        capture.stop();
    }

    @Override
    public @Nullable String problem() {
        String failure = capture.failure();
        CaptureProblem problem = reader.problem();
        if (failure != null) {
            return capture.name() + ": " + failure;
        }
        boolean silent = problem == null || problem.fault() == CaptureFault.EMPTY;
        return silent ? null : capture.name() + ": " + problem.detail();
    }

    @Override
    public void close() throws IOException {
        capture.close();
    }
}
