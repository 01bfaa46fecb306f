package io.vedette.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.core.capture.FrameBatch;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The machine of the packet filter, instruction by instruction. Agreement with libpcap is tested where libpcap is. */
class BpfProgramTest {

    private static final int MARGIN = 3;
    private static final byte[] FRAME = {0x12, 0x34, 0x56, 0x78, (byte) 0x9a, (byte) 0xbc, 0x46};

    /** Each instruction is code, true, false, operand. */
    private static BpfProgram program(int... numbers) {
        int length = numbers.length / 4;
        int[][] columns = new int[4][length];
        for (int i = 0; i < numbers.length; i++) {
            columns[i % 4][i / 4] = numbers[i];
        }
        return new BpfProgram(columns[0], columns[1], columns[2], columns[3]);
    }

    /** Runs over the frame between bytes that must not be read. */
    private static int run(BpfProgram program) {
        byte[] block = new byte[FRAME.length + 2 * MARGIN];
        java.util.Arrays.fill(block, (byte) 0xee);
        System.arraycopy(FRAME, 0, block, MARGIN, FRAME.length);
        return program.run(block, MARGIN, FRAME.length, 1500);
    }

    @ParameterizedTest
    @CsvSource({
        "0x20, 0, 0x12345678",
        "0x28, 4, 0x9abc",
        "0x30, 5, 0xbc",
        "0x80, 0, 1500",
        "0x00, 77, 77",
        "0x20, 3, 0x789abc46",
        "0x28, 5, 0xbc46",
        "0x30, 6, 0x46"
    })
    void shouldLoad(String code, int operand, String result) {
        assertThat(run(program(Integer.decode(code), 0, 0, operand, 0x16, 0, 0, 0)))
                .isEqualTo(Integer.decode(result));
    }

    @ParameterizedTest
    @CsvSource({"0x20, 4", "0x28, 6", "0x30, 7", "0x30, -1", "0xb1, 7", "0xb1, -1", "0x20, 2147483647"})
    void shouldSayNoToAFrameThatIsTooShort(String code, int operand) {
        assertThat(run(program(Integer.decode(code), 0, 0, operand, 0x06, 0, 0, 1)))
                .isZero();
    }

    @Test
    void shouldLoadBehindTheIndex() {
        // x := 4 * (frame[6] & 15) = 24; then x := 2
        assertThat(run(program(0xb1, 0, 0, 6, 0x0e, 0, 0, 0))).isEqualTo(24);
        assertThat(run(program(0x01, 0, 0, 2, 0x48, 0, 0, 1, 0x16, 0, 0, 0))).isEqualTo(0x789a);
        assertThat(run(program(0x01, 0, 0, -1, 0x50, 0, 0, 1, 0x06, 0, 0, 1)))
                .as("no wrap")
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0x04, 7, 3, 10", "0x14, 7, 9, -2", "0x24, 7, 3, 21", "0x34, -1, 16, 268435455", "0x44, 5, 2, 7",
                "0x54, 5, 4, 4",
        "0x64, 1, 31, -2147483648", "0x64, 1, 32, 0", "0x74, -1, 31, 1", "0x74, -1, 33, 0", "0x94, -1, 10, 5",
                "0xa4, 5, 1, 4",
        "0x84, 5, 0, -5", "0x34, 5, 0, 0", "0x94, 5, 0, 0"
    })
    void shouldCompute(String code, int a, int other, int result) {
        int instruction = Integer.decode(code);
        BpfProgram withConstant = program(0x00, 0, 0, a, instruction, 0, 0, other, 0x16, 0, 0, 0);
        BpfProgram withIndex = program(0x01, 0, 0, other, 0x00, 0, 0, a, instruction | 8, 0, 0, 0, 0x16, 0, 0, 0);
        assertThat(run(withConstant)).isEqualTo(result);
        assertThat(run(withIndex)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({
        "0x15, 5, 5, true",
        "0x15, 5, 6, false",
        "0x25, -1, 1, true",
        "0x25, 1, -1, false",
        "0x25, 1, 1, false",
        "0x35, 1, 1, true",
        "0x35, 1, -1, false",
        "0x45, 6, 2, true",
        "0x45, 6, 9, false"
    })
    void shouldJumpAndCompareWithoutSigns(String code, int a, int other, boolean taken) {
        BpfProgram program = program(0x00, 0, 0, a, Integer.decode(code), 1, 0, other, 0x06, 0, 0, 0, 0x06, 0, 0, 1);
        assertThat(run(program)).isEqualTo(taken ? 1 : 0);
    }

    @Test
    void shouldRememberWhatItStored() {
        assertThat(run(program(0x00, 0, 0, 9, 0x02, 0, 0, 15, 0x00, 0, 0, 1, 0x61, 0, 0, 15, 0x0e, 0, 0, 0)))
                .isEqualTo(9);
        assertThat(run(program(0x60, 0, 0, 3, 0x16, 0, 0, 0)))
                .as("never stored")
                .isZero();
        assertThat(run(program(0x00, 0, 0, 8, 0x07, 0, 0, 0, 0x00, 0, 0, 1, 0x87, 0, 0, 0, 0x16, 0, 0, 0)))
                .isEqualTo(8);
        assertThat(run(program(0x05, 0, 0, 1, 0x06, 0, 0, 1, 0x06, 0, 0, 2))).isEqualTo(2);
    }

    @Test
    void shouldRefuseWhatCouldNotEnd() {
        assertThatThrownBy(() -> program()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> program(0x00, 0, 0, 0)).hasMessageContaining("without a return");
        assertThatThrownBy(() -> program(0x05, 0, 0, -1, 0x06, 0, 0, 0)).hasMessageContaining("at 0");
        assertThatThrownBy(() -> program(0x15, 1, 0, 0, 0x06, 0, 0, 0)).hasMessageContaining("instruction 21");
        assertThatThrownBy(() -> program(0x02, 0, 0, 16, 0x06, 0, 0, 0)).hasMessageContaining("instruction 2");
        assertThatThrownBy(() -> program(0x1f, 0, 0, 0, 0x06, 0, 0, 0)).hasMessageContaining("instruction 31");
    }

    /** Whatever a program is, it is refused or it ends, and never reads outside the frame or its memory. */
    @Test
    void shouldSurviveAnyProgram() {
        Random random = new Random(5);
        int[] codes = {
            0x00, 0x20, 0x28, 0x30, 0x40, 0x48, 0x50, 0x80, 0x60, 0x01, 0x81, 0x61, 0xb1, 0x02, 0x03, 0x04, 0x0c, 0x34,
            0x3c, 0x15, 0x1d, 0x25, 0x45, 0x05, 0x07, 0x87, 0x16, 0x0e
        };
        int accepted = 0;
        for (int round = 0; round < 20_000; round++) {
            int length = 1 + random.nextInt(12);
            int[] numbers = new int[length * 4];
            for (int i = 0; i < length; i++) {
                numbers[i * 4] = codes[random.nextInt(codes.length)];
                numbers[i * 4 + 1] = random.nextInt(4);
                numbers[i * 4 + 2] = random.nextInt(4);
                numbers[i * 4 + 3] = random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(12);
            }
            numbers[length * 4 - 4] = 0x16;
            try {
                run(program(numbers));
                accepted++;
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("filter program");
            }
        }
        assertThat(accepted).isGreaterThan(2_000);
    }

    @Test
    void shouldKeepTheFramesItWantsAndTheirOrder() {
        FrameBatch frames = new FrameBatch(8);
        frames.startIn(new byte[] {1, 2, 1, 1, 3});
        for (int i = 0; i < 5; i++) {
            frames.add(1, i, 1, 60 + i, i);
        }

        int gone = frames.retain(program(0x30, 0, 0, 0, 0x15, 0, 1, 1, 0x06, 0, 0, 1, 0x06, 0, 0, 0));

        assertThat(gone).isEqualTo(2);
        assertThat(frames.size()).isEqualTo(3);
        assertThat(new long[] {frames.timeNanos(0), frames.timeNanos(1), frames.timeNanos(2)})
                .containsExactly(0, 2, 3);
        assertThat(frames.wireLength(2)).isEqualTo(63);
        assertThat(frames.offset(1)).isEqualTo(2);
        frames.truncate(1);
        assertThat(frames.size()).isEqualTo(1);
    }
}
