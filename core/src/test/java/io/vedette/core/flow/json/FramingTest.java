package io.vedette.core.flow.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.flow.Flow;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.IntakeCounts;
import io.vedette.core.flow.RejectReason;
import io.vedette.core.flow.Rejection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How records are told apart, and what happens where that fails. */
class FramingTest {

    private static final String ONE = record(1);
    private static final String TWO = record(2);
    private static final Flow FLOW_ONE = flow(1);
    private static final Flow FLOW_TWO = flow(2);

    private static String record(int port) {
        return "{\"IPV4_SRC_ADDR\":\"10.0.0.1\",\"IPV4_DST_ADDR\":\"10.0.0.2\",\"PROTOCOL\":17,\"L4_SRC_PORT\":40000,"
                + "\"L4_DST_PORT\":" + port + ",\"IN_PKTS\":1}";
    }

    private static Flow flow(int port) {
        return Flow.of("10.0.0.1", 40000, "10.0.0.2", port, 17, Flow.UNKNOWN, 1);
    }

    @Test
    void shouldAcceptACompleteLastLineWithoutALineEnd() {
        Intake intake = new Intake().feed(ONE + "\n" + TWO);

        assertThat(intake.flows).containsExactly(FLOW_ONE);
        assertThat(intake.pending()).isEqualTo(TWO.length());
        intake.end();
        assertThat(intake.flows).containsExactly(FLOW_ONE, FLOW_TWO);
        assertThat(intake.counts.partialLines.get()).isEqualTo(1);
        assertThat(intake.counts.lines.get()).isEqualTo(1);
    }

    @Test
    void shouldRejectALastLineThatIsCutAnywhere() {
        for (int length = 1; length < TWO.length(); length++) {
            Intake intake = Intake.of(ONE + "\n" + TWO.substring(0, length));

            assertThat(intake.flows).containsExactly(FLOW_ONE);
            assertThat(intake.rejections)
                    .as("cut after %d bytes", length)
                    .containsExactly(new Rejection(
                            RejectReason.PARTIAL_LINE,
                            2,
                            ONE.length() + 1,
                            null,
                            TWO.substring(0, Math.min(length, Rejection.EXCERPT_LENGTH))));
            assertThat(intake.counts.partialLines.get()).isZero();
        }
    }

    @Test
    void shouldTakeCrLfAsALineEndAndALoneCrAsABlank() {
        Intake intake = Intake.of(ONE + "\r\n\r\n\n \t\n" + TWO + "  \r\n" + ONE + "\r" + TWO + "\n");

        assertThat(intake.flows).containsExactly(FLOW_ONE, FLOW_TWO, FLOW_ONE, FLOW_TWO);
        assertThat(intake.rejections).isEmpty();
        assertThat(intake.counts.lines.get()).isEqualTo(6);
        assertThat(intake.counts.emptyLines.get()).isEqualTo(3);
    }

    @Test
    void shouldRejectALineLongerThanTheLimitAndReadTheNext() {
        for (int length = 999; length <= 1001; length++) {
            String line =
                    ONE.substring(0, ONE.length() - 1) + ",\"X\":\"" + "x".repeat(length - ONE.length() - 7) + "\"}";
            assertThat(line).hasSize(length);
            byte[] input = (line + "\n" + TWO + "\n").getBytes(StandardCharsets.US_ASCII);
            for (int cut : new int[] {0, 500, 999, 1000, 1001, 1002}) {
                Intake intake = new Intake(1000)
                        .feed(input, 0, cut)
                        .feed(input, cut, input.length)
                        .end();

                assertThat(intake.flows).last().isEqualTo(FLOW_TWO);
                assertThat(intake.flows).hasSize(length <= 1000 ? 2 : 1);
                assertThat(intake.reasons()).isEqualTo(length <= 1000 ? List.of() : List.of(RejectReason.OVERSIZE));
                assertThat(intake.counts.lines.get()).isEqualTo(2);
            }
        }
    }

    @Test
    void shouldSkipAGibibyteWithoutALineEndInConstantMemory() {
        Intake intake = new Intake();
        byte[] piece = new byte[1 << 20];
        Arrays.fill(piece, (byte) 'x');
        for (int i = 0; i < 1024; i++) {
            intake.feed(piece);
            assertThat(intake.pending()).isZero();
        }
        intake.feed("\n" + ONE + "\n").end();

        assertThat(intake.flows).containsExactly(FLOW_ONE);
        assertThat(intake.rejections)
                .containsExactly(
                        new Rejection(RejectReason.OVERSIZE, 1, 0, null, "x".repeat(Rejection.EXCERPT_LENGTH)));
        assertThat(intake.counts.bytes.get()).isEqualTo((1L << 30) + ONE.length() + 2);
        assertThat(intake.counts.lines.get()).isEqualTo(2);
    }

    @Test
    void shouldReadSeveralObjectsOfALine() {
        Intake intake = Intake.of(ONE + TWO + " " + ONE + "\n");

        assertThat(intake.flows).containsExactly(FLOW_ONE, FLOW_TWO, FLOW_ONE);
        assertThat(intake.counts.records.get()).isEqualTo(3);
        assertThat(intake.counts.lines.get()).isEqualTo(1);
    }

    @Test
    void shouldReadArraysOfObjectsUpToTheLimitOfALine() {
        String array = "[" + String.join(",", Collections.nCopies(StreamLimits.MAX_RECORDS_PER_LINE, ONE));
        Intake fitting = new Intake(1 << 20).feed(array + "]\n" + TWO + "\n").end();
        Intake tooMany = new Intake(1 << 20)
                .feed(array + "," + ONE + "," + ONE + "]\n" + TWO + "\n")
                .end();

        assertThat(fitting.flows).hasSize(1001).last().isEqualTo(FLOW_TWO);
        assertThat(fitting.rejections).isEmpty();
        assertThat(tooMany.flows).hasSize(1001).last().isEqualTo(FLOW_TWO);
        assertThat(tooMany.reasons()).containsExactly(RejectReason.TOO_DEEP);
    }

    @Test
    void shouldKeepTheObjectBeforeGarbage() {
        Intake intake = Intake.of(ONE + " and more\n" + TWO + "\n");

        assertThat(intake.flows).containsExactly(FLOW_ONE, FLOW_TWO);
        assertThat(intake.rejections)
                .containsExactly(new Rejection(RejectReason.TRAILING_GARBAGE, 1, ONE.length() + 1, null, "and more"));
    }

    @Test
    void shouldRejectWhatIsNoObject() {
        assertThat(Intake.of("\n42\n\"text\"\nnull\n[]\n[1,[2]]\n").reasons())
                .containsExactly(
                        RejectReason.NOT_AN_OBJECT,
                        RejectReason.NOT_AN_OBJECT,
                        RejectReason.NOT_AN_OBJECT,
                        RejectReason.NOT_AN_OBJECT,
                        RejectReason.NOT_AN_OBJECT,
                        RejectReason.TOO_DEEP);
        assertThat(Intake.of("hello\n").onlyRejection().reason()).isEqualTo(RejectReason.BAD_JSON);
        assertThat(Intake.of("GET / HTTP/1.1\r\n").onlyRejection().excerpt()).isEqualTo("GET / HTTP/1.1\\x0d");
    }

    @Test
    void shouldReadRecordsSeparatedByNul() {
        Intake intake = Intake.of(ONE + "\0" + TWO + "\0" + ONE + "\n\0" + TWO);

        assertThat(intake.flows).containsExactly(FLOW_ONE, FLOW_TWO, FLOW_ONE, FLOW_TWO);
        assertThat(intake.rejections).isEmpty();
        assertThat(intake.counts.lines.get()).isEqualTo(3);
        assertThat(intake.counts.partialLines.get()).isEqualTo(1);
    }

    @Test
    void shouldStripAByteOrderMarkAtTheStart() {
        Intake intake = Intake.of("\ufeff" + ONE + "\n" + TWO + "\n");

        assertThat(intake.flows).containsExactly(FLOW_ONE, FLOW_TWO);
        assertThat(intake.rejections).isEmpty();
    }

    @Test
    void shouldStripSyslogHeaders() {
        Intake intake = Intake.of("<134>Nov 20 12:00:00 probe nprobe[7]: " + ONE
                + "\n<14>1 2026-11-20T12:00:00Z probe nprobe - - - " + TWO + "\n171 <14>1 - - - - - - " + ONE + "\n");

        assertThat(intake.flows).containsExactly(FLOW_ONE, FLOW_TWO, FLOW_ONE);
        assertThat(intake.rejections).isEmpty();
    }

    @Test
    void shouldStripSyslogHeadersBeforeArrays() {
        Intake intake = Intake.of("<134>Nov 20 12:00:00 probe nprobe[7]: [" + ONE + "," + TWO + "]\n"
                + "<14>1 2026-11-20T12:00:00Z probe nprobe - - [a@1 b=\"c\"] [ " + TWO + "," + ONE + "]\n");

        assertThat(intake.rejections).isEmpty();
        assertThat(intake.flows).containsExactly(FLOW_ONE, FLOW_TWO, FLOW_TWO, FLOW_ONE);
    }

    @Test
    void shouldStripLengthsInFourBytes() {
        byte[] frames = concat(
                length(ONE), bytes(ONE), length(TWO + "\n"), bytes(TWO + "\n"), length(ONE), bytes(ONE), bytes("\r\n"));
        Intake intake = new Intake().feed(frames).end();

        assertThat(intake.flows).containsExactly(FLOW_ONE, FLOW_TWO, FLOW_ONE);
        assertThat(intake.rejections).isEmpty();
        assertThat(intake.counts.lines.get()).isEqualTo(3);
        assertThat(intake.counts.emptyLines.get()).isZero();
    }

    @Test
    void shouldStripLengthsInDigits() {
        Intake intake = Intake.of(ONE.length() + ONE + TWO.length() + " " + TWO + (ONE.length() + 1) + ONE + "\n"
                + TWO.length() + TWO + "\n");

        assertThat(intake.flows).containsExactly(FLOW_ONE, FLOW_TWO, FLOW_ONE, FLOW_TWO);
        assertThat(intake.rejections).isEmpty();
        assertThat(intake.counts.lines.get()).isEqualTo(4);
    }

    @Test
    void shouldSkipAFrameThatIsTooLong() {
        String large = "{\"X\":\"" + "x".repeat(2000) + "\"}";
        Intake intake = new Intake(1000)
                .feed(concat(length(ONE), bytes(ONE), length(large), bytes(large), length(TWO), bytes(TWO)))
                .end();

        assertThat(intake.flows).containsExactly(FLOW_ONE, FLOW_TWO);
        assertThat(intake.reasons()).containsExactly(RejectReason.OVERSIZE);
        assertThat(intake.rejections.get(0).offset()).isEqualTo(ONE.length() + 8);
    }

    @Test
    void shouldGoOnWithLinesWhereAFrameHasNoLength() {
        Intake intake = new Intake()
                .feed(concat(length(ONE), bytes(ONE), bytes(TWO + "\n" + ONE + "\n")))
                .end();

        assertThat(intake.flows).containsExactly(FLOW_ONE, FLOW_TWO, FLOW_ONE);
        assertThat(intake.rejections).isEmpty();
    }

    @Test
    void shouldDeliverFullBatchesAndTheRestBeforeItReturns() {
        IntakeCounts counts = new IntakeCounts();
        FlowStream stream = new FlowStream(StreamLimits.DEFAULT, counts, rejection -> {});
        FlowBatch batch = new FlowBatch(2);
        batch.receivedAt(Intake.RECEIVED);
        List<Integer> sizes = new ArrayList<>();
        byte[] input = bytes(ONE + "\n" + TWO + "\n" + ONE + "\n" + TWO + "\n" + ONE + "\n{");
        stream.feed(input, 0, input.length, batch, rows -> sizes.add(rows.size()));

        assertThat(sizes).containsExactly(2, 2, 1); // whenever full, and at the end of the call
        assertThat(batch.size()).isZero();
        assertThat(stream.pending()).isEqualTo(1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] length(String frame) {
        return ByteBuffer.allocate(4).putInt(frame.length()).array();
    }

    private static byte[] concat(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
