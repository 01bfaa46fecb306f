package io.vedette.core.detect.fingerprint;

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

    int destination;
    int identification;
    int timeToLive;
    boolean dontFragment;
    int sourcePort;
    int destinationPort;
    int sequence;
    int flags;
    int window;
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
        int ip = packets.ipOffset(row);
        destination = Ipv4.destination(bytes, ip);
        identification = Ipv4.identification(bytes, ip);
        timeToLive = Ipv4.timeToLive(bytes, ip);
        dontFragment = Ipv4.dontFragment(bytes, ip);
        sourcePort = packets.sourcePort(row);
        destinationPort = packets.destinationPort(row);
        sequence = Tcp.sequence(bytes, tcp);
        flags = newFlags;
        window = Tcp.window(bytes, tcp);
        options = OptionLayout.of(bytes, tcp + MIN_HEADER_LENGTH, tcp + Tcp.headerLength(bytes, tcp));
        return true;
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
}
