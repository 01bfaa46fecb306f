package io.vedette.collector.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.sketch.KeyedHash;
import org.junit.jupiter.api.Test;

class SourceTableTest {

    private static final KeyedHash HASH = new KeyedHash(2);

    private static long key(long source) {
        return HASH.ofAddress(0, source); // zero for none of those used here
    }

    @Test
    void shouldKeepMostSourcesAtHalfOfItsLimitAndCountTheOthers() {
        SourceTable table = new SourceTable(1 << 18, 3600);
        for (long source = 0; source < 1 << 17; source++) {
            table.firstCouple(table.claim(key(source), 10), source + 1);
        }
        long kept = 0;
        for (long source = 0; source < 1 << 17; source++) {
            int at = table.find(key(source));
            kept += at >= 0 && table.firstCouple(at) == source + 1 ? 1 : 0;
        }
        assertThat(kept).isGreaterThan((1 << 17) * 95L / 100);
        assertThat(table.evictions()).isEqualTo((1 << 17) - kept);
        assertThat(table.refusals()).isZero();
    }

    @Test
    void shouldNeverGrowBeyondItsLimitNorLoseAJudgedSource() {
        SourceTable table = new SourceTable(1 << 14, 3600);
        for (int judged = 0; judged < 1000; judged++) {
            table.judge(table.claim(key(judged), 10), judged);
        }
        for (long source = 1_000_000; source < 3_000_000; source++) {
            table.claim(key(source), 20);
        }
        for (int judged = 0; judged < 1000; judged++) {
            assertThat(table.judge(table.find(key(judged)))).isEqualTo(judged);
        }
        assertThat(table.size()).isLessThanOrEqualTo(1 << 14);
        assertThat(table.evictions()).isGreaterThan(1_900_000);
    }

    @Test
    void shouldLetIdleSourcesGoWithoutCountingThem() {
        SourceTable table = new SourceTable(4096, 60);
        for (long source = 0; source < 100_000; source++) {
            table.claim(key(source), source); // one a second: by the time a place is needed its holder is long idle
        }
        assertThat(table.evictions()).isZero();
    }

    @Test
    void shouldRefuseWhenEverythingNearbyIsJudged() {
        SourceTable table = new SourceTable(4096, 60);
        int number = 0;
        for (long source = 0; source < 200_000; source++) {
            int at = table.claim(key(source), 1);
            if (at >= 0) {
                table.judge(at, number++);
            }
        }
        assertThat(table.refusals()).isPositive();
        assertThat(number + table.refusals()).isEqualTo(200_000);
    }
}
