package io.vedette.collector.scan;

import io.vedette.collector.file.CaptureReader;
import io.vedette.collector.file.InputPath;
import io.vedette.collector.pcap.LiveCapture;
import io.vedette.core.capture.CaptureCounts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An input that goes on: an interface, a file that is being written, a pipe. Belongs to the reading thread but for stop. */
final class LiveInput implements AutoCloseable {

    final String name;
    final CaptureReader reader;

    /** Null for an interface. */
    final @Nullable InputPath path;

    private final @Nullable LiveCapture capture;

    private LiveInput(String name, CaptureReader reader, @Nullable InputPath path, @Nullable LiveCapture capture) {
        this.name = name;
        this.reader = reader;
        this.path = path;
        this.capture = capture;
    }

    static LiveInput of(LiveCapture capture, CaptureCounts counts, Runnable arrived) {
        CaptureReader reader = CaptureReader.follow(capture.name(), capture.stream(), counts, arrived);
        return new LiveInput(capture.name(), reader, null, capture);
    }

    static LiveInput of(InputPath path, InputStream standardInput, CaptureCounts counts, Runnable arrived)
            throws IOException {
        String name = path.isStandardInput() ? "standard input" : path.path().toString();
        CaptureReader reader;
        if (path.isStandardInput()) {
            reader = CaptureReader.follow(name, standardInput, counts, arrived);
        } else if (Files.isRegularFile(path.path())) {
            reader = CaptureReader.follow(path.path(), Duration.ZERO, counts);
        } else {
            reader = CaptureReader.follow(name, Files.newInputStream(path.path()), counts, arrived);
        }
        return new LiveInput(name, reader, path, null);
    }

    /** Whether it is a file, which others can follow. */
    boolean isFile() {
        return path != null && Files.isRegularFile(path.path());
    }

    /** Why an interface gave up by itself. */
    @Nullable
    String failure() {
        return capture == null ? null : capture.failure();
    }

    /** Makes it end behind what has come so far; from any thread. */
    void stop() {
        if (capture != null) {
            capture.stop();
        } else {
            reader.endFollowing();
        }
    }

    @Override
    public void close() throws IOException {
        if (capture != null) {
            capture.close();
        } else {
            reader.close();
        }
    }
}
