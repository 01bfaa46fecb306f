package io.vedette.core.capture;

import static io.vedette.core.capture.CaptureFault.BEYOND_SNAPLEN;
import static io.vedette.core.capture.CaptureFault.EMPTY;
import static io.vedette.core.capture.CaptureFault.IMPOSSIBLE_LENGTH;
import static io.vedette.core.capture.CaptureFault.TRUNCATED_CAPTURE;
import static io.vedette.core.capture.CaptureFault.ZERO_LENGTH;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PcapParserTest {

    private static final byte[] FRAME = {1, 2, 3, 4, 5};
    private static final String FRAME_HASH = Integer.toString(Arrays.hashCode(FRAME));

    @Test
    void shouldReadMicrosecondsAndNanosecondsInBothByteOrders() {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            byte[] micros = CaptureBytes.pcap(0xa1b2c3d4, order, 113)
                    .record(1_700_000_000, 999_999, FRAME)
                    .toArray();
            byte[] nanos = CaptureBytes.pcap(0xa1b23c4d, order, 113)
                    .record(1_700_000_000, 999_999_001, FRAME)
                    .toArray();

            assertThat(Captured.of(micros).frames()).containsExactly("113 1700000000999999000 5/5 " + FRAME_HASH);
            assertThat(Captured.of(nanos).frames()).containsExactly("113 1700000000999999001 5/5 " + FRAME_HASH);
            assertThat(Captured.of(nanos).problem()).isNull();
        }
    }

    @Test
    void shouldReadTheLongerRecordsOfTheModifiedFormat() {
        byte[] file = CaptureBytes.pcap(0xa1b2cd34, ByteOrder.LITTLE_ENDIAN, 1)
                .u32(7)
                .u32(8)
                .u32(5)
                .u32(60)
                .u32(2) // interface
                .u32(0x0800) // protocol, packet type
                .bytes(FRAME)
                .toArray();

        assertThat(Captured.of(file).frames()).containsExactly("1 7000008000 5/60 " + FRAME_HASH);
    }

    @Test
    void shouldIgnoreTheChecksumBitsAboveTheLinkType() {
        byte[] file = CaptureBytes.pcap(0xa1b2c3d4, ByteOrder.LITTLE_ENDIAN, 0x2400_0001)
                .record(0, 0, FRAME)
                .toArray();

        assertThat(Captured.of(file).frames()).containsExactly("1 0 5/5 " + FRAME_HASH);
    }

    @Test
    void shouldHandOnAndCountFramesOfNoBytesAndBeyondTheSnapLength() {
        byte[] file = CaptureBytes.pcap()
                .record(1, 0, new byte[0])
                .record(2, 0, new byte[70_000])
                .record(3, 0, FRAME)
                .toArray();

        Captured captured = Captured.of(file);

        assertThat(captured.frames()).hasSize(3);
        assertThat(captured.problem()).isNull();
        assertThat(captured.counts().frames.get()).isEqualTo(3);
        assertThat(captured.counts().capturedBytes.get()).isEqualTo(70_005);
        assertThat(captured.counts().faults.get(ZERO_LENGTH)).isEqualTo(1);
        assertThat(captured.counts().faults.get(BEYOND_SNAPLEN)).isEqualTo(1);
        assertThat(captured.counts().faults.total()).isEqualTo(2);
    }

    @Test
    void shouldStopAtAnImpossibleLengthAndSayWhere() {
        for (long length : new long[] {0xffff_ffffL, 0x8000_0000L, CaptureParser.MAX_FRAME_LENGTH + 1L}) {
            byte[] file = CaptureBytes.pcap()
                    .record(1, 0, FRAME)
                    .u32(2)
                    .u32(0)
                    .u32(length)
                    .u32(60)
                    .bytes(new byte[100])
                    .toArray();

            Captured captured = Captured.of(file);

            assertThat(captured.frames()).hasSize(1);
            assertThat(captured.problem())
                    .isEqualTo(new CaptureProblem(
                            IMPOSSIBLE_LENGTH,
                            45,
                            "a record of " + length + " bytes, the largest possible has 262144"));
            assertThat(captured.counts().faults.total()).isEqualTo(1);
        }
    }

    @Test
    void shouldReadTheLargestFrameThatIsTakenForReal() {
        byte[] file = CaptureBytes.pcap()
                .record(1, 0, new byte[CaptureParser.MAX_FRAME_LENGTH])
                .toArray();

        assertThat(Captured.of(file).frames()).hasSize(1);
        assertThat(Captured.of(file).problem()).isNull();
    }

    @Test
    void shouldKeepTimesAsTheyAreHoweverOdd() {
        byte[] file = CaptureBytes.pcap()
                .record(5000, 0, FRAME)
                .record(1400, 0, FRAME) // an hour back
                .record(0xffff_ffffL, 0xffff_ffffL, FRAME)
                .toArray();

        assertThat(Captured.of(file).frames())
                .containsExactly(
                        "1 5000000000000 5/5 " + FRAME_HASH,
                        "1 1400000000000 5/5 " + FRAME_HASH,
                        "1 " + (0xffff_ffffL * 1_000_000_000L + 0xffff_ffffL * 1000) + " 5/5 " + FRAME_HASH);
    }

    @Test
    void shouldCallACaptureWithoutPacketsEmpty() {
        byte[] header = CaptureBytes.pcap().toArray();

        assertThat(Captured.of(header).problem())
                .isEqualTo(new CaptureProblem(EMPTY, 24, "the capture holds no packet"));
        assertThat(Captured.of(Arrays.copyOf(header, 23)).problem())
                .isEqualTo(new CaptureProblem(EMPTY, 23, "the capture holds no packet"));
        assertThat(CaptureFormat.detect(new byte[0], 0, 0)).isEqualTo(CaptureFormat.EMPTY);
    }

    @Test
    void shouldRefuseAVersionNobodyWrote() {
        byte[] file = CaptureBytes.pcap().record(1, 0, FRAME).toArray();
        file[4] = 9;

        Captured captured = Captured.of(file);

        assertThat(captured.frames()).isEmpty();
        assertThat(captured.problem())
                .isEqualTo(new CaptureProblem(CaptureFault.BAD_HEADER, 4, "pcap version 9.4, expected 2.4"));
    }

    @Test
    void shouldUseEveryWholeRecordBeforeACut() {
        byte[] file = CaptureBytes.pcap()
                .record(1, 0, FRAME)
                .record(2, 0, FRAME)
                .record(3, 0, FRAME)
                .toArray();
        List<String> all = Captured.of(file).frames();

        for (int length = 24; length < file.length; length++) {
            Captured captured = Captured.of(Arrays.copyOf(file, length));
            int whole = (length - 24) / 21;
            int left = (length - 24) % 21;

            assertThat(captured.frames()).isEqualTo(all.subList(0, whole));
            CaptureProblem problem = captured.problem();
            if (left > 0) {
                assertThat(problem)
                        .isEqualTo(new CaptureProblem(
                                TRUNCATED_CAPTURE,
                                length - left,
                                "the last record is cut off after " + left + " bytes"));
            } else if (whole > 0) {
                assertThat(problem).isNull();
            }
        }
    }
}
