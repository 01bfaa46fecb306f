package io.vedette.core.detect.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.sketch.KeyedHash;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UdpCouplesTest {

    private static final KeyedHash HASH = new KeyedHash(9);

    @Test
    void shouldCountExactlyAsSetsDo() {
        Random random = new Random(3);
        UdpCouples couples = new UdpCouples(HASH, 400_000);
        Map<Long, Set<Long>> model = new HashMap<>();
        long total = 0;
        for (int i = 0; i < 300_000; i++) {
            long source = (long) (Math.abs(random.nextGaussian()) * 3000);
            long target = random.nextInt(40);
            int port = random.nextInt(3);
            boolean fresh = model.computeIfAbsent(source, s -> new HashSet<>()).add(target << 16 | port);
            total += fresh ? 1 : 0;
            assertThat(couples.add(HASH.ofAddress(0, source), 0, target, port))
                    .isEqualTo(model.get(source).size());
        }
        assertThat(couples.sources()).isEqualTo(model.size());
        assertThat(couples.takeCouplesGained()).isEqualTo(total);
        assertThat(couples.takeSourcesGained()).isEqualTo(model.size());
        assertThat(couples.takeCouplesGained()).isZero();
        couples.erase();
        assertThat(couples.sources()).isZero();
        assertThat(couples.add(HASH.ofAddress(0, 1), 0, 1, 1)).isEqualTo(1);
        assertThat(couples.overLimit()).isZero();
    }

    @Test
    void shouldCountWhatItCannotTake() {
        UdpCouples couples = new UdpCouples(HASH, 1024);
        for (int source = 0; source < 3000; source++) {
            couples.add(HASH.ofAddress(0, source), 0, 1, 53);
        }
        assertThat(couples.sources()).isEqualTo(1024);
        assertThat(couples.overLimit()).isEqualTo(3000 - 1024);
        assertThat(couples.add(HASH.ofAddress(0, 1), 0, 2, 53))
                .as("a source that has a place goes on")
                .isEqualTo(2);
        assertThat(couples.add(HASH.ofAddress(0, 2999), 0, 2, 53)).isZero();
    }

    @Test
    void shouldTakeAnExcludedSourceOutOfTheSums() {
        UdpCouples couples = new UdpCouples(HASH, 1024);
        couples.add(HASH.ofAddress(0, 1), 0, 1, 53);
        couples.add(HASH.ofAddress(0, 2), 0, 1, 53);
        couples.add(HASH.ofAddress(0, 2), 0, 2, 53);
        assertThat(couples.exclude(HASH.ofAddress(0, 2))).isTrue();
        assertThat(couples.exclude(HASH.ofAddress(0, 2))).isFalse();
        assertThat(couples.exclude(HASH.ofAddress(0, 3))).isFalse();
        couples.add(HASH.ofAddress(0, 2), 0, 3, 53);
        assertThat(couples.takeCouplesGained()).isEqualTo(1);
        assertThat(couples.takeSourcesGained()).isEqualTo(1);
    }
}
