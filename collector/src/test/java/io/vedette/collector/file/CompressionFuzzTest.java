package io.vedette.collector.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vedette.core.capture.CaptureFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * Whatever the bytes of a compressed file: as much as can be read, then a reason.
 *
 * <p>Runs its seeds as an ordinary test; fuzzes with {@code JAZZER_FUZZ=1}, see docs/fuzzing.md.
 */
class CompressionFuzzTest {

    /** More than any seed unpacks to, so that a fuzzer that builds bombs does not wait for them. */
    private static final int ENOUGH = 1 << 20;

    @FuzzTest(maxDuration = "5m")
    void shouldUnpackAnyGzip(byte[] bytes) throws IOException {
        try (GzipStream gzip = new GzipStream(new ByteArrayInputStream(bytes))) {
            byte[] block = new byte[4096];
            int total = 0;
            int count = gzip.read(block, 0, block.length);
            while (count >= 0 && total < ENOUGH) {
                total += count;
                count = gzip.read(block, 0, block.length);
            }
            if (count < 0 && total == 0) {
                assertThat(gzip.read(block, 0, block.length)).isNegative();
            }
        }
    }

    @FuzzTest(maxDuration = "5m")
    void shouldReadTheFramesOfAnyCompressedCapture(byte[] bytes) {
        if (CaptureFormat.detect(bytes, 0, bytes.length) == CaptureFormat.GZIP) {
            Frames frames = Frames.of(bytes);

            assertThat(frames.counts().frames.get()).isEqualTo(frames.frames().size());
        }
    }
}
