package io.vedette.core.flow.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Whatever the bytes: flows and rejections, the same ones however they come and whichever scanner reads them first.
 *
 * <p>Runs its seeds as an ordinary test; fuzzes with {@code JAZZER_FUZZ=1}, see docs/fuzzing.md.
 */
class FlowFuzzTest {

    @FuzzTest(maxDuration = "5m")
    void shouldReadAnyStream(byte[] bytes) {
        Intake whole = new Intake(new StreamLimits(500), Scanning.ORDERED, 7)
                .feed(bytes)
                .end();
        Intake arbiter = new Intake(new StreamLimits(500), Scanning.ARBITER, 7)
                .feed(bytes)
                .end();
        Intake pieces = new Intake(new StreamLimits(500), Scanning.ORDERED, 3);
        int piece = 1 + bytes.length % 13;
        for (int from = 0; from < bytes.length; from += piece) {
            pieces.feed(bytes, from, Math.min(bytes.length, from + piece));
        }
        pieces.end();

        assertThat(pieces.flows).isEqualTo(whole.flows);
        assertThat(arbiter.flows).isEqualTo(whole.flows);
        assertThat(whole.counts.imbalance()).isZero();
    }
}
