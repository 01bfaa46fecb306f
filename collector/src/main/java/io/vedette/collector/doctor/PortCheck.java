package io.vedette.collector.doctor;

import io.vedette.collector.tcp.ListenException;
import io.vedette.core.flow.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Whether a port can be opened, seen by opening it for a moment. Not for ports that a running collector has. */
public final class PortCheck {

    private PortCheck() {}

    /** @param about which port it is, for people */
    public static Finding of(String about, IpAddress address, int port) {
        InetSocketAddress place = new InetSocketAddress(address.toInetAddress(), port);
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(place, 1);
            return Finding.good(about, address.withPort(port) + " can be opened");
        } catch (IOException e) {
            ListenException told = ListenException.of(place, e);
            return Finding.problem(
                    about, "cannot listen on " + address.withPort(port) + ": " + cause(told), told.advice());
        }
    }

    private static String cause(ListenException told) {
        return switch (told.reason()) {
            case IN_USE -> "another process listens there";
            case NOT_PERMITTED -> "not permitted";
            case NO_SUCH_ADDRESS -> "this host has no such address";
            case FAMILY_OFF -> "IPv6 is switched off on this host";
            case OTHER -> "the system refuses";
        };
    }
}
