package io.vedette.core.detect.fingerprint;

import io.vedette.core.contact.Contact;
import io.vedette.core.contact.ProbeHeader;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import io.vedette.core.packet.Ipv4;
import io.vedette.core.packet.OptionLayout;
import io.vedette.core.packet.PacketBatch;
import io.vedette.core.packet.Tcp;

/**
 * What the tests look at in one TCP packet over IPv4 that asks for something: a SYN without ACK, or a packet with flags that
 * only probes have.
 *
 * <p>A place to read into again and again, not a value. Belongs to one thread.
 */
public final class Probe {

    private static final int MIN_HEADER_LENGTH = 20;
    private static final int NMAP_WINDOW = 1024;

    int destination;
    int sequence;
    char identification;
    char sourcePort;
    char destinationPort;
    char window;
    short timeToLive;
    short flags;
    boolean dontFragment;
    OptionLayout options = OptionLayout.NONE;

    /**
     * Reads the packet in a row.
     *
     * @return whether it is a probe of which all headers were captured; if not, what was here stays
     */
    public boolean read(PacketBatch packets, int row) {
        if (packets.protocol(row) != IpProtocol.TCP || packets.isIpv6(row) || packets.isFragment(row)) {
            return false;
        }
        byte[] bytes = packets.bytes();
        int tcp = packets.transportOffset(row);
        int captured = packets.end(row) - tcp;
        if (captured < MIN_HEADER_LENGTH || captured < Tcp.headerLength(bytes, tcp)) {
            return false;
        }
        int newFlags = packets.tcpFlags(row) & TcpFlags.CLASSIC;
        boolean answer = (newFlags & (TcpFlags.SYN | TcpFlags.ACK)) == (TcpFlags.SYN | TcpFlags.ACK)
                || (newFlags & TcpFlags.RST) != 0;
        if (answer || packets.payloadLength(row) > 0) {
            return false;
        }
        fill(bytes, packets.ipOffset(row), tcp);
        return true;
    }

    /**
     * Reads the first packet of a contact.
     *
     * @return whether it is a probe over IPv4 of which all headers were captured; if not, what was here stays
     */
    public boolean read(Contact contact) {
        int traits = contact.headerTraits();
        boolean v4 = IpAddress.isIpv4(contact.targetHigh(), contact.targetLow());
        if (!ProbeHeader.isKnown(traits) || !v4 || contact.flags() < 0) {
            return false;
        }
        long numbers = contact.headerNumbers();
        destination = (int) contact.targetLow();
        identification = (char) ProbeHeader.identification(numbers);
        timeToLive = (short) ProbeHeader.timeToLive(traits);
        dontFragment = ProbeHeader.dontFragment(traits);
        sourcePort = (char) contact.initiatorPort();
        destinationPort = (char) contact.targetPort();
        sequence = ProbeHeader.sequence(numbers);
        // The flags of a contact are those of all its packets: what begins with a SYN and is left by a reset is one.
        int sent = contact.flags() & TcpFlags.CLASSIC;
        boolean opening = (sent & (TcpFlags.SYN | TcpFlags.FIN | TcpFlags.URG)) == TcpFlags.SYN;
        flags = (short) (opening ? TcpFlags.SYN : sent);
        window = (char) ProbeHeader.window(numbers);
        options = ProbeHeader.options(traits);
        return true;
    }

    /** Reads a TCP packet over IPv4 of which all headers are there, whatever its flags. */
    void fill(byte[] bytes, int ip, int tcp) {
        destination = Ipv4.destination(bytes, ip);
        identification = (char) Ipv4.identification(bytes, ip);
        timeToLive = (short) Ipv4.timeToLive(bytes, ip);
        dontFragment = Ipv4.dontFragment(bytes, ip);
        sourcePort = (char) Tcp.sourcePort(bytes, tcp);
        destinationPort = (char) Tcp.destinationPort(bytes, tcp);
        sequence = Tcp.sequence(bytes, tcp);
        flags = (short) (Tcp.flags(bytes, tcp) & TcpFlags.CLASSIC);
        window = (char) Tcp.window(bytes, tcp);
        options = OptionLayout.of(bytes, tcp + MIN_HEADER_LENGTH, tcp + Tcp.headerLength(bytes, tcp));
    }

    boolean isSyn() {
        return flags == TcpFlags.SYN;
    }

    /**
     * The conditions that keep stacks with sequence numbers from a slow clock apart from Nmap, which repeat them: a window of
     * 1024 to 4096 in steps of 1024, no option but the segment size, fragmentation allowed.
     */
    boolean isLikeNmap() {
        boolean steps = window >= NMAP_WINDOW && window <= 4 * NMAP_WINDOW && (window & NMAP_WINDOW - 1) == 0;
        return steps && (options == OptionLayout.NONE || options == OptionLayout.MSS_ONLY) && !dontFragment;
    }

    /** Makes this one of which nothing but that is known. */
    void likeNmap(boolean like) {
        window = (char) (like ? NMAP_WINDOW : 0);
        options = OptionLayout.NONE;
        dontFragment = false;
    }

    /** Whether a tool may have made the numbers of both in the same way: distinct targets, and both SYNs or both not. */
    boolean isPairWith(Probe other) {
        boolean sameTarget = destination == other.destination && destinationPort == other.destinationPort;
        return !sameTarget && isSyn() == other.isSyn();
    }
}
