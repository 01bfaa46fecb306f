package io.vedette.core.capture;

import static io.vedette.core.capture.CaptureFault.BAD_BLOCK;
import static io.vedette.core.capture.CaptureFault.BAD_HEADER;
import static io.vedette.core.capture.CaptureFault.EMPTY;
import static io.vedette.core.capture.CaptureFault.IMPOSSIBLE_LENGTH;
import static io.vedette.core.capture.CaptureFault.TRUNCATED_CAPTURE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PcapngParserTest {

    private static final byte[] FRAME = {1, 2, 3, 4, 5};
    private static final String FRAME_HASH = Integer.toString(Arrays.hashCode(FRAME));
    private static final byte[] NO_OPTIONS = {};

    private static CaptureBytes file(ByteOrder order) {
        return new CaptureBytes(order).section();
    }

    private static CaptureBytes file() {
        return file(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void shouldReadEveryKindOfPacketBlockInBothByteOrders() {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            byte[] file = file(order)
                    .description(1, 0, NO_OPTIONS)
                    .enhanced(0, 1_700_000_000_123_456L, FRAME)
                    .obsolete(0, 1_700_000_000_123_457L, FRAME)
                    .simple(60, FRAME)
                    .toArray();

            Captured captured = Captured.of(file);

            assertThat(captured.frames())
                    .containsExactly(
                            "1 1700000000123456000 5/5 " + FRAME_HASH,
                            "1 1700000000123457000 5/5 " + FRAME_HASH,
                            "1 1700000000123457000 8/60 " + Arrays.hashCode(new byte[] {1, 2, 3, 4, 5, 0, 0, 0}));
            assertThat(captured.problem()).isNull();
            assertThat(captured.counts().faults.total()).isZero();
        }
    }

    @Test
    void shouldTakeTheLengthOfASimplePacketFromTheWireLengthAndTheSnapLength() {
        byte[] file = file().description(1, 3, NO_OPTIONS)
                .simple(2, new byte[] {9, 8})
                .simple(60, FRAME)
                .toArray();

        assertThat(Captured.of(file).frames())
                .containsExactly(
                        "1 0 2/2 " + Arrays.hashCode(new byte[] {9, 8}),
                        "1 0 3/60 " + Arrays.hashCode(new byte[] {1, 2, 3}));
    }

    @Test
    void shouldApplyEachInterfacesClock() {
        CaptureBytes file = file();
        byte[] offset = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(100)
                .array();
        file.description(1, 0, file.option(9, (byte) 9))
                .description(1, 0, file.option(9, (byte) 3))
                .description(1, 0, file.option(9, (byte) 12))
                .description(1, 0, file.option(9, (byte) (0x80 | 10)))
                .description(1, 0, file.option(9, (byte) (0x80 | 40)))
                .description(1, 0, CaptureBytes.concat(file.option(2, (byte) 'e'), file.option(14, offset)))
                .enhanced(0, 5_000_000_001L, FRAME)
                .enhanced(1, 5_001, FRAME)
                .enhanced(2, 5_000_000_001_999L, FRAME)
                .enhanced(3, 5 * 1024 + 512, FRAME)
                .enhanced(4, (5L << 40) + (1L << 38), FRAME)
                .enhanced(5, 5_000_001, FRAME)
                .enhanced(1, -1, FRAME);

        assertThat(Captured.of(file.toArray()).frames())
                .extracting(line -> Long.parseLong(line.split(" ")[1]))
                .containsExactly(
                        5_000_000_001L,
                        5_001_000_000L,
                        5_000_000_001L,
                        5_500_000_000L,
                        5_250_000_000L,
                        105_000_001_000L,
                        Long.MAX_VALUE);
    }

    @Test
    void shouldForgetInterfacesAndByteOrderAtANewSection() {
        byte[] first =
                file().description(1, 0, NO_OPTIONS).enhanced(0, 1, FRAME).toArray();
        byte[] second = file(ByteOrder.BIG_ENDIAN)
                .description(101, 0, NO_OPTIONS)
                .enhanced(0, 2, FRAME)
                .enhanced(1, 3, FRAME) // the second section has no interface 1
                .toArray();

        Captured captured = Captured.of(CaptureBytes.concat(first, second));

        assertThat(captured.frames()).containsExactly("1 1000 5/5 " + FRAME_HASH, "101 2000 5/5 " + FRAME_HASH);
        assertThat(captured.counts().faults.get(BAD_BLOCK)).isEqualTo(1);
        assertThat(captured.problem()).isNull();
    }

    @Test
    void shouldSkipUnknownBlocksHoweverLong() {
        byte[] file = file().description(1, 0, NO_OPTIONS)
                .block(4, new byte[8])
                .block(0x0bad, new byte[1 << 20])
                .block(0x4000_0bad, new byte[0])
                .enhanced(0, 1, FRAME)
                .toArray();

        for (int piece : new int[] {7, 4096, file.length}) {
            Captured captured = Captured.inPieces(file, piece);

            assertThat(captured.frames()).containsExactly("1 1000 5/5 " + FRAME_HASH);
            assertThat(captured.counts().otherBlocks.get()).isEqualTo(3);
            assertThat(captured.counts().faults.total()).isZero();
        }
    }

    @Test
    void shouldSkipAndCountBlocksThatContradictThemselves() {
        CaptureBytes bytes = file().description(1, 0, NO_OPTIONS);
        byte[] tooLong = bytes.words(0, 0, 1, 6, 6, 0); // announces 6 bytes, carries 4
        byte[] file = bytes.block(6, tooLong)
                .block(6, new byte[8])
                .block(3, new byte[0])
                .block(1, new byte[4])
                .enhanced(7, 1, FRAME)
                .enhanced(0, 1, new byte[CaptureParser.MAX_FRAME_LENGTH + 4])
                .enhanced(0, 2, FRAME)
                .toArray();

        Captured captured = Captured.of(file);

        assertThat(captured.frames()).containsExactly("1 2000 5/5 " + FRAME_HASH);
        assertThat(captured.counts().faults.get(BAD_BLOCK)).isEqualTo(6);
        assertThat(captured.problem()).isNull();
    }

    @Test
    void shouldStopWhereTheNextBlockCannotBeFound() {
        byte[] good = file().description(1, 0, NO_OPTIONS).enhanced(0, 1, FRAME).toArray();
        CaptureBytes next = new CaptureBytes(ByteOrder.LITTLE_ENDIAN);
        byte[] odd = CaptureBytes.concat(good, next.words(6, 13, 0, 0));
        byte[] small = CaptureBytes.concat(good, next.words(6, 8, 0, 0));
        byte[] ends = CaptureBytes.concat(good, next.words(99, 16, 0, 20));
        byte[] order = CaptureBytes.concat(good, next.words(0x0a0d0d0a, 28, 0x11223344, 0));

        assertThat(Captured.of(odd).problem())
                .isEqualTo(new CaptureProblem(IMPOSSIBLE_LENGTH, good.length, "a block of 13 bytes"));
        assertThat(Captured.of(small).problem())
                .isEqualTo(new CaptureProblem(IMPOSSIBLE_LENGTH, good.length, "a block of 8 bytes"));
        assertThat(Captured.of(ends).problem())
                .isEqualTo(new CaptureProblem(
                        IMPOSSIBLE_LENGTH,
                        good.length + 12,
                        "a block of 16 bytes that calls itself 20 bytes long at its end"));
        assertThat(Captured.of(order).problem())
                .isEqualTo(new CaptureProblem(BAD_HEADER, good.length + 8, "a section without a byte-order mark"));
        assertThat(Captured.of(order).frames()).hasSize(1);
    }

    @Test
    void shouldBoundTheNumberOfInterfaces() {
        CaptureBytes bytes = file();
        for (int i = 0; i <= PcapngInterfaces.LIMIT; i++) {
            bytes.description(1, 0, NO_OPTIONS);
        }
        byte[] file = bytes.enhanced(PcapngInterfaces.LIMIT - 1, 1, FRAME)
                .enhanced(PcapngInterfaces.LIMIT, 2, FRAME)
                .toArray();

        Captured captured = Captured.of(file);

        assertThat(captured.frames()).containsExactly("1 1000 5/5 " + FRAME_HASH);
        assertThat(captured.counts().faults.get(CaptureFault.INTERFACE_LIMIT)).isEqualTo(1);
        assertThat(captured.counts().faults.get(BAD_BLOCK)).isEqualTo(1);
    }

    @Test
    void shouldUseEveryWholeFrameBeforeACut() {
        byte[] file = file().description(1, 0, NO_OPTIONS)
                .enhanced(0, 1, FRAME)
                .enhanced(0, 2, FRAME)
                .toArray();
        List<String> all = Captured.of(file).frames();
        int header = 28 + 20;

        for (int length = 4; length < file.length; length++) {
            Captured captured = Captured.of(Arrays.copyOf(file, length));
            boolean atBoundary = length == header || length == header + 40;

            assertThat(captured.frames())
                    .isEqualTo(all.subList(0, captured.frames().size()));
            CaptureProblem problem = captured.problem();
            if (length == header + 40) {
                assertThat(problem).isNull();
            } else {
                assertThat(problem).isNotNull();
                boolean nothing = length < 24 || length == 28 || atBoundary;
                assertThat(problem.fault()).as("%d bytes", length).isEqualTo(nothing ? EMPTY : TRUNCATED_CAPTURE);
            }
        }
    }
}
