package io.vedette.core.packet;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Builds packets from the inside out. Every number can be made wrong afterwards with {@link #with}. */
public final class PacketBytes {

    private PacketBytes() {}

    public static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer buffer = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            buffer.put(part);
        }
        return buffer.array();
    }

    /** A copy with other bytes at {@code at}. */
    public static byte[] with(byte[] bytes, int at, int... values) {
        byte[] copy = bytes.clone();
        for (int i = 0; i < values.length; i++) {
            copy[at + i] = (byte) values[i];
        }
        return copy;
    }

    public static byte[] u16(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * 2);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        return buffer.array();
    }

    public static byte[] ethernet(int type, byte[] payload) {
        return join(new byte[12], u16(type), payload);
    }

    /** A VLAN tag or another that ends with the type of what follows: goes between a type and its payload. */
    public static byte[] tag(int type, byte[] payload) {
        return join(u16(100, type), payload);
    }

    public static byte[] ipv4(String source, String destination, int protocol, byte[] payload) {
        return fragment4(source, destination, protocol, 1, 0, false, payload);
    }

    public static byte[] fragment4(
            String source,
            String destination,
            int protocol,
            int identification,
            int offset,
            boolean more,
            byte[] payload) {
        ByteBuffer buffer = ByteBuffer.allocate(20);
        buffer.put((byte) 0x45).put((byte) 0).putShort((short) (20 + payload.length));
        buffer.putShort((short) identification).putShort((short) (offset >> 3 | (more ? 0x2000 : 0)));
        buffer.put((byte) 64).put((byte) protocol).putShort((short) 0);
        buffer.put(address(source)).put(address(destination));
        return join(buffer.array(), payload);
    }

    public static byte[] ipv6(String source, String destination, int nextHeader, byte[] payload) {
        ByteBuffer buffer = ByteBuffer.allocate(40);
        buffer.putInt(0x6000_0000).putShort((short) payload.length);
        buffer.put((byte) nextHeader).put((byte) 64);
        buffer.put(address(source)).put(address(destination));
        return join(buffer.array(), payload);
    }

    /** IPv4 or IPv6, as the addresses are. */
    public static byte[] ip(String source, String destination, int protocol, byte[] payload) {
        return source.indexOf(':') < 0
                ? ipv4(source, destination, protocol, payload)
                : ipv6(source, destination, protocol, payload);
    }

    private static byte[] address(String text) {
        InetAddress address = IpAddress.parse(text).toInetAddress();
        return address.getAddress();
    }

    /** An extension header of 8 bytes. */
    public static byte[] extension(int nextHeader, byte[] payload) {
        return join(new byte[] {(byte) nextHeader, 0, 1, 4, 0, 0, 0, 0}, payload);
    }

    public static byte[] fragment6(int nextHeader, int identification, int offset, boolean more, byte[] payload) {
        return join(u16(nextHeader << 8, offset | (more ? 1 : 0), 0, identification), payload);
    }

    public static byte[] tcp(int sourcePort, int destinationPort, int flags, int dataLength) {
        return tcp(sourcePort, destinationPort, flags, 1, dataLength);
    }

    public static byte[] tcp(int sourcePort, int destinationPort, int flags, int sequence, int dataLength) {
        ByteBuffer buffer = ByteBuffer.allocate(20 + dataLength);
        buffer.putShort((short) sourcePort).putShort((short) destinationPort);
        buffer.putInt(sequence).putInt(0);
        buffer.putShort((short) (0x5000 | flags)).putShort((short) 1024);
        return buffer.array();
    }

    public static byte[] udp(int sourcePort, int destinationPort, byte[] data) {
        return join(u16(sourcePort, destinationPort, 8 + data.length, 0), data);
    }

    public static byte[] icmp(int type, int code, int identifier, byte[] data) {
        return join(u16(type << 8 | code, 0, identifier, 1), data);
    }

    /** An Ethernet frame with a TCP packet, 60 bytes long without data. */
    public static byte[] tcpFrame(String source, int sourcePort, String destination, int destinationPort, int flags) {
        byte[] packet = ip(source, destination, IpProtocol.TCP, tcp(sourcePort, destinationPort, flags, 0));
        boolean ipv4 = source.indexOf(':') < 0;
        return join(ethernet(ipv4 ? EtherType.IPV4 : EtherType.IPV6, packet), new byte[ipv4 ? 6 : 0]);
    }
}
