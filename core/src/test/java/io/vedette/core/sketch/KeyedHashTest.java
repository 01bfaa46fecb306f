package io.vedette.core.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyedHashTest {

    private static final long IPV4 = 0xffff_0000_0000L;
    private static final long IPV6 = 0x2001_0db8_0000_0000L;
    private static final int TCP = 6;

    /** The hash of one of many conversations. */
    private interface Pattern {
        long of(KeyedHash hash, int number);
    }

    @Test
    void shouldBeTheSameFromBothEnds() {
        Random random = new Random(5);
        for (int i = 0; i < 1000; i++) {
            KeyedHash hash = new KeyedHash(i);
            long high = random.nextLong();
            long low = random.nextLong();
            int port = random.nextInt(65_536);
            assertThat(hash.ofConversation(high, low, port, 0, IPV4 | i, 53, TCP))
                    .isEqualTo(hash.ofConversation(0, IPV4 | i, 53, high, low, port, TCP))
                    .isNotEqualTo(hash.ofConversation(high, low, 53, 0, IPV4 | i, port, TCP))
                    .isNotEqualTo(hash.ofConversation(high, low, port, 0, IPV4 | i, 53, TCP + 1));
        }
    }

    /** Scans walk through addresses and ports: that must fill no bucket more than chance does. */
    @Test
    void shouldSpreadWhatFollowsEachOther() {
        Pattern[] patterns = {
            (hash, i) -> hash.ofConversation(0, IPV4 | i, 4000, 0, IPV4 | 2, 80, TCP),
            (hash, i) -> hash.ofConversation(0, IPV4 | 1, 4000, 0, IPV4 | (long) i << 8, 80, TCP),
            (hash, i) -> hash.ofConversation(IPV6, i, 4000, IPV6, 2, 80, TCP),
            (hash, i) -> hash.ofConversation(0, IPV4 | 1, i, 0, IPV4 | 2, 443, TCP),
        };
        int conversations = 1 << 16;
        int overfull = 0;
        for (int seed = 0; seed < 50; seed++) {
            KeyedHash hash = new KeyedHash(seed);
            for (Pattern pattern : patterns) {
                int[] buckets = new int[conversations / 4];
                for (int i = 0; i < conversations; i++) {
                    int bucket = (int) pattern.of(hash, i) & buckets.length - 1;
                    overfull += ++buckets[bucket] > 16 ? 1 : 0;
                }
            }
        }

        // A Poisson variable of mean 4 exceeds 16 with probability 1.1e-6: of these 3.3 million buckets, four.
        assertThat(overfull).isLessThan(15);
    }

    /** Whoever chooses hashes of one pattern must not know which of them share a place. */
    @Test
    void shouldGiveHashesOtherPlacesUnderOtherSeeds() {
        int together = 0;
        for (int seed = 0; seed < 100_000; seed++) {
            KeyedHash hash = new KeyedHash(seed);
            int place = hash.placeOf(0x1234_5678_9abc_def0L, 10);
            assertThat(place).isBetween(0, 1023);
            together += place == hash.placeOf(0x0fed_cba9_8765_4321L, 10) ? 1 : 0;
        }
        // At most two of 1024 seeds may agree (Dietzfelbinger et al.); one does, on average.
        assertThat(together).isBetween(1, 200);
    }
}
