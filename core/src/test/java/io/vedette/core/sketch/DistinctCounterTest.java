package io.vedette.core.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DistinctCounterTest {

    private final KeyedHash hash = new KeyedHash(5);

    @Test
    void shouldBeExactUpToItsBound() {
        DistinctCounter counter = new DistinctCounter();
        for (int i = 0; i < DistinctCounter.EXACT; i++) {
            assertThat(counter.add(hash.ofAddress(0, i))).isTrue();
            assertThat(counter.add(hash.ofAddress(0, i))).isFalse();
            assertThat(counter.count()).isEqualTo(i + 1);
        }
        assertThat(counter.isExact()).isTrue();
    }

    @Test
    void shouldStayWithinFourStandardErrorsBeyondIt() {
        DistinctCounter counter = new DistinctCounter();
        int added = 0;
        for (int size : new int[] {2_000, 5_000, 20_000, 100_000, 1_000_000}) {
            for (; added < size; added++) {
                counter.add(hash.ofAddress(1, added));
            }
            assertThat((double) counter.count()).isCloseTo(size, within(4 * 0.023 * size));
        }
        assertThat(counter.isExact()).isFalse();
    }

    @Test
    void shouldIgnoreRepetitionsWhenEstimating() {
        DistinctCounter counter = new DistinctCounter();
        for (int i = 0; i < 10_000; i++) {
            counter.add(hash.ofAddress(2, i));
        }
        long once = counter.count();
        for (int i = 0; i < 10_000; i++) {
            assertThat(counter.add(hash.ofAddress(2, i))).isFalse();
        }
        assertThat(counter.count()).isEqualTo(once);
    }

    /** Any part of what is added is told by what its members stand for: also the part that came first, last, or as every tenth. */
    @Test
    void shouldSayForHowManyAHashStands() {
        for (boolean room : new boolean[] {true, false}) {
            DistinctCounter counter = new DistinctCounter();
            double[] sums = new double[3];
            for (int i = 0; i < 400_000; i++) {
                int standsFor = counter.added(hash.ofAddress(6, i), room);
                sums[0] += i < 20_000 ? standsFor : 0;
                sums[1] += i >= 200_000 ? standsFor : 0;
                sums[2] += i % 10 == 0 ? standsFor : 0;
                assertThat(counter.added(hash.ofAddress(6, i), room)).isZero();
            }
            // Of 2048 and of 256 registers: 1.8 and 5.2 percent of all that was added.
            double error = 4 * Math.sqrt(Math.log(2) / (room ? 2048 : 256));
            assertThat(sums[0]).isCloseTo(20_000, within(error * 20_000));
            assertThat(sums[1]).isCloseTo(200_000, within(error * 400_000));
            assertThat(sums[2]).isCloseTo(40_000, within(error * 400_000));
        }
    }

    @Test
    void shouldSayWhatItTakesForBeingExact() {
        assertThat(counter(0, DistinctCounter.EXACT_WITHOUT_ROOM, true).bytesOfRoom())
                .isZero();
        assertThat(counter(0, 1_000_000, false).bytesOfRoom()).isZero();
        assertThat(counter(0, 33, true).bytesOfRoom()).isEqualTo(512);
        assertThat(counter(0, DistinctCounter.EXACT, true).bytesOfRoom()).isEqualTo(16_384 - 512);
        assertThat(counter(0, 1_000_000, true).bytesOfRoom()).isEqualTo(2_048 - 512);
    }

    /** Room is lost when others have it: what was taken until then is enough for a better estimate, or is given back. */
    @Test
    void shouldUseTheRoomThatItHadWhenThereIsNoMore() {
        for (int taken : new int[] {40, 100, 200, 900}) {
            DistinctCounter counter = counter(0, taken, true);
            int before = counter.bytesOfRoom();
            for (int i = taken; i < 200_000; i++) {
                counter.add(hash.ofAddress(4, i), false);
                assertThat(counter.bytesOfRoom()).isLessThanOrEqualTo(before);
            }
            assertThat((double) counter.count()).isCloseTo(200_000, within(200_000 * (taken < 128 ? 0.2 : 0.08)));
        }
    }

    @Test
    void shouldStartAgainWhenCleared() {
        DistinctCounter counter = new DistinctCounter();
        for (int i = 0; i < 5_000; i++) {
            counter.add(hash.ofAddress(3, i));
        }
        counter.clear();
        assertThat(counter.count()).isZero();
        counter.add(0);
        counter.add(7);
        assertThat(counter.count()).isEqualTo(2);
    }

    private DistinctCounter counter(int from, int to, boolean room) {
        DistinctCounter counter = new DistinctCounter();
        for (int i = from; i < to; i++) {
            counter.add(hash.ofAddress(4, i), room);
        }
        return counter;
    }

    private static byte[] bytes(DistinctCounter counter) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        counter.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @Test
    void shouldBeExactForAFewWithoutRoomAndThenEstimate() {
        for (int size = 0; size <= DistinctCounter.EXACT_WITHOUT_ROOM; size++) {
            assertThat(counter(0, size, false).count()).isEqualTo(size);
            assertThat(counter(0, size, false).isExact()).isTrue();
        }
        for (int size : new int[] {33, 100, 1_000, 10_000, 1_000_000}) {
            DistinctCounter counter = counter(0, size, false);
            assertThat(counter.isExact()).isFalse();
            assertThat((double) counter.count()).isCloseTo(size, within(4 * 0.065 * size));
        }
    }

    @Test
    void shouldStayExactAsLongAsItHasRoomAndNeverCountLessThanItHad() {
        DistinctCounter counter = counter(0, 500, true);
        counter.add(hash.ofAddress(4, 500), false);
        assertThat(counter.isExact()).isTrue();
        for (int i = 501; i < 520; i++) {
            counter.add(hash.ofAddress(4, i), false);
            assertThat(counter.count()).isGreaterThanOrEqualTo(500);
        }
        assertThat(counter.isExact()).isFalse();
    }

    /** Whatever each of two counters is, together they are as one that has seen all, or as fine as the coarser one allows. */
    @Test
    void shouldJoinWhatIsCountedInDifferentWays() {
        int[] sizes = {0, 5, 40, 700, 5_000};
        for (boolean room : new boolean[] {true, false}) {
            for (boolean otherRoom : new boolean[] {true, false}) {
                for (int size : sizes) {
                    for (int otherSize : sizes) {
                        DistinctCounter one = counter(0, size, room);
                        DistinctCounter other = counter(size / 2, size / 2 + otherSize, otherRoom);
                        int union = Math.max(size, size / 2 + otherSize);
                        boolean both = one.isExact() && other.isExact() && room && union <= DistinctCounter.EXACT;
                        one.addAll(other, room);
                        assertThat((double) one.count())
                                .as("%d %s and %d %s", size, room, otherSize, otherRoom)
                                .isCloseTo(union, within(both ? 0.0 : Math.max(1, 4 * 0.065 * union)));
                    }
                }
            }
        }
    }

    /** The registers of a coarse estimate are those that a fine one of the same hashes has when it is made coarse. */
    @Test
    void shouldMakeAFineEstimateCoarseAsIfItHadBeenFromTheStart() throws IOException {
        DistinctCounter coarse = counter(0, 5_000, false);
        DistinctCounter fine = counter(0, 5_000, true);
        fine.addAll(counter(0, 40, false), true);
        byte[] expected = bytes(coarse);
        byte[] actual = bytes(fine);

        assertThat(actual).hasSameSizeAs(expected);
        int registers = expected.length - 256;
        assertThat(Arrays.copyOfRange(actual, registers, actual.length))
                .isEqualTo(Arrays.copyOfRange(expected, registers, expected.length));
    }

    @Test
    void shouldBeTheSameWhenItWasWrittenAndRead() throws IOException {
        for (boolean room : new boolean[] {true, false}) {
            for (int size : new int[] {0, 1, 32, 33, 1_024, 3_000}) {
                DistinctCounter written = counter(0, size, room);
                DistinctCounter read = new DistinctCounter();
                read.read(new DataInputStream(new ByteArrayInputStream(bytes(written))));
                assertThat(read.count()).isEqualTo(written.count());
                assertThat(read.isExact()).isEqualTo(written.isExact());
                assertThat(read.add(hash.ofAddress(4, 0))).isEqualTo(size == 0);
            }
        }
    }

    @Test
    void shouldRefuseWhatNoCounterCanHaveWritten() {
        for (int count : new int[] {1_025, -1, -9, -12}) {
            ByteBuffer bytes = ByteBuffer.allocate(20_000).putShort((short) count);
            assertThatThrownBy(() ->
                            new DistinctCounter().read(new DataInputStream(new ByteArrayInputStream(bytes.array()))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("expected at most 1024");
        }
    }
}
