package io.vedette.core.darknet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rows are found by their keys, one by one and many at a time, whatever came and went before. */
class RowTableTest {

    private static final int LONGS = 16;
    private static final int MARK = 3;

    private final RowTable table = new RowTable(LONGS, 5);
    private final Map<Long, Long> expected = new HashMap<>();

    @Test
    void shouldFindNothingInAnEmptyTable() {
        int[] found = {7, 7};
        table.find(new long[] {1, 2}, 2, found);
        assertThat(found).containsExactly(RowTable.NONE, RowTable.NONE);
        assertThat(table.find(1)).isEqualTo(RowTable.NONE);
    }

    @Test
    void shouldFindWhatAMapFinds() {
        Random random = new Random(11);
        for (int round = 0; round < 8; round++) {
            for (int i = 0; i < 6000; i++) {
                put(1 + random.nextInt(40_000), random.nextLong());
            }
            expectAll();
            removeSome(random);
            expectAll();
        }
    }

    private void put(long key, long mark) {
        int row = table.find(key);
        row = row == RowTable.NONE ? table.add(key) : row;
        table.chunk(row)[table.offset(row) + MARK] = mark;
        expected.put(key, mark);
    }

    private void removeSome(Random random) {
        for (int row = 0; row < table.end(); row++) {
            long key = table.chunk(row)[table.offset(row)];
            if (key != 0 && random.nextInt(3) == 0) {
                table.remove(row);
                expected.remove(key);
            }
        }
        table.removed();
    }

    private void expectAll() {
        assertThat(table.size()).isEqualTo(expected.size());
        int count = 40_000;
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = i + 1;
        }
        int[] found = new int[count];
        table.find(keys, count, found);
        for (int i = 0; i < count; i++) {
            assertThat(found[i]).isEqualTo(table.find(keys[i]));
            Long mark = found[i] == RowTable.NONE ? null : table.chunk(found[i])[table.offset(found[i]) + MARK];
            assertThat(mark).isEqualTo(expected.get(keys[i]));
        }
    }
}
