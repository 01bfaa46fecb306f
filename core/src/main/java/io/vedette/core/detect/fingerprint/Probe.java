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
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What the tests look at in one TCP packet over IPv4 that asks for something: a SYN without ACK, or a packet with flags that
 * only probes have.
 *
 * <p>A place to read into again and again, not a value. Belongs to one thread.
 */
public final class Probe {

    private static final int MIN_HEADER_LENGTH = 20;

    // As narrow as in the header: every suspect keeps one.
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

    boolean hasTargetOf(Probe other) {
        return destination == other.destination && destinationPort == other.destinationPort;
    }

    void copy(Probe other) {
        destination = other.destination;
        identification = other.identification;
        timeToLive = other.timeToLive;
        dontFragment = other.dontFragment;
        sourcePort = other.sourcePort;
        destinationPort = other.destinationPort;
        sequence = other.sequence;
        flags = other.flags;
        window = other.window;
        options = other.options;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(destination);
        out.writeChar(identification);
        out.writeShort(timeToLive);
        out.writeBoolean(dontFragment);
        out.writeChar(sourcePort);
        out.writeChar(destinationPort);
        out.writeInt(sequence);
        out.writeShort(flags);
        out.writeChar(window);
        out.writeByte(options.ordinal());
    }

    void read(DataInput in) throws IOException {
        destination = in.readInt();
        identification = in.readChar();
        timeToLive = in.readShort();
        dontFragment = in.readBoolean();
        sourcePort = in.readChar();
        destinationPort = in.readChar();
        sequence = in.readInt();
        flags = in.readShort();
        window = in.readChar();
        int layout = in.readUnsignedByte();
        OptionLayout[] layouts = OptionLayout.values();
        if (layout >= layouts.length) {
            throw new IOException("option layout " + layout);
        }
        options = layouts[layout];
    }
}
