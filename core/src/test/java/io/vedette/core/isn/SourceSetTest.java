package io.vedette.core.isn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceSetTest {

    private static SourceSet of(long seed, int count) {
        SourceSet set = new SourceSet();
        new Random(seed).longs(count).forEach(set::add);
        return set;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 17, 63, 64})
    void shouldBeExactForFew(int count) {
        SourceSet set = of(1, count);
        set.addAll(of(1, count));

        assertThat(set.count()).isEqualTo(count);
        assertThat(set.isExact()).isTrue();
        assertThat(set.toBytes()).hasSize(8 * count);
    }

    /** Five standard errors. */
    @ParameterizedTest
    @ValueSource(ints = {65, 500, 5_000, 100_000, 2_000_000})
    void shouldEstimateMany(int count) {
        SourceSet set = of(2, count);

        assertThat(set.isExact()).isFalse();
        assertThat((double) set.count()).isBetween(count * 0.84, count * 1.16);
        assertThat(set.toBytes()).hasSize(1024);
        assertThat(set.bytes()).isLessThan(1200);
    }

    @Test
    void shouldCountZeroAsAHash() {
        SourceSet set = new SourceSet();
        set.add(0);
        set.add(0);

        assertThat(set.count()).isOne();
    }

    /** However senders are spread over files, and in whatever order these are added. */
    @ParameterizedTest
    @ValueSource(ints = {5, 40, 64, 65, 100, 3000})
    void shouldBeTheSameInAnyOrder(int count) {
        long[] hashes = new Random(3).longs(count).toArray();
        SourceSet whole = new SourceSet();
        SourceSet[] parts = {new SourceSet(), new SourceSet(), new SourceSet()};
        for (int i = 0; i < count; i++) {
            whole.add(hashes[i]);
            parts[i % 7 % 3].add(hashes[i]);
        }
        SourceSet upwards = new SourceSet();
        SourceSet downwards = new SourceSet();
        for (int i = 0; i < parts.length; i++) {
            upwards.addAll(SourceSet.of(parts[i].toBytes()));
            downwards.addAll(parts[parts.length - 1 - i]);
        }

        assertThat(upwards.toBytes()).isEqualTo(whole.toBytes()).isEqualTo(downwards.toBytes());
        assertThat(upwards.count()).isEqualTo(whole.count());
    }

    @Test
    void shouldSayByHowMuchItGrows() {
        SourceSet set = new SourceSet();
        int bytes = set.bytes();
        for (long hash : new Random(4).longs(200).toArray()) {
            bytes += set.add(hash);
            assertThat(set.bytes()).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 520, 1023, 2048})
    void shouldRefuseWhatItCannotHaveWritten(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> SourceSet.of(new byte[length]));
    }
}
