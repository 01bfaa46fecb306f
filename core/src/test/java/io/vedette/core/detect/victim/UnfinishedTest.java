package io.vedette.core.detect.victim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.Outcome;
import io.vedette.core.flow.IpAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnfinishedTest {

    private static IpAddress address(Random random) {
        return random.nextInt(3) == 0
                ? new IpAddress(random.nextLong(), random.nextLong())
                : IpAddress.ofIpv4(random.nextInt());
    }

    /** Ends of both families, in one entry too, and again after the list was emptied. */
    @Test
    void shouldGiveBackWhatWasAdded() {
        Unfinished unfinished = new Unfinished(500);
        for (int round = 0; round < 3; round++) {
            Random random = new Random(round);
            ContactBatch batch = new ContactBatch(500);
            while (!unfinished.isFull()) {
                IpAddress from = address(random);
                IpAddress to = address(random);
                int row = batch.size();
                batch.add(
                        from.high(),
                        from.low(),
                        4,
                        to.high(),
                        to.low(),
                        random.nextInt(65_537) - 1,
                        random.nextInt(256),
                        2,
                        Outcome.SILENT,
                        true,
                        random.nextInt(),
                        random.nextLong());
                unfinished.add(Tally.Kind.values()[row % 4], batch, row, row % 3 == 0, 7 * row);
            }
            for (int i = 0; i < unfinished.size(); i++) {
                Tally tally = new Tally();
                tally.begin(unfinished.kind(i), unfinished.targetHigh(i), unfinished.targetLow(i));
                unfinished.addTo(tally, i, true);

                assertThat(tally.kind).isEqualTo(Tally.Kind.values()[i % 4]);
                assertThat(tally.high).isEqualTo(batch.targetHigh(i));
                assertThat(tally.low).isEqualTo(batch.targetLow(i));
                assertThat(tally.peer).isEqualTo(new IpAddress(batch.initiatorHigh(i), batch.initiatorLow(i)));
                assertThat(tally.minPort).isEqualTo(batch.targetPort(i));
                assertThat(tally.protocol).isEqualTo(batch.protocol(i));
                assertThat(tally.packets).isEqualTo(Math.max(1, batch.packets(i)));
                assertThat(tally.firstMillis).isEqualTo(batch.timeMillis(i));
                assertThat(unfinished.again(i)).isEqualTo(i % 3 == 0);
                assertThat(unfinished.key(i)).isEqualTo(7 * i);
            }
            unfinished.clear();
        }
    }
}
