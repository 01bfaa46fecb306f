package io.vedette.core.flow.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** However a stream is cut into pieces, it says the same. */
class SegmentationTest {

    private enum Framing {
        LF,
        NUL,
        BINARY,
        DECIMAL,
        NOISE
    }

    @Test
    void shouldNotDependOnHowTheBytesAreCut() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            byte[] input = input(seed, Framing.values()[seed % Framing.values().length], random);
            Intake whole = intake(seed).feed(input).end();
            Intake pieces = intake(seed);
            int longest = 1 << random.nextInt(10);
            for (int from = 0, to; from < input.length; from = to) {
                to = Math.min(input.length, from + 1 + random.nextInt(longest));
                pieces.feed(input, from, to);
                assertThat(pieces.pending()).isLessThanOrEqualTo(maxLineBytes(seed));
            }
            pieces.end();

            assertSame(pieces, whole, seed);
        }
    }

    @Test
    void shouldReadTenThousandFlowsThatComeByteByByte() {
        RandomRecords records = new RandomRecords(7);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.append(records.plain()).append('\n');
        }
        byte[] input = text.toString().getBytes(StandardCharsets.US_ASCII);
        Intake whole = new Intake().feed(input).end();
        Intake bytes = new Intake();
        for (int i = 0; i < input.length; i++) {
            bytes.feed(input, i, i + 1);
        }

        assertThat(bytes.end().flows).hasSize(10_000);
        assertSame(bytes, whole, 7);
    }

    private static int maxLineBytes(int seed) {
        return seed % 3 == 0 ? 200 : 2000;
    }

    private static Intake intake(int seed) {
        return new Intake(new StreamLimits(maxLineBytes(seed)), Scanning.ORDERED, 1 + seed % 50);
    }

    private static byte[] input(int seed, Framing framing, Random random) {
        RandomRecords records = new RandomRecords(seed);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 40; i++) {
            String line = i == 0 ? records.plain() : records.line();
            byte[] record = line.getBytes(StandardCharsets.UTF_8);
            switch (framing) {
                case BINARY ->
                    out.writeBytes(ByteBuffer.allocate(4).putInt(record.length).array());
                case DECIMAL ->
                    out.writeBytes((record.length + (seed % 2 == 0 ? " " : "")).getBytes(StandardCharsets.US_ASCII));
                default -> {}
            }
            out.writeBytes(record);
            switch (framing) {
                case LF -> out.write('\n');
                case NUL -> out.write(0);
                case NOISE -> out.write(random.nextInt(4) == 0 ? random.nextInt(256) : '\n');
                default -> {}
            }
        }
        byte[] bytes = out.toByteArray();
        return random.nextInt(3) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static void assertSame(Intake actual, Intake expected, int seed) {
        assertThat(actual.flows).as("rows of seed %d", seed).isEqualTo(expected.flows);
        assertThat(actual.rejections).as("rejections of seed %d", seed).isEqualTo(expected.rejections);
        assertThat(actual.counts.bytes.get()).isEqualTo(expected.counts.bytes.get());
        assertThat(actual.counts.lines.get()).as("lines of seed %d", seed).isEqualTo(expected.counts.lines.get());
        assertThat(actual.counts.emptyLines.get()).isEqualTo(expected.counts.emptyLines.get());
        assertThat(actual.counts.partialLines.get()).isEqualTo(expected.counts.partialLines.get());
        assertThat(actual.counts.general.get()).as("general of seed %d", seed).isEqualTo(expected.counts.general.get());
        assertThat(actual.counts.repaired.get()).isEqualTo(expected.counts.repaired.get());
        assertThat(actual.counts.lost.get()).isEqualTo(expected.counts.lost.get());
        assertThat(actual.counts.probeRestarts.get()).isEqualTo(expected.counts.probeRestarts.get());
        assertThat(actual.counts.clockSkew.get()).isEqualTo(expected.counts.clockSkew.get());
    }
}
