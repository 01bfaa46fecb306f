package io.vedette.core.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.flow.Flow;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.sketch.KeyedHash;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What waits comes out in order or with its answer, however much there was before, and memory follows the need. */
class UdpPairsTest {

    private final UdpPairs pairs = new UdpPairs(new KeyedHash(7), 1 << 14);
    private final FlowBatch batch = new FlowBatch(1);

    private void read(boolean question, int port) {
        batch.clear();
        batch.add(
                question
                        ? Flow.of("203.0.113.66", 40_000, "198.18.0.10", port, 17, 0, 1)
                        : Flow.of("198.18.0.10", port, "203.0.113.66", 40_000, 17, 0, 1));
    }

    @Test
    void shouldGiveMemoryBackThatIsNotNeededAnyMore() {
        for (int port = 1; port <= 10_000; port++) {
            read(true, port);
            pairs.hold(batch, 0);
        }
        assertThat(pairs.capacity()).isEqualTo(1 << 14);
        for (int port = 1; port <= 9_990; port++) {
            pairs.release();
        }

        for (int second = 0; second < 20; second++) {
            pairs.shrink();
        }

        assertThat(pairs.capacity()).isEqualTo(64);
        assertThat(pairs.waiting()).isEqualTo(10);
        read(false, 9_995);
        assertThat(pairs.destinationPort(pairs.takeOpposite(batch, 0))).isEqualTo(9_995);
        assertThat(pairs.destinationPort(pairs.release())).isEqualTo(9_991);
        assertThat(pairs.waiting()).isEqualTo(8);
    }

    @Test
    void shouldForgetAndConfuseNothingWhileItGrowsAndShrinks() {
        Random random = new Random(11);
        ArrayDeque<Integer> model = new ArrayDeque<>();
        int next = 1;
        for (int step = 0; step < 60_000; step++) {
            boolean rising = step / 5_000 % 2 == 0;
            if (random.nextInt(10) < (rising ? 8 : 2) && next < 65_535) {
                read(true, next);
                pairs.hold(batch, 0);
                model.add(next++);
            } else if (!model.isEmpty() && random.nextBoolean()) {
                assertThat(pairs.destinationPort(pairs.release())).isEqualTo(model.remove());
            } else if (!model.isEmpty()) {
                int port = random.nextBoolean() ? model.getFirst() : model.getLast();
                read(false, port);
                assertThat(pairs.destinationPort(pairs.takeOpposite(batch, 0))).isEqualTo(port);
                model.remove(port);
            }
            if (step % 50 == 0) {
                pairs.shrink();
            }
            assertThat(pairs.waiting()).isEqualTo(model.size());
        }
        while (!model.isEmpty()) {
            assertThat(pairs.destinationPort(pairs.release())).isEqualTo(model.remove());
        }
        assertThat(pairs.release()).isEqualTo(-1);
    }
}
