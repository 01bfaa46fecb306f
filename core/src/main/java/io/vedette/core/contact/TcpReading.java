package io.vedette.core.contact;

import static io.vedette.core.flow.TcpFlags.ACK;
import static io.vedette.core.flow.TcpFlags.CLASSIC;
import static io.vedette.core.flow.TcpFlags.FIN;
import static io.vedette.core.flow.TcpFlags.PSH;
import static io.vedette.core.flow.TcpFlags.RST;
import static io.vedette.core.flow.TcpFlags.SYN;

import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.TcpFlags;

/**
 * What the TCP flags of one flow record say about who started it and what came of it.
 *
 * <p>Written into fields rather than returned as an object, because there is one for each TCP flow. Belongs to one thread.
 */
final class TcpReading {

    /*
     * TCP_FLAGS means different things. A record of one direction carries what its source sent. A record of both carries,
     * with most producers, the union of what both sent: a SYN to a closed port is 2 in the first and 22 = SYN|RST|ACK in the
     * second. Which one it is shows in this order:
     *
     *   1. CLIENT_TCP_FLAGS and SERVER_TCP_FLAGS are present: no question left.
     *   2. OUT_PKTS is present: the union.
     *   3. The probe has sent values that one direction cannot produce, such as SYN and RST in a single packet: the union,
     *      from then on. Before that, and for probes that never do, one direction.
     *
     * Whoever sent nothing but SYN|ACK, RST or RST|ACK was answering. An answer is held against nobody: the contact it
     * belongs to is marked as not seen from the initiator's side, and only joins one that was.
     */
    private static final int SYN_ACK = SYN | ACK;
    private static final int RST_ACK = RST | ACK;
    private static final int XMAS = FIN | PSH | TcpFlags.URG;

    /** Records with values that only a union can have, before the probe is taken to send unions. */
    private static final int UNION_PROOFS = 3;

    private int unionProofs;

    /** Whether the source of the record is the initiator. */
    boolean fromSource;

    Outcome outcome = Outcome.UNKNOWN;
    int flags;
    boolean initiatorSeen;

    /** Whether this probe's records are known to carry the union of both directions. */
    boolean mergesDirections() {
        return unionProofs >= UNION_PROOFS;
    }

    void read(FlowBatch batch, int row) {
        int client = batch.clientFlags(row);
        int server = batch.serverFlags(row);
        if (batch.packets(row) == 0 && batch.reversePackets(row) > 0) {
            readReverse((server >= 0 ? server : batch.tcpFlags(row)) & CLASSIC, batch, row);
            return;
        }
        if (client >= 0 && server >= 0) {
            readSides(client & CLASSIC, server & CLASSIC, batch, row);
            return;
        }
        int seen = batch.tcpFlags(row) & CLASSIC;
        long packets = batch.packets(row);
        long reverse = batch.reversePackets(row);
        int sourcePort = batch.sourcePort(row);
        int destinationPort = batch.destinationPort(row);
        if (packets == 1 && reverse <= 0 && (seen & (SYN | FIN)) == (SYN | FIN)) {
            fromSource = true; // one packet that begins and ends: nobody answers so
            initiatorSeen = true;
            flags = seen;
            outcome = reverse == 0 ? Outcome.SILENT : Outcome.UNKNOWN;
        } else if (reverse > 0) {
            readUnion(seen, packets, reverse, sourcePort, destinationPort);
        } else if (reverse == 0) {
            readOneSide(seen, packets, sourcePort, destinationPort, Outcome.SILENT);
        } else {
            if (packets == 1 && onlyUnion(seen)) {
                unionProofs++;
            }
            if (mergesDirections() || packets <= 2 && onlyUnion(seen)) {
                readUnion(seen, packets, -1, sourcePort, destinationPort);
            } else {
                readOneSide(seen, packets, sourcePort, destinationPort, Outcome.UNKNOWN);
            }
        }
    }

    /** SYN and RST|ACK, FIN and RST, or Xmas and RST|ACK: never in one packet of a working or a scanning stack. */
    private static boolean onlyUnion(int flags) {
        return (flags & (SYN | RST_ACK)) == (SYN | RST_ACK) || flags == (FIN | RST_ACK) || flags == (XMAS | RST_ACK);
    }

    private void readSides(int client, int server, FlowBatch batch, int row) {
        boolean swapped = answersOnly(client) && !answersOnly(server) && server != 0;
        fromSource = !swapped;
        flags = swapped ? server : client;
        int reply = swapped ? client : server;
        initiatorSeen = true;
        if (reply == 0 && batch.reversePackets(row) <= 0) {
            // One direction alone may be half of what works: packets may come back another way.
            readOneSide(flags, batch.packets(row), batch.sourcePort(row), batch.destinationPort(row), Outcome.SILENT);
        } else if ((reply & RST) != 0 && (reply & SYN) == 0 && (reply & PSH) == 0) {
            outcome = Outcome.REFUSED;
        } else {
            outcome = Outcome.ANSWERED;
        }
    }

    /** Only what the destination sent was seen: a record of one direction, turned round. */
    private void readReverse(int sent, FlowBatch batch, int row) {
        readOneSide(sent, batch.reversePackets(row), batch.destinationPort(row), batch.sourcePort(row), Outcome.SILENT);
        fromSource = !fromSource;
    }

    /** {@code reverse} is the number of packets that came back, or -1 if not known. */
    private void readUnion(int union, long packets, long reverse, int sourcePort, int destinationPort) {
        fromSource = true;
        initiatorSeen = true;
        flags = union;
        if ((union & SYN) != 0 && (union & PSH) == 0 && (union & RST) != 0) {
            // A closed port answers each SYN with a reset. An open one is left by a reset that comes on top of the SYN.
            boolean refused = reverse > 0 ? packets <= Math.max(1, reverse) : packets <= 2;
            outcome = refused ? Outcome.REFUSED : Outcome.ANSWERED;
            flags = refused ? union & ~RST_ACK : packets == 2 ? union & ~ACK : union;
        } else if (union == SYN) {
            outcome = Outcome.SILENT;
        } else if (union == SYN_ACK) {
            outcome = Outcome.ANSWERED;
            flags = packets <= 1 ? SYN : union;
        } else if (union == RST_ACK && packets <= 2) {
            outcome = Outcome.REFUSED; // a NULL or an ACK probe: the union does not tell which
        } else if (union == (FIN | RST_ACK) && packets <= 2) {
            outcome = Outcome.REFUSED;
            flags = FIN;
        } else if (union == (XMAS | RST_ACK)) {
            outcome = Outcome.REFUSED;
            flags = XMAS;
        } else if (union == RST) {
            answer(union);
        } else if ((union & (SYN | ACK)) == 0) {
            outcome = packets <= 3 ? Outcome.SILENT : Outcome.UNKNOWN;
            flags = packets <= 3 ? union : TcpFlags.UNKNOWN;
        } else if (union == ACK && packets <= 2 && reverse < 0) {
            outcome = Outcome.SILENT;
        } else {
            established(union, sourcePort, destinationPort);
        }
    }

    private void readOneSide(int sent, long packets, int sourcePort, int destinationPort, Outcome open) {
        fromSource = true;
        initiatorSeen = true;
        flags = sent;
        outcome = open;
        if (answersOnly(sent)) {
            answer(sent);
        } else if ((sent & ACK) == 0) {
            // SYN alone, or a combination that no connection begins with. SYN and RST: the prober hung up on an answer.
            if ((sent & (SYN | RST)) == (SYN | RST)) {
                outcome = Outcome.ANSWERED;
            } else if ((sent & SYN) == 0 && packets > 3) {
                flags = TcpFlags.UNKNOWN; // many packets without any flag: the producer left them out
            }
        } else if ((sent & (SYN | RST | PSH)) == (SYN | RST)) {
            outcome = Outcome.ANSWERED; // it connected and hung up without a word
        } else if ((sent & SYN) != 0) {
            established(sent, sourcePort, destinationPort);
        } else if (packets > 2 || (sent & (PSH | RST)) != 0) {
            established(sent, sourcePort, destinationPort);
        }
        // else ACK or FIN|ACK in one or two packets: a probe, or the tail of a connection
    }

    /** An established connection, or a slice of one. Both ends look alike; the lower port is taken for the service. */
    private void established(int seen, int sourcePort, int destinationPort) {
        outcome = Outcome.ANSWERED;
        flags = seen;
        fromSource = destinationPort <= sourcePort;
        initiatorSeen = fromSource;
    }

    private void answer(int sent) {
        fromSource = false;
        initiatorSeen = false;
        flags = TcpFlags.UNKNOWN;
        outcome = (sent & RST) != 0 ? Outcome.REFUSED : Outcome.ANSWERED;
    }

    /** Whether a record with these flags, read last, may be the end of a connection that was used before: ACK, FIN, no data. */
    boolean maybeEnd(int seen) {
        return outcome != Outcome.ANSWERED && (seen & (SYN | ACK | PSH | TcpFlags.URG)) == ACK;
    }

    /** Whether the record read last shows a connection from its beginning, over which data flowed. */
    boolean isUse() {
        return outcome == Outcome.ANSWERED && (flags & (SYN | ACK | PSH)) == (SYN | ACK | PSH);
    }

    private static boolean answersOnly(int sent) {
        return sent == SYN_ACK || sent == RST || sent == RST_ACK;
    }
}
