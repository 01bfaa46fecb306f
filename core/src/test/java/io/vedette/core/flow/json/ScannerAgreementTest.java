package io.vedette.core.flow.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The two scanners against Jackson: what they accept, it accepts, with the same rows; what it rejects, they leave to it. */
class ScannerAgreementTest {

    private static final int STREAMS = 150;
    private static final int LINES = 300;

    @Test
    void shouldGiveTheSameRowsAndRejectionsWhicheverScannersAreUsed() {
        long accepted = 0;
        long byOrder = 0;
        for (int seed = 0; seed < STREAMS; seed++) {
            byte[] input = input(seed);
            Intake ordered = decode(input, Scanning.ORDERED);
            Intake general = decode(input, Scanning.GENERAL);
            Intake arbiter = decode(input, Scanning.ARBITER);

            assertSame(general, arbiter, seed);
            assertSame(ordered, arbiter, seed);
            accepted += ordered.flows.size();
            byOrder += ordered.counts.flows.get() - ordered.counts.general.get();
            assertThat(arbiter.counts.general.get()).isEqualTo(arbiter.counts.flows.get());
        }
        // Otherwise the comparison would say nothing about one of the ways.
        assertThat(accepted).isGreaterThan(STREAMS * LINES / 2);
        assertThat(byOrder).isBetween(accepted / 4, accepted * 3 / 4);
    }

    private static byte[] input(int seed) {
        RandomRecords records = new RandomRecords(seed);
        StringBuilder text = new StringBuilder("\n"); // says that LF ends lines, whatever the first one holds
        for (int i = 0; i < LINES; i++) {
            text.append(records.line()).append(i % 7 == 0 ? "\r\n" : "\n");
        }
        return text.toString().getBytes(seed % 2 == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    private static Intake decode(byte[] input, Scanning scanning) {
        return new Intake(StreamLimits.DEFAULT, scanning, 100).feed(input).end();
    }

    private static void assertSame(Intake actual, Intake expected, int seed) {
        assertThat(actual.flows).as("rows of seed %d", seed).isEqualTo(expected.flows);
        assertThat(actual.rejections).as("rejections of seed %d", seed).isEqualTo(expected.rejections);
        assertThat(actual.counts.lines.get()).isEqualTo(expected.counts.lines.get());
        assertThat(actual.counts.repaired.get()).isEqualTo(expected.counts.repaired.get());
        assertThat(actual.counts.clockSkew.get()).isEqualTo(expected.counts.clockSkew.get());
        assertThat(actual.counts.lost.get()).isEqualTo(expected.counts.lost.get());
        assertThat(actual.counts.probeRestarts.get()).isEqualTo(expected.counts.probeRestarts.get());
    }
}
