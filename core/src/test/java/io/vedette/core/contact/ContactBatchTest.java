package io.vedette.core.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import io.vedette.core.packet.IntPair;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContactBatchTest {

    private static final int ROWS = 200;

    private static IpAddress address(Random random) {
        return random.nextInt(3) == 0
                ? new IpAddress(random.nextLong(), random.nextLong())
                : IpAddress.ofIpv4(random.nextInt());
    }

    private static int orUnknown(Random random, int bound) {
        return random.nextInt(8) == 0 ? Contact.UNKNOWN : random.nextInt(bound);
    }

    private static void addOne(ContactBatch batch, Random random) {
        IpAddress from = address(random);
        IpAddress to = address(random);
        batch.add(
                from.high(),
                from.low(),
                orUnknown(random, 65_536),
                to.high(),
                to.low(),
                orUnknown(random, 65_536),
                random.nextInt(256),
                orUnknown(random, 65_536),
                Outcome.values()[random.nextInt(4)],
                random.nextBoolean(),
                random.nextInt(8) == 0 ? Contact.UNKNOWN : random.nextLong() >>> 17,
                random.nextLong());
        if (random.nextBoolean()) {
            batch.addDetail(random.nextLong(), 1 | random.nextInt(1 << ProbeHeader.TRAIT_BITS), random.nextBoolean());
        }
    }

    /** Families mixed, in one row too; and in a batch that was used before, where a row may take over nothing. */
    @Test
    void shouldGiveBackWhatWasAdded() {
        ContactBatch batch = new ContactBatch(ROWS);
        for (int round = 0; round < 3; round++) {
            batch.clear();
            Random random = new Random(round);
            while (!batch.isFull()) {
                addOne(batch, random);
            }

            Random again = new Random(round);
            for (int row = 0; row < ROWS; row++) {
                IpAddress from = address(again);
                IpAddress to = address(again);
                Contact contact = batch.cursor().moveTo(row);
                assertThat(new IpAddress(contact.initiatorHigh(), contact.initiatorLow()))
                        .isEqualTo(from)
                        .isEqualTo(batch.initiator(row));
                assertThat(new IpAddress(contact.targetHigh(), contact.targetLow()))
                        .isEqualTo(to);
                assertThat(contact.initiatorPort()).isEqualTo(orUnknown(again, 65_536));
                assertThat(contact.targetPort()).isEqualTo(orUnknown(again, 65_536));
                assertThat(contact.protocol()).isEqualTo(again.nextInt(256));
                assertThat(contact.flags()).isEqualTo(orUnknown(again, 65_536));
                assertThat(contact.outcome()).isEqualTo(Outcome.values()[again.nextInt(4)]);
                assertThat(contact.initiatorSeen()).isEqualTo(again.nextBoolean());
                assertThat(contact.packets())
                        .isEqualTo(again.nextInt(8) == 0 ? Contact.UNKNOWN : again.nextLong() >>> 17);
                assertThat(contact.timeMillis()).isEqualTo(again.nextLong());
                boolean detailed = again.nextBoolean();
                assertThat(contact.headerNumbers()).isEqualTo(detailed ? again.nextLong() : 0);
                assertThat(contact.headerTraits())
                        .isEqualTo(detailed ? 1 | again.nextInt(1 << ProbeHeader.TRAIT_BITS) : 0);
                assertThat(contact.targetSentData()).isEqualTo(detailed && again.nextBoolean());
            }
        }
    }

    /** The short way of packets and the long one write the same. */
    @Test
    void shouldWriteTcpOverIpv4AsTheRest() {
        Random random = new Random(1);
        for (int i = 0; i < ROWS; i++) {
            ContactBatch batch = new ContactBatch(2);
            int from = random.nextInt();
            int to = random.nextInt();
            int port = random.nextInt(65_536);
            int toPort = random.nextInt(65_536);
            int flags = random.nextInt(256);
            Outcome outcome = Outcome.values()[random.nextInt(4)];
            boolean data = random.nextBoolean();
            int packets = random.nextInt(1 << 24);
            int traits = 1 | random.nextInt(1 << ProbeHeader.TRAIT_BITS);
            long numbers = random.nextLong();
            long millis = random.nextLong();
            batch.addTcp4(IntPair.of(from, to), port, toPort, flags, outcome, data, packets, traits, numbers, millis);
            batch.add(
                    0,
                    IpAddress.lowOfIpv4(from),
                    port,
                    0,
                    IpAddress.lowOfIpv4(to),
                    toPort,
                    IpProtocol.TCP,
                    flags,
                    outcome,
                    true,
                    packets,
                    millis);
            batch.addDetail(numbers, traits, data);

            assertThat(text(batch.cursor().moveTo(0)))
                    .isEqualTo(text(batch.cursor().moveTo(1)));
        }
    }

    private static String text(Contact contact) {
        return new IpAddress(contact.initiatorHigh(), contact.initiatorLow()) + " " + contact.initiatorPort() + " "
                + new IpAddress(contact.targetHigh(), contact.targetLow()) + " " + contact.targetPort() + " "
                + contact.protocol() + " " + contact.flags() + " " + contact.outcome() + " " + contact.initiatorSeen()
                + " " + contact.packets() + " " + contact.targetSentData() + " " + contact.headerNumbers() + " "
                + contact.headerTraits() + " " + contact.timeMillis();
    }

    /** A record may claim any number of packets. */
    @Test
    void shouldStopAtTheLargestNumberOfPackets() {
        ContactBatch batch = new ContactBatch(1);
        batch.add(0, 0, 1, 0, 0, 2, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.SILENT, true, Long.MAX_VALUE, 3);

        assertThat(batch.packets(0)).isEqualTo((1L << 47) - 1);
    }
}
