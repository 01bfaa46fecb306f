package io.vedette.collector.alert.remote;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port that neither accepts nor refuses: its queue of connections is full, so the kernel drops whoever wants another. */
public final class SilentServer implements AutoCloseable {

    private static final int MOST_TRIES = 16;
    private static final int PATIENCE_MILLIS = 300;

    private final ServerSocket server;
    private final List<Socket> queue = new ArrayList<>();

    public SilentServer(String address, int port) throws IOException {
        server = new ServerSocket(port, 1, InetAddress.getByName(address));
        try {
            for (int i = 0; i < MOST_TRIES; i++) {
                Socket socket = new Socket();
                queue.add(socket);
                socket.connect(server.getLocalSocketAddress(), PATIENCE_MILLIS);
            }
        } catch (SocketTimeoutException e) {
            return;
        }
        close();
        throw new IOException("the queue of " + address + " does not fill");
    }

    public InetAddress address() {
        return server.getInetAddress();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : queue) {
            socket.close();
        }
        server.close();
    }
}
