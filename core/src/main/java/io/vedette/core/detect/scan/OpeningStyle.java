package io.vedette.core.detect.scan;

import static io.vedette.core.flow.TcpFlags.ACK;
import static io.vedette.core.flow.TcpFlags.RST;
import static io.vedette.core.flow.TcpFlags.SYN;

import io.vedette.core.contact.Contact;
import io.vedette.core.contact.Outcome;
import io.vedette.core.contact.ProbeHeader;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.packet.OptionLayout;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How an initiator opens its TCP connections: as an operating system does that is asked to connect, or with packets made by
 * hand. Closed and silent ports show the same flags for both; what differs is here.
 *
 * <p>A part of the {@link ScanState} and not an object of its own, which would cost 16 bytes and a cache miss more. Belongs to one
 * thread.
 */
abstract sealed class OpeningStyle permits CoupleList {

    /*
     * In the order in which it is believed:
     *
     *   1. The header of the SYN. An operating system asks for more than the segment size, and forbids fragmentation; tools that
     *      craft packets send no option or one, or allow fragments. It is overruled only by ends of connections: who resets
     *      each answered SYN at once did not connect, however well the SYN was made. And a few SYNs of which none was answered
     *      are called what they are, SYNs.
     *   2. What became of open ports: a completed handshake, or a reset in answer to SYN|ACK.
     *   3. Retransmissions from the same port, which kernels send and tools do not: those try again from another port, or send
     *      everything from one.
     *   4. Source ports. Linux gives every connection another one, and all of them even or all odd (net/ipv4/inet_hashtables.c:
     *      connect() tries one parity of the range first). Tools keep one, count up, or draw at random.
     */
    private static final int FIRST_EPHEMERAL_PORT = 32_768;

    private static final int EVEN = 1;
    private static final int ODD = 2;
    /** Below those that connections begin from. */
    private static final int LOW = 4;

    /** Ports that must agree before their parity means something: by chance all do once in 128 times. */
    private static final int PARITY_PROOF = 8;

    /** SYNs of an operating system that count for connections although none was completed. */
    private static final int STACK_PROOF = 16;

    private char stack;
    private char crafted;
    private char completed;
    private char halfOpen;
    private char silent;
    private char retried;
    private char ports;
    private char changes;
    private char lastPort;

    /** {@link #EVEN}, {@link #ODD} and {@link #LOW}, as far as there were such ports. */
    private byte portKinds;

    /** Takes a contact with a new couple that the initiator was seen to begin. */
    final void opened(Contact contact) {
        if (contact.protocol() != IpProtocol.TCP || contact.flags() < 0 || (contact.flags() & SYN) == 0) {
            return;
        }
        int flags = contact.flags();
        if (ProbeHeader.isKnown(contact.headerTraits())) {
            boolean asked = fromStack(contact.headerTraits());
            stack = plus(stack, asked);
            crafted = plus(crafted, !asked);
        }
        if (contact.outcome() == Outcome.ANSWERED) {
            completed = plus(completed, (flags & ACK) != 0);
            halfOpen = plus(halfOpen, (flags & (ACK | RST)) == RST);
        } else if (contact.outcome() != Outcome.REFUSED) {
            silent = plus(silent, true);
            retried = plus(retried, contact.packets() > 1);
        }
        addPort(contact.initiatorPort());
    }

    private void addPort(int port) {
        if (port < 0) {
            return;
        }
        changes = plus(changes, port != lastPort);
        ports = plus(ports, true);
        lastPort = (char) port;
        portKinds |= (byte) (port < FIRST_EPHEMERAL_PORT ? LOW : (port & 1) == 0 ? EVEN : ODD);
    }

    private static char plus(char count, boolean one) {
        return one && count < Character.MAX_VALUE ? (char) (count + 1) : count;
    }

    private static boolean fromStack(int traits) {
        OptionLayout options = ProbeHeader.options(traits);
        boolean rich = options != OptionLayout.NONE && options != OptionLayout.MSS_ONLY;
        return rich && ProbeHeader.dontFragment(traits);
    }

    /** Handshakes that were completed on connections without data. */
    final int completed() {
        return completed;
    }

    /** Whether connections were opened as programs open them, through the operating system. */
    final boolean connects() {
        if (stack + crafted > 0) {
            return stack > crafted && halfOpen <= completed && (completed > 0 || stack >= STACK_PROOF);
        }
        if (completed + halfOpen > 0) {
            return completed > halfOpen;
        }
        boolean fromOnePort = changes * 2 < ports;
        return retried * 2 > silent && !fromOnePort || oneParity();
    }

    private boolean oneParity() {
        boolean fresh = ports >= PARITY_PROOF && changes * 10 >= ports * 9;
        return fresh && (portKinds == EVEN || portKinds == ODD);
    }

    final void writeStyle(DataOutput out) throws IOException {
        out.writeChar(stack);
        out.writeChar(crafted);
        out.writeChar(completed);
        out.writeChar(halfOpen);
        out.writeChar(silent);
        out.writeChar(retried);
        out.writeChar(ports);
        out.writeChar(changes);
        out.writeChar(lastPort);
        out.writeByte(portKinds);
    }

    final void readStyle(DataInput in) throws IOException {
        stack = in.readChar();
        crafted = in.readChar();
        completed = in.readChar();
        halfOpen = in.readChar();
        silent = in.readChar();
        retried = in.readChar();
        ports = in.readChar();
        changes = in.readChar();
        lastPort = in.readChar();
        portKinds = in.readByte();
    }
}
