package io.vedette.core.darknet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vedette.core.darknet.DarknetEvent.Destinations;
import io.vedette.core.darknet.DarknetEvent.Precision;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sets of destinations count exactly as long as they may, and closely afterwards. */
class DestinationSetsTest {

    private final DarknetCounts counts = new DarknetCounts();

    @ParameterizedTest
    @CsvSource({"7, 0", "900, 65535", "50000, 65535", "20000, 524287", "30000, 16777215"})
    void shouldCountLikeASet(int additions, int mask) {
        DestinationSets sets = new DestinationSets(1, Long.MAX_VALUE, counts);
        Random random = new Random(additions);
        long set = sets.add(sets.add(DestinationSets.EMPTY, 0), 1);
        Set<Integer> expected = new HashSet<>(Set.of(0, 1));
        for (int i = 0; i < additions; i++) {
            int address = random.nextInt() & mask;
            set = sets.add(set, address);
            expected.add(address);
        }
        Set<Integer> blocks = new HashSet<>();
        expected.forEach(address -> blocks.add(address >>> 8));
        assertThat(sets.size(set)).isEqualTo(new Destinations(expected.size(), blocks.size(), Precision.EXACT));
        Set<Integer> found = new HashSet<>();
        sets.forEach(set, found::add);
        assertThat(found).isEqualTo(expected);
    }

    /** Blocks that fill a range lie in its order; one far away ends that, and more of them bring it back. */
    @Test
    void shouldCountWhereverTheNextBlockLies() {
        DestinationSets sets = new DestinationSets(1, Long.MAX_VALUE, counts);
        Set<Integer> expected = new HashSet<>();
        Random random = new Random(9);
        long set = DestinationSets.EMPTY;
        for (int mask : new int[] {0xffff, 0x1ff_ffff, 0xffff, 0x3_ffff, -1, 0xff_ffff}) {
            for (int i = 0; i < 5000; i++) {
                int address = 0x0a0a_0000 ^ random.nextInt() & mask;
                set = sets.add(sets.add(set, address), address);
                expected.add(address);
            }
            Set<Integer> blocks = new HashSet<>();
            expected.forEach(address -> blocks.add(address >>> 8));
            assertThat(sets.size(set)).isEqualTo(new Destinations(expected.size(), blocks.size(), Precision.EXACT));
            Set<Integer> found = new HashSet<>();
            sets.forEach(set, found::add);
            assertThat(found).isEqualTo(expected);
        }
        sets.release(set);
        assertThat(sets.bytes()).isZero();
    }

    @Test
    void shouldEstimateBeyondASlash8() {
        DestinationSets sets = new DestinationSets(1, Long.MAX_VALUE, counts);
        long set = sets.add(sets.add(DestinationSets.EMPTY, 0), 1 << 8);
        for (int i = 2; i < 100_000; i++) {
            set = sets.add(set, i << 8);
        }
        Destinations size = sets.size(set);
        assertThat(size.precision()).isEqualTo(Precision.ESTIMATED);
        assertThat((double) size.addresses()).isCloseTo(100_000, within(7_000.0));
        assertThat((double) size.blocks()).isCloseTo(100_000, within(7_000.0));
        assertThat(counts.estimatedSets.get()).isEqualTo(1);
    }

    @Test
    void shouldKeepWithinItsMemory() {
        DestinationSets sets = new DestinationSets(1, 100_000, counts);
        Random random = new Random(5);
        for (int event = 0; event < 300; event++) {
            long set = sets.add(sets.add(DestinationSets.EMPTY, 1), 2);
            for (int i = 0; i < 600; i++) {
                set = sets.add(set, random.nextInt());
            }
            assertThat((double) sets.size(set).addresses()).isCloseTo(602, within(180.0));
        }
        // What is beyond the limit are small sketches of 608 bytes each.
        assertThat(sets.bytes()).isLessThan(100_000 + 300 * 700);
        assertThat(counts.estimatedSets.get()).isGreaterThan(250);
    }
}
