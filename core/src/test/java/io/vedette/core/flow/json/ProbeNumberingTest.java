package io.vedette.core.flow.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.flow.IntakeCounts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProbeNumberingTest {

    private final IntakeCounts counts = new IntakeCounts();
    private final ProbeNumbering numbering = new ProbeNumbering(counts);

    private void see(long... numbers) {
        for (long number : numbers) {
            numbering.saw(number);
        }
    }

    private void assertCounts(long lost, long restarts) {
        numbering.end();
        assertThat(counts.lost.get()).as("lost").isEqualTo(lost);
        assertThat(counts.probeRestarts.get()).as("restarts").isEqualTo(restarts);
    }

    @Test
    void shouldFindNothingInACompleteSequence() {
        see(17, 18, 19, 20);
        assertCounts(0, 0);
    }

    @Test
    void shouldCountTheNumbersOfAGap() {
        see(1, 2, 5, 6, 1000);
        assertCounts(2 + 993, 0);
    }

    @Test
    void shouldWaitForNumbersThatComeLate() {
        see(10, 12, 13, 11, 15, 14, 16);
        assertCounts(0, 0);
    }

    @Test
    void shouldFindARestart() {
        see(5000, 5001, 1, 2, 3, 5);
        assertCounts(1, 1);
    }

    @Test
    void shouldFindARestartWithinTheWindow() {
        see(5, 6, 7, 1, 2);
        assertCounts(0, 1);
    }

    @Test
    void shouldTakeALeapForARestart() {
        see(5, Long.MAX_VALUE, 6);
        assertCounts(0, 2);
    }

    @Test
    void shouldOverlookTheRepetitionOfARecord() {
        see(5, 5, 6, 6, 7);
        assertCounts(0, 0);
    }

    @Test
    void shouldCountExactlyWhatIsMissingFromAnyNearlyOrderedSequence() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            IntakeCounts each = new IntakeCounts();
            ProbeNumbering tested = new ProbeNumbering(each);
            List<Integer> numbers = new ArrayList<>();
            int missing = 0;
            for (int number = 2; number < 500; number++) {
                if (random.nextInt(5) == 0) {
                    missing++;
                } else {
                    numbers.add(number);
                }
            }
            for (int from = 0; from + 10 < numbers.size(); from += 10) {
                Collections.shuffle(numbers.subList(from, from + 10), random);
            }
            tested.saw(1);
            numbers.forEach(tested::saw);
            tested.saw(500);
            tested.end();

            assertThat(each.lost.get()).as("seed %d", seed).isEqualTo(missing);
            assertThat(each.probeRestarts.get()).isZero();
        }
    }
}
