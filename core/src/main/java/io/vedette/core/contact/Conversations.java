package io.vedette.core.contact;

import io.vedette.core.packet.PacketBatch;
import io.vedette.core.sketch.KeyedHash;

/**
 * The conversations that packets belong to, from their first packet to the contact they become and on until they have been
 * quiet for a while.
 *
 * <p>Each conversation becomes exactly one contact: when its outcome is known, when the wait for an answer is over, or when
 * room is needed. Time is that of a {@link TrustedClock} over the packets; when it leaps, everything open is closed. Belongs
 * to one thread.
 */
final class Conversations {

    /** The conversation has become a contact before its wait was over: after that, all have. */
    private static final int REPORTED = 1;

    static final int ANSWERED = 1 << 1;
    static final int REFUSED = 1 << 2;

    /** A packet of the initiator itself was in the input. */
    static final int SEEN = 1 << 3;

    /** It had begun before its first packet in the input: silence proves nothing. */
    static final int MIDSTREAM = 1 << 4;

    /** Who the initiator is was guessed from the ports. */
    static final int GUESSED = 1 << 5;

    /** Room was made before the wait was over. */
    static final int CUT_SHORT = 1 << 6;

    /** Conversations that may be kept in a row because they go on, when room is needed. */
    private static final int MOST_KEPT = 8;

    /** How far ahead a last packet may be to be believed although none came to confirm it. */
    private static final long BELIEVED_LAST_MILLIS = 86_400_000;

    private static final int NO_SLOT = -1;

    /** The target has sent data. */
    static final int TARGET_DATA = 1 << 7;

    final ConversationTable table;
    final ConversationSlots slots;

    private final long answerWaitMillis;
    private final long idleMillis;
    private final PacketContactCounts counts;
    private final ContactWriter writer;
    private final TrustedClock clock = new TrustedClock();
    private long clockMillis = TrustedClock.NOT_YET;

    /** The conversation that the packet in doubt began. */
    private int doubtfulSlot = NO_SLOT;

    private boolean inDoubt;

    private int held;

    Conversations(
            PacketContactSettings settings,
            ContactSettings contactSettings,
            PacketContactCounts counts,
            KeyedHash hash) {
        this.table = new ConversationTable(settings.conversationLimit(), hash);
        this.slots = table.slots();
        this.answerWaitMillis = settings.answerWait().toMillis();
        this.idleMillis = settings.idleTimeout().toMillis();
        this.counts = counts;
        this.writer = new ContactWriter(slots, contactSettings, counts);
    }

    /** Conversations that have not become a contact. */
    int held() {
        return held;
    }

    /** Whether another packet of this time changes nothing about the clock. */
    boolean isSettledAt(long millis) {
        return clockMillis == millis && !inDoubt;
    }

    /** The time that is believed, or {@link TrustedClock#NOT_YET}. */
    long clockMillis() {
        return clockMillis;
    }

    /** Takes the time stamp of the next packet. */
    void follow(long millis, ContactRoute route) {
        TrustedClock.Step step = clock.advance(millis);
        if (step == TrustedClock.Step.STEADY) {
            advanceTo(clock.nowMillis(), route);
        } else {
            resolveDoubt(step, route);
        }
    }

    /** The conversation that a packet in doubt began has its start put right, or is taken along to the new time. */
    private void resolveDoubt(TrustedClock.Step step, ContactRoute route) {
        int began = doubtfulSlot;
        doubtfulSlot = NO_SLOT;
        if (step == TrustedClock.Step.LEAPT || step == TrustedClock.Step.WENT_BACK) {
            if (step == TrustedClock.Step.WENT_BACK) {
                counts.clockResets.increment();
            }
            leap(began, route);
        } else {
            if (inDoubt) {
                counts.wrongClocks.increment();
            }
            if (began != NO_SLOT) {
                slots.setStart(began, clockMillis);
            }
            advanceTo(clock.nowMillis(), route);
        }
        inDoubt = clock.doubtMillis() != TrustedClock.NOT_YET;
    }

    private void leap(int began, ContactRoute route) {
        boolean waits = began != NO_SLOT && !isReported(began);
        if (waits) {
            slots.set(began, REPORTED);
        }
        closeAll(route);
        clockMillis = clock.nowMillis();
        if (waits) {
            slots.unset(began, REPORTED);
            table.appendCopy(began, clockMillis);
        }
    }

    /** Lets time pass on a clock that is right. */
    void advance(long millis, ContactRoute route) {
        boolean known = clockMillis != TrustedClock.NOT_YET;
        boolean back = known && millis < clockMillis - TrustedClock.LEAP_MILLIS;
        if (!back && millis <= clockMillis) {
            return;
        }
        int began = doubtfulSlot;
        long doubt = clock.doubtMillis();
        doubtfulSlot = NO_SLOT;
        inDoubt = false;
        if (began != NO_SLOT && Math.abs(doubt - millis) > TrustedClock.LEAP_MILLIS) {
            counts.wrongClocks.increment();
            slots.setStart(began, clockMillis);
            began = NO_SLOT;
        }
        if (back) {
            counts.clockResets.increment();
        }
        if (back || known && millis - clockMillis > TrustedClock.LEAP_MILLIS) {
            clock.set(began == NO_SLOT ? millis : Math.min(doubt, millis));
            leap(began, route);
        }
        clock.set(millis);
        advanceTo(millis, route);
    }

    private void advanceTo(long millis, ContactRoute route) {
        if (millis > clockMillis) {
            clockMillis = millis;
            expire(route);
        }
    }

    private void expire(ContactRoute route) {
        while (table.hasDue() && slots.waitedMillis(table.dueSlot(), clockMillis) >= answerWaitMillis) {
            stopWaiting(route);
        }
        while (!table.isEmpty() && slots.waitedMillis(table.firstSlot(), clockMillis) >= idleMillis) {
            int slot = table.firstSlot();
            if (slots.idleMillis(slot, clockMillis) < idleMillis) {
                moveFirstToEnd();
            } else {
                table.dropFirst();
            }
        }
    }

    private void stopWaiting(ContactRoute route) {
        int slot = table.dueSlot();
        table.passDue();
        if (!slots.has(slot, REPORTED)) {
            tell(slot, route);
        }
    }

    /** Makes all open conversations contacts and forgets everything. */
    void finish(ContactRoute route) {
        // A last packet that is far ahead may follow a pause, unless it is so far that its clock must be wrong.
        if (doubtfulSlot != NO_SLOT && Math.abs(clock.doubtMillis() - clockMillis) > BELIEVED_LAST_MILLIS) {
            counts.wrongClocks.increment();
            slots.setStart(doubtfulSlot, clockMillis);
        }
        closeAll(route);
        doubtfulSlot = NO_SLOT;
        inDoubt = false;
        clockMillis = TrustedClock.NOT_YET;
        clock.set(TrustedClock.NOT_YET);
    }

    private void closeAll(ContactRoute route) {
        while (table.hasDue()) {
            stopWaiting(route);
        }
        table.clear();
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
        if (table.isFull()) {
            makeRoom(route);
        }
        return opened(table.append(iHigh, iLow, iPort, tHigh, tLow, tPort, protocol, state, millis, clockMillis));
    }

    /** The same for the packet in a row, whose source is the initiator; counts it. */
    int openFromSource(PacketBatch packets, int row, int state, int flags, long millis, ContactRoute route) {
        if (packets.isIpv6(row)) {
            int slot = open(
                    packets.sourceHigh(row),
                    packets.sourceLow(row),
                    packets.sourcePort(row),
                    packets.destinationHigh(row),
                    packets.destinationLow(row),
                    packets.destinationPort(row),
                    packets.protocol(row),
                    state,
                    millis,
                    route);
            slots.addPacket(slot, flags);
            return slot;
        }
        if (table.isFull()) {
            makeRoom(route);
        }
        return opened(table.append(packets, row, state, flags, millis, clockMillis));
    }

    /** The same for the packet in a row, whose destination is the initiator. */
    int openFromDestination(PacketBatch packets, int row, int state, long millis, ContactRoute route) {
        return open(
                packets.destinationHigh(row),
                packets.destinationLow(row),
                packets.destinationPort(row),
                packets.sourceHigh(row),
                packets.sourceLow(row),
                packets.sourcePort(row),
                packets.protocol(row),
                state,
                millis,
                route);
    }

    private int opened(int slot) {
        if (table.hasLost()) {
            counts.evicted.add(table.takeLost());
        }
        if (inDoubt) {
            doubtfulSlot = slot;
        }
        held++;
        counts.opened.increment();
        return slot;
    }

    /**
     * Forgets the conversation that began first. One that is over or never had more than its first packet goes before one
     * that goes on; one that still waits for its answer goes last, and becomes a contact.
     */
    private void makeRoom(ContactRoute route) {
        for (int kept = 0; kept < MOST_KEPT; kept++) {
            int slot = table.firstSlot();
            boolean goesOn =
                    isReported(slot) && slots.idleMillis(slot, clockMillis) < slots.waitedMillis(slot, clockMillis);
            if (!goesOn) {
                break;
            }
            if (table.dueSlot() == slot) {
                table.passDue();
            }
            moveFirstToEnd();
        }
        int slot = table.firstSlot();
        if (table.dueSlot() == slot) {
            table.passDue();
            if (!slots.has(slot, REPORTED)) {
                slots.set(slot, CUT_SHORT);
                counts.cutShort.increment();
                tell(slot, route);
            }
        }
        table.dropFirst();
        counts.evicted.increment();
    }

    /** Keeps the first conversation, which is a contact. */
    private void moveFirstToEnd() {
        slots.set(table.firstSlot(), REPORTED);
        table.moveFirstToEnd(clockMillis);
    }

    /** Whether a conversation has become a contact. */
    boolean isReported(int slot) {
        return table.isPassed(slot) || slots.has(slot, REPORTED);
    }

    /** The conversation found in {@code slot}, unless it has been quiet for too long to be the same: then there is none. */
    int unlessOver(int slot) {
        if (slot == ConversationTable.NONE || !isReported(slot) || slots.idleMillis(slot, clockMillis) < idleMillis) {
            return slot;
        }
        slots.hide(slot);
        return ConversationTable.NONE;
    }

    void touch(int slot) {
        slots.setLast(slot, clockMillis);
    }

    /** Makes a conversation the contact it is before its wait is over. */
    void report(int slot, ContactRoute route) {
        tell(slot, route);
        slots.set(slot, REPORTED);
    }

    private void tell(int slot, ContactRoute route) {
        writer.write(slot, clockMillis, route);
        held--;
    }
}
