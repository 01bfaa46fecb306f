package io.vedette.core.detect.victim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeatTest {

    private final Heat heat = new Heat();

    private static int key(int target) {
        return Heat.keyOf(Tally.Kind.HALF_OPEN, Heat.hashOf(0, target));
    }

    @Test
    void shouldNeverBeTooCold() {
        Random random = new Random(1);
        int[] truth = new int[20_000];
        for (int i = 0; i < 400_000; i++) {
            int target = random.nextInt(truth.length);
            truth[target] += 3;
            heat.add(key(target), 3);
        }
        int tooHot = 0;
        for (int target = 0; target < truth.length; target++) {
            assertThat(heat.of(key(target))).isGreaterThanOrEqualTo(truth[target]);
            tooHot += heat.of(key(target)) > truth[target] ? 1 : 0;
        }
        // Each cell is free of others with probability exp(-20000 / 131072) = 0.86; both are not with 0.02.
        assertThat(tooHot).isBetween(1, truth.length / 30);
    }

    @Test
    void shouldTellKindsApart() {
        heat.add(Heat.keyOf(Tally.Kind.DATAGRAMS, Heat.hashOf(0, 1)), 9);
        assertThat(heat.of(Heat.keyOf(Tally.Kind.HALF_OPEN, Heat.hashOf(0, 1)))).isZero();
        assertThat(heat.of(Heat.keyOf(Tally.Kind.DATAGRAMS, Heat.hashOf(0, 1)))).isEqualTo(9);
    }

    @Test
    void shouldCoolDownInTwoHalves() {
        heat.advanceTo(0);
        heat.add(key(1), 10);
        heat.advanceTo(Heat.HALF_MILLIS - 1);
        heat.add(key(1), 5);
        heat.advanceTo(Heat.HALF_MILLIS);
        heat.add(key(1), 2);
        assertThat(heat.of(key(1))).isEqualTo(17);
        heat.advanceTo(2 * Heat.HALF_MILLIS);
        assertThat(heat.of(key(1))).isEqualTo(2);
        heat.advanceTo(4 * Heat.HALF_MILLIS);
        assertThat(heat.of(key(1))).isZero();
    }

    @Test
    void shouldForgetEverythingAfterAPause() {
        heat.advanceTo(0);
        heat.add(key(1), 10);
        heat.advanceTo(10 * Heat.HALF_MILLIS);
        assertThat(heat.of(key(1))).isZero();
        heat.add(key(1), 4);
        heat.clear();
        assertThat(heat.of(key(1))).isZero();
    }

    @Test
    void shouldNotOverflow() {
        for (int i = 0; i < 5; i++) {
            heat.add(key(1), 1 << 30);
            heat.advanceTo(i * Heat.HALF_MILLIS);
        }
        heat.add(key(1), Integer.MAX_VALUE);
        assertThat(heat.of(key(1))).isEqualTo(2 * Heat.MAX);
    }

    @Test
    void shouldJoinWhatShardsHave() {
        Heat other = new Heat();
        other.add(key(1), 10);
        heat.add(key(1), 7);
        heat.addAll(other);
        assertThat(heat.of(key(1))).isEqualTo(17);
    }

    @Test
    void shouldBeTheSameAfterItWasWrittenAndRead() throws IOException {
        heat.advanceTo(0);
        for (int target = 0; target < 3_000; target++) {
            heat.add(key(target), 1 + target * target);
        }
        heat.advanceTo(Heat.HALF_MILLIS);
        heat.add(key(7), 1 << 28);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        heat.write(new DataOutputStream(bytes));
        assertThat(bytes.size()).isLessThan(64 << 10);

        Heat read = Heat.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        for (Heat each : new Heat[] {heat, read}) {
            each.advanceTo(Heat.HALF_MILLIS + 1);
        }
        for (int target = 0; target < 6_000; target++) {
            assertThat(read.of(key(target))).isEqualTo(heat.of(key(target)));
        }
        for (Heat each : new Heat[] {heat, read}) {
            each.advanceTo(2 * Heat.HALF_MILLIS);
        }
        assertThat(read.of(key(7))).isEqualTo(heat.of(key(7))).isPositive();
        assertThat(read.of(key(9))).isEqualTo(heat.of(key(9)));
    }
}
