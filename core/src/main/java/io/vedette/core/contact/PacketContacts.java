package io.vedette.core.contact;

import static io.vedette.core.contact.Conversations.ANSWERED;
import static io.vedette.core.contact.Conversations.REFUSED;
import static io.vedette.core.contact.Conversations.SEEN;

import io.vedette.core.flow.IpProtocol;
import io.vedette.core.packet.FragmentHeaders;
import io.vedette.core.packet.IntPair;
import io.vedette.core.packet.PacketBatch;
import io.vedette.core.packet.QuotedPacket;
import io.vedette.core.sketch.KeyedHash;

/**
 * Turns the packets of one input into contacts: who turned to whom, and whether that was answered, refused (by a reset, by an
 * ICMP error that quotes the packet) or met with silence.
 *
 * <p>A retransmission, the answer and everything else within one conversation make no further contact. Time comes from the
 * packets alone: the same packets give the same contacts, live or from a file, in whatever batches. Both directions must come
 * through the same instance. Memory is fixed by the settings. Belongs to one thread.
 */
public final class PacketContacts {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final PacketContactCounts counts;
    private final Conversations conversations;
    private final ConversationTable table;
    private final ConversationSlots slots;
    private final TcpExchange tcp;
    private final FragmentHeaders fragments;
    private final QuotedPacket quoted = new QuotedPacket();
    private int[] hashes = new int[0];

    /** Keeps the loads of {@link #prepare} from being optimised away. */
    @SuppressWarnings("unused")
    private long unused;

    /** @param seed of the keyed hash; decides where state lies, never what comes out below the limits */
    public PacketContacts(
            PacketContactSettings settings, ContactSettings contactSettings, PacketContactCounts counts, long seed) {
        KeyedHash hash = new KeyedHash(seed);
        this.counts = counts;
        this.conversations = new Conversations(settings, contactSettings, counts, hash);
        this.table = conversations.table;
        this.slots = conversations.slots;
        this.tcp = new TcpExchange(conversations);
        this.fragments = new FragmentHeaders(hash, counts.fragmentsForgotten);
    }

    /** Takes all rows of {@code packets}, in whose order time is expected to pass, and writes the contacts that are ready. */
    public void accept(PacketBatch packets, ContactRoute route) {
        accept(packets, 0, Long.MAX_VALUE, route);
    }

    /**
     * Takes the rows of {@code packets} from {@code from} on, until one has moved the {@linkplain #clockMillis clock} to {@code
     * dueMillis} or leapt back.
     *
     * @param from the row at which the last call for the same batch ended
     * @return the first row not taken
     */
    public int accept(PacketBatch packets, int from, long dueMillis, ContactRoute route) {
        int rows = packets.size();
        if (from == 0) {
            counts.packets.add(rows);
            prepare(packets, rows);
        }
        long resets = counts.clockResets.get();
        int row = from;
        long millis = 0;
        boolean settled = false;
        while (row < rows) {
            long nanos = packets.timeNanos(row);
            // Times may be any number: only without a sign is their difference always right.
            boolean asked = !settled || Long.compareUnsigned(nanos - millis * NANOS_PER_MILLI, NANOS_PER_MILLI) >= 0;
            if (asked) {
                millis = nanos / NANOS_PER_MILLI;
                conversations.follow(millis, route);
                settled = conversations.isSettledAt(millis);
            }
            take(packets, row++, millis, route);
            if (asked && (conversations.clockMillis() >= dueMillis || counts.clockResets.get() != resets)) {
                break;
            }
        }
        return row;
    }

    private void take(PacketBatch packets, int row, long millis, ContactRoute route) {
        if (packets.isHeaderless(row)) {
            if (!fragments.complete(packets, row)) {
                counts.fragments.increment();
                return;
            }
            hashes[row] = hash(packets, row, packets.sourcePort(row), packets.destinationPort(row));
        }
        if (!filtered(packets, row)) {
            switch (packets.protocol(row)) {
                case IpProtocol.TCP -> tcp(packets, row, millis, route);
                case IpProtocol.ICMP, IpProtocol.ICMPV6 -> {
                    if (packets.protocol(row) == (packets.isIpv6(row) ? IpProtocol.ICMPV6 : IpProtocol.ICMP)) {
                        icmp(packets, row, millis, route);
                    } else {
                        exchange(packets, row, millis, route); // of the other family: a probe of the protocol itself
                    }
                }
                default -> exchange(packets, row, millis, route);
            }
        }
    }

    /**
     * The time up to which the packets have come, by their own stamps; single stamps that are far off are not believed.
     * {@link TrustedClock#NOT_YET} before the first.
     */
    public long clockMillis() {
        return conversations.clockMillis();
    }

    /** Computes the hashes of all rows and begins with the cache misses that they will cause, so that these overlap. */
    private void prepare(PacketBatch packets, int rows) {
        if (hashes.length < rows) {
            hashes = new int[rows];
        }
        for (int row = 0; row < rows; row++) {
            hashes[row] = hash(packets, row, packets.sourcePort(row), packets.destinationPort(row));
        }
        // Two passes: nothing but loads in the first, so that as many as possible are under way.
        long touched = 0;
        for (int row = 0; row < rows; row++) {
            touched += table.touchIndex(hashes[row]);
        }
        for (int row = 0; row < rows; row++) {
            touched += table.touchSlot(hashes[row]);
        }
        unused = touched;
    }

    private int hash(PacketBatch packets, int row, int sourcePort, int destinationPort) {
        return table.hash(
                packets.sourceHigh(row),
                packets.sourceLow(row),
                sourcePort,
                packets.destinationHigh(row),
                packets.destinationLow(row),
                destinationPort,
                packets.protocol(row));
    }

    /** Lets time pass where no packets come: gives the contacts whose answer is overdue at {@code nowMillis}. */
    public void advance(long nowMillis, ContactRoute route) {
        conversations.advance(nowMillis, route);
    }

    /** Gives all contacts that still wait for an answer: no further packet will come. */
    public void finish(ContactRoute route) {
        conversations.finish(route);
    }

    /** Conversations that have not become a contact yet. */
    public int held() {
        return conversations.held();
    }

    private boolean filtered(PacketBatch packets, int row) {
        FilterReason reason = packets.isIpv6(row)
                ? AddressFilter.reason(
                        packets.sourceHigh(row),
                        packets.sourceLow(row),
                        packets.destinationHigh(row),
                        packets.destinationLow(row))
                : AddressFilter.reason4(IntPair.upper(packets.addresses4(row)), IntPair.lower(packets.addresses4(row)));
        if (reason != null) {
            counts.filtered.of(reason).increment();
        }
        return reason != null;
    }

    /** The conversation of a row with the ports that it has. */
    private int find(PacketBatch packets, int row) {
        return find(packets, row, hashes[row], packets.sourcePort(row), packets.destinationPort(row));
    }

    private int find(PacketBatch packets, int row, int hash, int sourcePort, int destinationPort) {
        return conversations.unlessOver(table.find(
                hash,
                packets.sourceHigh(row),
                packets.sourceLow(row),
                sourcePort,
                packets.destinationHigh(row),
                packets.destinationLow(row),
                destinationPort,
                packets.protocol(row)));
    }

    private void tcp(PacketBatch packets, int row, long millis, ContactRoute route) {
        int slot = find(packets, row);
        if (slot == ConversationTable.NONE) {
            tcp.open(packets, row, millis, route);
            return;
        }
        counts.joined.increment();
        conversations.touch(slot);
        if (tcp.join(slot, table.foundFromInitiator(), packets, row, route)) {
            counts.lateAnswers.increment();
        }
    }

    /** UDP and all protocols of which only the ends are looked at: who sends first asks, what comes back answers. */
    private void exchange(PacketBatch packets, int row, long millis, ContactRoute route) {
        int slot = find(packets, row);
        if (slot == ConversationTable.NONE) {
            conversations.openFromSource(packets, row, SEEN, 0, millis, route);
        } else {
            join(slot, table.foundFromInitiator(), route);
        }
    }

    private void openAsked(PacketBatch packets, int row, int identifier, int request, long millis, ContactRoute route) {
        int slot = conversations.open(
                packets.sourceHigh(row),
                packets.sourceLow(row),
                identifier,
                packets.destinationHigh(row),
                packets.destinationLow(row),
                request,
                packets.protocol(row),
                SEEN,
                millis,
                route);
        slots.addPacket(slot, 0);
    }

    private void join(int slot, boolean fromInitiator, ContactRoute route) {
        counts.joined.increment();
        conversations.touch(slot);
        if (fromInitiator) {
            slots.set(slot, SEEN);
            slots.addPacket(slot, 0);
            if (slots.has(slot, ANSWERED | REFUSED) && !conversations.isReported(slot)) {
                conversations.report(slot, route);
            }
        } else {
            settle(slot, ANSWERED, route);
        }
    }

    /** Notes an answer or a refusal, which makes the conversation a contact if the question was seen. */
    private void settle(int slot, int outcome, ContactRoute route) {
        boolean known = slots.has(slot, ANSWERED | REFUSED);
        slots.set(slot, outcome);
        if (conversations.isReported(slot)) {
            if (!known) {
                counts.lateAnswers.increment();
            }
        } else if (slots.has(slot, SEEN)) {
            conversations.report(slot, route);
        }
    }

    private void icmp(PacketBatch packets, int row, long millis, ContactRoute route) {
        int protocol = packets.protocol(row);
        int typeAndCode = packets.destinationPort(row);
        int type = typeAndCode >>> 8;
        int request = IcmpReading.request(type) << 8;
        int identifier = packets.sourcePort(row);
        switch (IcmpReading.kind(protocol, type)) {
            case REQUEST -> {
                int slot = find(packets, row, hash(packets, row, identifier, request), identifier, request);
                if (slot == ConversationTable.NONE) {
                    openAsked(packets, row, identifier, request, millis, route);
                } else {
                    join(slot, table.foundFromInitiator(), route);
                }
            }
            case REPLY -> {
                int slot = find(packets, row, hash(packets, row, request, identifier), request, identifier);
                if (slot == ConversationTable.NONE) {
                    openAnswered(packets, row, identifier, request, millis, route);
                } else {
                    join(slot, table.foundFromInitiator(), route);
                }
            }
            case UNREACHABLE, OTHER -> {
                if (IcmpReading.refuses(protocol, type, typeAndCode & 0xff) && quoted.read(packets, row)) {
                    refusal(packets, row, millis, route);
                } else {
                    counts.ignored.increment();
                }
            }
        }
    }

    private void openAnswered(
            PacketBatch packets, int row, int identifier, int request, long millis, ContactRoute route) {
        conversations.open(
                packets.destinationHigh(row),
                packets.destinationLow(row),
                identifier,
                packets.sourceHigh(row),
                packets.sourceLow(row),
                request,
                packets.protocol(row),
                ANSWERED,
                millis,
                route);
    }

    private void refusal(PacketBatch packets, int row, long millis, ContactRoute route) {
        boolean toItsSender = quoted.sourceLow() == packets.destinationLow(row)
                && quoted.sourceHigh() == packets.destinationHigh(row);
        int protocol = quoted.protocol();
        boolean icmp = quoted.isIcmp();
        boolean question =
                !icmp || IcmpReading.kind(protocol, quoted.destinationPort() >>> 8) == IcmpReading.Kind.REQUEST;
        if (!toItsSender || !question) {
            counts.ignored.increment();
            return;
        }
        int targetPort = icmp ? quoted.destinationPort() & 0xff00 : quoted.destinationPort();
        int hash = table.hash(
                quoted.sourceHigh(),
                quoted.sourceLow(),
                quoted.sourcePort(),
                quoted.destinationHigh(),
                quoted.destinationLow(),
                targetPort,
                protocol);
        int slot = conversations.unlessOver(table.find(
                hash,
                quoted.sourceHigh(),
                quoted.sourceLow(),
                quoted.sourcePort(),
                quoted.destinationHigh(),
                quoted.destinationLow(),
                targetPort,
                protocol));
        if (slot == ConversationTable.NONE) {
            conversations.open(
                    quoted.sourceHigh(),
                    quoted.sourceLow(),
                    quoted.sourcePort(),
                    quoted.destinationHigh(),
                    quoted.destinationLow(),
                    targetPort,
                    protocol,
                    REFUSED,
                    millis,
                    route);
            return;
        }
        counts.joined.increment();
        conversations.touch(slot);
        if (table.foundFromInitiator()) {
            settle(slot, REFUSED, route);
        }
    }
}
