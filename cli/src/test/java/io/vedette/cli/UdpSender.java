package io.vedette.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Sends datagrams as fast as it can, as a process of its own; prints the nanoseconds that it took. */
final class UdpSender {

    private UdpSender() {}

    /** @param arguments address and number */
    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[1]);
        InetSocketAddress to = new InetSocketAddress(arguments[0], 9);
        ByteBuffer data = ByteBuffer.allocateDirect(18);
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(to);
            long begun = System.nanoTime();
            int sent = 0;
            while (sent < count) {
                data.clear();
                sent += trySend(channel, data) ? 1 : 0;
            }
            System.out.println(System.nanoTime() - begun);
        }
    }

    /** A refusal of the port comes back as an exception of the next call, which then has not sent anything. */
    private static boolean trySend(DatagramChannel channel, ByteBuffer data) {
        try {
            return channel.write(data) > 0;
        } catch (IOException e) {
            return false;
        }
    }
}
