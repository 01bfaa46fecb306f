package io.vedette.collector.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.sketch.KeyedHash;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

    /** A source as the model of one set knows it. */
    private static final class Known {
        long first;
        long second;
        int judge = -1;
    }

    @Test
    void shouldGiveTheSlotOfWhoWasNotSeenForLongestAndKeepAllThatIsKnownOfTheOthers() {
        Random random = new Random(4);
        SourceTable table = new SourceTable(4096, 3600);
        Map<Long, Known> model = new LinkedHashMap<>(16, 0.75f, true); // from the least recently seen on
        for (int step = 1; step < 50_000; step++) {
            long key = 5L << 54 | (long) (1 + random.nextInt(9)) << 40; // all in one set
            Known known = model.get(key);
            if (known == null && model.size() == 4) {
                Map.Entry<Long, Known> victim = model.entrySet().stream()
                        .filter(other -> other.getValue().judge < 0)
                        .findFirst()
                        .orElse(null);
                if (victim == null) {
                    assertThat(table.claim(key, step)).isEqualTo(-1);
                    Map.Entry<Long, Known> freed = model.entrySet().iterator().next();
                    table.dismiss(table.find(freed.getKey()));
                    freed.setValue(new Known());
                    continue;
                }
                model.remove(victim.getKey());
            }
            int slot = table.claim(key, step);
            table.seen(slot, step);
            if (known == null) {
                known = new Known();
                model.put(key, known);
            }
            assertSame(table, slot, known);
            if (known.judge < 0 && known.first == 0) {
                known.first = step;
                table.firstCouple(slot, step);
            } else if (known.judge < 0 && known.second == 0) {
                known.second = step;
                table.secondCouple(slot, step);
            } else if (known.judge < 0 && random.nextInt(20) == 0) {
                known.judge = step;
                table.judge(slot, step);
            }
            for (Map.Entry<Long, Known> other : List.copyOf(model.entrySet())) {
                assertSame(table, table.find(other.getKey()), other.getValue());
            }
        }
        assertThat(table.evictions()).isPositive();
        assertThat(table.refusals()).isPositive();
    }

    private static void assertSame(SourceTable table, int slot, Known known) {
        assertThat(table.judge(slot)).isEqualTo(known.judge);
        if (known.judge < 0) {
            assertThat(table.firstCouple(slot)).isEqualTo(known.first);
            assertThat(table.secondCouple(slot)).isEqualTo(known.second);
        }
    }
}
