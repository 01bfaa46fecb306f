package io.vedette.collector.file;

import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.capture.CaptureProblem;
import io.vedette.core.capture.FrameBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was read from one capture.
 *
 * @param frames one line for each frame: time, lengths, a hash of the bytes
 */
record Frames(
        List<String> frames, CaptureCounts counts, @Nullable CaptureProblem problem) {

    private static final Path SAMPLES = Path.of("../core/src/test/resources/captures");

    static Path sample(String name) {
        return SAMPLES.resolve(name);
    }

    static byte[] sampleBytes(String name) {
        try {
            return Files.readAllBytes(sample(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Frames of(byte[] file) {
        CaptureCounts counts = new CaptureCounts();
        return of(CaptureReader.of("test", new ByteArrayInputStream(file), counts), counts);
    }

    static Frames of(Path file) throws IOException {
        CaptureCounts counts = new CaptureCounts();
        return of(CaptureReader.open(file, counts), counts);
    }

    static Frames of(CaptureReader reader, CaptureCounts counts) {
        List<String> lines = new ArrayList<>();
        FrameBatch batch = new FrameBatch(7);
        try (reader) {
            while (reader.read(batch)) {
                for (int row = 0; row < batch.size(); row++) {
                    int from = batch.offset(row);
                    byte[] bytes = Arrays.copyOfRange(batch.bytes(), from, from + batch.capturedLength(row));
                    lines.add(batch.linkType() + " " + batch.timeNanos(row) + " " + bytes.length + "/"
                            + batch.wireLength(row) + " " + Arrays.hashCode(bytes));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Frames(lines, counts, reader.problem());
    }
}
