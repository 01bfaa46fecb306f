package io.vedette.core.contact;

import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import io.vedette.core.sketch.KeyedHash;
import java.util.BitSet;

/**
 * The conversations that packets belong to, from their first packet to the contact they become and on until they have been
 * quiet for a while.
 *
 * <p>Each conversation becomes exactly one contact: when its outcome is known, when the wait for an answer is over, or when
 * room is needed. Time is the largest time seen in packets; a clock that goes back by more than {@link #RESET_MILLIS} is
 * believed, and everything open is closed. Belongs to one thread.
 */
final class Conversations {

    /** The conversation has become a contact. */
    static final int REPORTED = 1;

    static final int ANSWERED = 1 << 1;
    static final int REFUSED = 1 << 2;

    /** A packet of the initiator itself was in the input. */
    static final int SEEN = 1 << 3;

    /** It had begun before its first packet in the input: silence proves nothing. */
    static final int MIDSTREAM = 1 << 4;

    /** Who the initiator is was guessed from the ports. */
    static final int GUESSED = 1 << 5;

    /** Room was made before the wait was over. */
    private static final int CUT_SHORT = 1 << 6;

    /** The target has sent data. */
    static final int TARGET_DATA = 1 << 7;

    static final long RESET_MILLIS = 3_600_000;

    private static final int DCCP = 33;
    private static final int UDP_LITE = 136;
    private static final int FIRST_DYNAMIC_PORT = 1024;

    /** An input with less than one answered UDP conversation in so many is taken to show one direction only. */
    private static final int ASYMMETRIC_SHARE = 50;

    final ConversationTable table;

    private final DeadlineQueue waiting;
    private final DeadlineQueue quiet;
    private final long answerWaitMillis;
    private final long idleMillis;
    private final PacketContactCounts counts;
    private final BitSet ignoredUdpPorts = new BitSet(65536);
    private long clockMillis = Long.MIN_VALUE;
    private int held;
    private long udpAnswered;
    private long udpAlone;

    Conversations(
            PacketContactSettings settings,
            ContactSettings contactSettings,
            PacketContactCounts counts,
            KeyedHash hash) {
        int limit = settings.conversationLimit();
        this.table = new ConversationTable(limit, hash);
        // Twice the table: conversations that were settled early leave an entry behind.
        this.waiting = new DeadlineQueue(limit * 2);
        this.quiet = new DeadlineQueue(limit * 2);
        this.answerWaitMillis = settings.answerWait().toMillis();
        this.idleMillis = settings.idleTimeout().toMillis();
        this.counts = counts;
        contactSettings.ignoredUdpPorts().forEach(ignoredUdpPorts::set);
    }

    /** Conversations that have not become a contact. */
    int held() {
        return held;
    }

    /** Lets time pass. */
    void advance(long millis, ContactRoute route) {
        if (millis > clockMillis) {
            clockMillis = millis;
            expire(route);
        } else if (millis < clockMillis - RESET_MILLIS) {
            counts.clockResets.increment();
            finish(route);
            clockMillis = millis;
        }
    }

    /** Brings closer what the next {@code count} packets are likely to end; returns something that depends on it. */
    long touchOldest(int count) {
        long touched = 0;
        for (int i = Math.min(count, waiting.size()) - 1; i >= 0; i--) {
            touched += table.touchSlot(waiting.slot(i));
        }
        for (int i = Math.min(count, quiet.size()) - 1; i >= 0; i--) {
            touched += table.touchSlot(quiet.slot(i));
        }
        return touched;
    }

    private void expire(ContactRoute route) {
        while (!waiting.isEmpty() && waiting.firstDeadline() <= clockMillis) {
            stopWaiting(route);
        }
        while (!quiet.isEmpty() && quiet.firstDeadline() <= clockMillis) {
            forgetIfQuiet();
        }
    }

    private void stopWaiting(ContactRoute route) {
        int slot = waiting.firstSlot();
        if (waits(slot, waiting.remove())) {
            report(slot, route);
        }
    }

    private boolean isQuiet(int slot, int ticket) {
        return table.ticket(slot) == ticket && table.has(slot, REPORTED);
    }

    private void cutFirstShort(ContactRoute route) {
        int slot = waiting.firstSlot();
        if (waits(slot, waiting.remove())) {
            cutShort(slot, route);
        }
    }

    private boolean waits(int slot, int ticket) {
        return table.ticket(slot) == ticket && !table.has(slot, REPORTED);
    }

    private void cutShort(int slot, ContactRoute route) {
        counts.cutShort.increment();
        table.set(slot, CUT_SHORT);
        report(slot, route);
    }

    private void forgetIfQuiet() {
        int slot = quiet.firstSlot();
        if (isQuiet(slot, quiet.remove())) {
            int idle = table.idleMillis(slot, clockMillis);
            if (idle >= idleMillis) {
                table.remove(slot);
            } else {
                table.setTicket(slot, quiet.add(slot, clockMillis - idle + idleMillis));
            }
        }
    }

    /** Makes all open conversations contacts and forgets everything. */
    void finish(ContactRoute route) {
        while (!waiting.isEmpty()) {
            stopWaiting(route);
        }
        quiet.clear();
        table.clear();
        clockMillis = Long.MIN_VALUE;
    }

    /** Opens the conversation that was just looked for in the table and not found there; returns its slot. */
    int open(
            long iHigh,
            long iLow,
            int iPort,
            long tHigh,
            long tLow,
            int tPort,
            int protocol,
            int state,
            long millis,
            ContactRoute route) {
        int slot = table.free();
        if (slot == ConversationTable.NONE) {
            slot = table.victim(clockMillis);
            evict(slot, route);
        }
        if (waiting.isFull()) {
            cutFirstShort(route);
        }
        table.insert(slot, iHigh, iLow, iPort, tHigh, tLow, tPort, protocol, state, millis);
        table.setLast(slot, clockMillis);
        table.setTicket(slot, waiting.add(slot, clockMillis + answerWaitMillis));
        held++;
        counts.opened.increment();
        return slot;
    }

    private void evict(int slot, ContactRoute route) {
        counts.evicted.increment();
        if (!table.isSettled(slot)) {
            cutShort(slot, route);
        }
        table.remove(slot);
    }

    /** The conversation found in {@code slot}, unless it has been quiet for too long to be the same: then there is none. */
    int unlessOver(int slot) {
        if (slot == ConversationTable.NONE
                || !table.has(slot, REPORTED)
                || table.idleMillis(slot, clockMillis) < idleMillis) {
            return slot;
        }
        table.remove(slot);
        return ConversationTable.NONE;
    }

    void touch(int slot) {
        table.setLast(slot, clockMillis);
    }

    /** Makes a conversation the contact it is. */
    void report(int slot, ContactRoute route) {
        int protocol = table.protocol(slot);
        if (protocol == IpProtocol.UDP) {
            judgeUdp(slot);
        }
        if (protocol == IpProtocol.UDP && ignoredUdpPorts.get(table.targetPort(slot))) {
            counts.ignoredPort.increment();
        } else {
            write(slot, protocol, route);
            counts.contacts.increment();
        }
        held--;
        table.set(slot, REPORTED);
        table.setSettled(slot);
        if (quiet.isFull()) {
            forgetOldest();
        }
        // Counted from now and not from its last packet, so that the queue stays in order; it is looked at again then.
        table.setTicket(slot, quiet.add(slot, clockMillis + idleMillis));
    }

    private void write(int slot, int protocol, ContactRoute route) {
        boolean seen = table.has(slot, SEEN);
        boolean ports = hasPorts(protocol);
        boolean icmp = protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6;
        long high = table.initiatorHigh(slot);
        long low = table.initiatorLow(slot);
        ContactBatch batch = route.rowFor(high, low);
        batch.add(
                high,
                low,
                ports ? table.initiatorPort(slot) : Contact.UNKNOWN,
                table.targetHigh(slot),
                table.targetLow(slot),
                ports || icmp ? table.targetPort(slot) : Contact.UNKNOWN,
                protocol,
                seen && protocol == IpProtocol.TCP ? table.flags(slot) : TcpFlags.UNKNOWN,
                outcome(slot),
                seen,
                seen ? table.packets(slot) : Contact.UNKNOWN,
                table.startMillis(slot));
        if (protocol == IpProtocol.TCP && seen) {
            batch.addDetail(table.headerNumbers(slot), table.headerTraits(slot), table.has(slot, TARGET_DATA));
        }
    }

    private void forgetOldest() {
        int slot = quiet.firstSlot();
        if (isQuiet(slot, quiet.remove())) {
            counts.evicted.increment();
            table.remove(slot);
        }
    }

    /**
     * Where only one direction of the traffic is in the input, a datagram from a service port that nobody answers is itself
     * an answer.
     */
    private void judgeUdp(int slot) {
        Outcome outcome = outcome(slot);
        if (outcome == Outcome.ANSWERED || outcome == Outcome.REFUSED) {
            udpAnswered++;
            return;
        }
        udpAlone++;
        boolean fromService =
                table.initiatorPort(slot) < FIRST_DYNAMIC_PORT && table.targetPort(slot) >= FIRST_DYNAMIC_PORT;
        if (outcome == Outcome.SILENT && fromService && udpAnswered * ASYMMETRIC_SHARE < udpAlone) {
            table.swapEnds(slot);
            table.unset(slot, SEEN);
            table.set(slot, ANSWERED);
        }
    }

    private Outcome outcome(int slot) {
        if (table.has(slot, ANSWERED)) {
            return Outcome.ANSWERED;
        } else if (table.has(slot, REFUSED)) {
            return Outcome.REFUSED;
        }
        boolean waited = table.has(slot, SEEN) && !table.has(slot, MIDSTREAM | CUT_SHORT);
        return waited ? Outcome.SILENT : Outcome.UNKNOWN;
    }

    private static boolean hasPorts(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP, DCCP, UDP_LITE -> true;
            default -> false;
        };
    }
}
