package io.vedette.core.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Whatever the bytes: an end, and the same one however they come.
 *
 * <p>Runs its seeds as an ordinary test; fuzzes with {@code JAZZER_FUZZ=1}, see docs/fuzzing.md.
 */
class CaptureFuzzTest {

    @FuzzTest(maxDuration = "5m")
    void shouldReadAnyPcap(byte[] bytes) {
        shouldNotDependOnPieces(bytes, CaptureFormat.PCAP);
    }

    @FuzzTest(maxDuration = "5m")
    void shouldReadAnyPcapng(byte[] bytes) {
        shouldNotDependOnPieces(bytes, CaptureFormat.PCAPNG);
    }

    private static void shouldNotDependOnPieces(byte[] bytes, CaptureFormat format) {
        if (CaptureFormat.detect(bytes, 0, bytes.length) != format) {
            return;
        }
        Captured whole = Captured.of(bytes);
        Captured pieces = Captured.inPieces(bytes, 1 + bytes[bytes.length - 1] & 0x7f | 1);

        assertThat(pieces.frames()).isEqualTo(whole.frames());
        assertThat(pieces.problem()).isEqualTo(whole.problem());
        assertThat(whole.counts().frames.get()).isEqualTo(whole.frames().size());
    }
}
