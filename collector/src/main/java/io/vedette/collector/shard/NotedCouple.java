package io.vedette.collector.shard;

import io.vedette.core.contact.Contact;
import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.Outcome;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import io.vedette.core.packet.IntPair;
import io.vedette.core.sketch.KeyedHash;

/** A failed couple in 64 bits, as the screen keeps the first two of a source. Never 0. */
final class NotedCouple {

    /*
     * IPv4 target in the upper half, then port (16), protocol (8), and the flags (6) with the outcome (2). An IPv6 target does
     * not fit: 48 bits of the hash of its couple stand for it under protocol 255, which can be compared but not read again.
     */
    private static final int HASHED = 0xff;
    private static final int DETAIL_BITS = 8;
    private static final long OUTCOME = 3;
    private static final Outcome[] OUTCOMES = Outcome.values();

    private NotedCouple() {}

    static long of(ContactBatch batch, int row, KeyedHash hash) {
        int port = batch.targetPort(row);
        int protocol = batch.protocol(row);
        int detail =
                (batch.flags(row) & TcpFlags.CLASSIC) << 2 | batch.outcome(row).ordinal();
        if (batch.isIpv4(row) && protocol != HASHED) {
            return IntPair.of(batch.target4(row), port << 16 | protocol << DETAIL_BITS | detail);
        }
        long high = batch.targetHigh(row);
        long low = batch.targetLow(row);
        return hash.ofCouple(high, low, port, protocol) & ~0xffffL | (long) HASHED << DETAIL_BITS | detail;
    }

    /** Whether it is the same couple, whatever became of it. */
    static boolean isSame(long one, long other) {
        return one >>> DETAIL_BITS == other >>> DETAIL_BITS;
    }

    /**
     * The couple with what came of it; nothing takes a refusal back.
     *
     * @param answer a contact with the same couple, of which only the answer was seen
     */
    static long answered(long couple, long answer) {
        boolean says = outcome(answer) == Outcome.REFUSED || outcome(answer) == Outcome.ANSWERED;
        return says && outcome(couple) != Outcome.REFUSED ? couple & ~OUTCOME | answer & OUTCOME : couple;
    }

    private static Outcome outcome(long couple) {
        return OUTCOMES[(int) (couple & OUTCOME)];
    }

    /**
     * Makes the couple a contact again.
     *
     * @param now a contact of the same source, from which the rest is taken
     * @param place gets the contact as its only row
     * @return whether the couple can be read
     */
    static boolean recall(long couple, Contact now, ContactBatch place) {
        int protocol = (int) (couple >>> DETAIL_BITS) & 0xff;
        if (protocol == HASHED) {
            return false;
        }
        boolean tcp = protocol == IpProtocol.TCP;
        int port = (int) (couple >>> 16) & 0xffff;
        boolean portless = port == 0xffff && !tcp && protocol != IpProtocol.UDP;
        place.clear();
        place.add(
                now.initiatorHigh(),
                now.initiatorLow(),
                Contact.UNKNOWN,
                0,
                IpAddress.lowOfIpv4((int) (couple >>> 32)),
                portless ? Contact.UNKNOWN : port,
                protocol,
                tcp ? (int) (couple >>> 2) & TcpFlags.CLASSIC : TcpFlags.UNKNOWN,
                outcome(couple),
                true,
                1,
                now.timeMillis());
        return true;
    }
}
