package io.vedette.core.contact;

import static io.vedette.core.contact.Conversations.ANSWERED;
import static io.vedette.core.contact.Conversations.GUESSED;
import static io.vedette.core.contact.Conversations.MIDSTREAM;
import static io.vedette.core.contact.Conversations.REFUSED;
import static io.vedette.core.contact.Conversations.SEEN;
import static io.vedette.core.contact.Conversations.TARGET_DATA;
import static io.vedette.core.flow.TcpFlags.ACK;
import static io.vedette.core.flow.TcpFlags.CLASSIC;
import static io.vedette.core.flow.TcpFlags.FIN;
import static io.vedette.core.flow.TcpFlags.PSH;
import static io.vedette.core.flow.TcpFlags.RST;
import static io.vedette.core.flow.TcpFlags.SYN;

import io.vedette.core.packet.PacketBatch;

/**
 * What a TCP packet means for its conversation: who began it, and whether it was taken or refused.
 *
 * <p>A connection that was taken becomes a contact when the initiator shows what it wanted with it: by a reset (half-open
 * scan), by data that it pushes, by closing it again (connect scan). Belongs to one thread.
 */
final class TcpExchange {

    /*
     * First packet of a conversation          initiator      state
     *   SYN without ACK, SYN and FIN            sender
     *   neither SYN nor ACK nor RST             sender         a FIN, NULL or Xmas probe
     *   SYN|ACK                                 receiver       answered
     *   RST                                     receiver       refused
     *   ACK with data                           by the ports   midstream
     *   ACK without data, from a service port   receiver       midstream, guessed: a reset in answer turns it round
     *   ACK without data, else                  sender         an ACK or Maimon probe, or midstream
     *
     * An answer alone is held against nobody: SEEN is missing then.
     */
    private static final int FIRST_DYNAMIC_PORT = 1024;

    private final Conversations conversations;
    private final ConversationSlots slots;

    TcpExchange(Conversations conversations) {
        this.conversations = conversations;
        this.slots = conversations.slots;
    }

    /** Takes the packet in a row, of a conversation that was looked for and not found. */
    void open(PacketBatch packets, int row, long millis, ContactRoute route) {
        int flags = packets.tcpFlags(row) & CLASSIC;
        if ((flags & (SYN | FIN)) == (SYN | FIN)) {
            open(packets, row, true, 0, millis, route);
        } else if ((flags & RST) != 0 && (flags & SYN) == 0) {
            open(packets, row, false, REFUSED, millis, route);
        } else if ((flags & ACK) == 0) {
            open(packets, row, true, 0, millis, route);
        } else if ((flags & SYN) != 0) {
            open(packets, row, false, ANSWERED, millis, route);
        } else if (packets.payloadLength(row) > 0) {
            boolean fromService = packets.sourcePort(row) < packets.destinationPort(row);
            open(packets, row, !fromService, MIDSTREAM, millis, route);
        } else if (packets.sourcePort(row) < FIRST_DYNAMIC_PORT && packets.destinationPort(row) >= FIRST_DYNAMIC_PORT) {
            int slot = open(packets, row, false, MIDSTREAM | GUESSED, millis, route);
            slots.addPacket(slot, flags);
        } else {
            open(packets, row, true, 0, millis, route);
        }
    }

    private int open(PacketBatch packets, int row, boolean fromSource, int state, long millis, ContactRoute route) {
        if (!fromSource) {
            return conversations.openFromDestination(packets, row, state, millis, route);
        }
        int slot = conversations.openFromSource(
                packets, row, state | SEEN, packets.tcpFlags(row) & CLASSIC, millis, route);
        if (packets.payloadLength(row) == 0) {
            readHeader(slot, packets, row);
        }
        return slot;
    }

    private void readHeader(int slot, PacketBatch packets, int row) {
        int traits = ProbeHeader.traits(packets, row);
        if (ProbeHeader.isKnown(traits)) {
            slots.setHeader(slot, ProbeHeader.numbers(packets, row), traits);
        }
    }

    /**
     * Takes the packet in a row, of the conversation in a slot.
     *
     * @return whether it is an answer that came too late to count
     */
    boolean join(int slot, boolean fromInitiator, PacketBatch packets, int row, ContactRoute route) {
        int flags = packets.tcpFlags(row) & CLASSIC;
        if (slots.has(slot, GUESSED)) {
            resolveGuess(slot, fromInitiator, flags, route);
        } else if (fromInitiator) {
            initiatorSent(slot, flags, packets.payloadLength(row), route);
        } else {
            return targetSent(slot, flags, packets.payloadLength(row), route);
        }
        return false;
    }

    private void resolveGuess(int slot, boolean fromInitiator, int flags, ContactRoute route) {
        if (!fromInitiator || conversations.isReported(slot)) {
            return;
        }
        slots.unset(slot, GUESSED);
        if ((flags & RST) != 0) {
            // The side taken for a client resets a bare ACK: nobody there had a connection. The other side was probing.
            slots.swapEnds(slot);
            slots.unset(slot, MIDSTREAM);
            slots.set(slot, SEEN | REFUSED);
        } else {
            slots.clearTally(slot); // it was the other side's
            slots.addPacket(slot, flags);
            slots.set(slot, SEEN | ANSWERED);
        }
        conversations.report(slot, route);
    }

    private void initiatorSent(int slot, int flags, int payload, ContactRoute route) {
        boolean first = !slots.has(slot, SEEN);
        slots.set(slot, SEEN);
        slots.addPacket(slot, flags);
        if (conversations.isReported(slot)) {
            return;
        }
        if (slots.has(slot, MIDSTREAM) && first) {
            slots.set(slot, ANSWERED);
            conversations.report(slot, route);
        } else if (slots.has(slot, ANSWERED) && (flags & (RST | FIN | PSH)) != 0) {
            conversations.report(slot, route);
        } else if (slots.has(slot, REFUSED)) {
            conversations.report(slot, route);
        }
    }

    private boolean targetSent(int slot, int flags, int payload, ContactRoute route) {
        if (payload > 0) {
            slots.set(slot, TARGET_DATA);
        }
        boolean refuses = (flags & RST) != 0 && !slots.has(slot, ANSWERED);
        if (conversations.isReported(slot)) {
            boolean late = !slots.has(slot, ANSWERED | REFUSED | MIDSTREAM);
            slots.set(slot, refuses ? REFUSED : ANSWERED);
            return late;
        }
        slots.set(slot, refuses ? REFUSED : ANSWERED);
        boolean known = (flags & RST) != 0 || slots.has(slot, MIDSTREAM);
        if (known && slots.has(slot, SEEN)) {
            conversations.report(slot, route);
        }
        return false;
    }
}
