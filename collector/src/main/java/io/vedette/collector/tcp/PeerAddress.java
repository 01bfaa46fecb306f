package io.vedette.collector.tcp;

import io.vedette.core.flow.IpAddress;
import java.net.InetSocketAddress;

/**
 * The far end of a connection. IPv4-mapped addresses are shown as the IPv4 addresses they are.
 *
 * @param port TCP port
 */
public record PeerAddress(IpAddress address, int port) {

    static PeerAddress of(InetSocketAddress socket) {
        return new PeerAddress(IpAddress.of(socket.getAddress()), socket.getPort());
    }

    /** {@code 192.0.2.1:2055} or {@code [2001:db8::1]:2055}. */
    @Override
    public String toString() {
        return address.withPort(port);
    }
}
