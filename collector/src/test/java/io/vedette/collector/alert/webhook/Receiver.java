package io.vedette.collector.alert.webhook;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A webhook's other side, on loopback, that misbehaves on command. What it was not told to do, it answers with 200. */
final class Receiver implements AutoCloseable {

    /** What was received. */
    record Request(String line, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** What is done with one request. */
    interface Act {
        void answer(Request request, OutputStream out) throws IOException;
    }

    final List<Request> requests = new CopyOnWriteArrayList<>();
    final Queue<Act> script = new ConcurrentLinkedQueue<>();
    final AtomicInteger connections = new AtomicInteger();
    volatile Act otherwise = status(200, "ok");

    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    Receiver() throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    Receiver(ServerSocket server) {
        this.server = server;
        daemon(this::accept);
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    int port() {
        return server.getLocalPort();
    }

    static Act status(int status, String body, String... headers) {
        return raw("HTTP/1.1 " + status + " Whatever\r\n" + String.join("", lines(headers)) + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    private static String[] lines(String[] headers) {
        String[] lines = headers.clone();
        for (int i = 0; i < lines.length; i++) {
            lines[i] += "\r\n";
        }
        return lines;
    }

    static Act raw(String text) {
        return (request, out) -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Closes the connection without a word. */
    static Act hangUp() {
        return (request, out) -> out.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                daemon(() -> serve(socket));
            }
        } catch (IOException e) {
            assert server.isClosed();
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream())) {
            Request request;
            while ((request = read(in)) != null) {
                requests.add(request);
                Act act = script.poll();
                (act == null ? otherwise : act).answer(request, socket.getOutputStream());
                socket.getOutputStream().flush();
            }
        } catch (IOException e) {
            open.remove(socket); // the other side went away, or this one was told to
        }
    }

    private static Request read(InputStream in) throws IOException {
        String line = line(in);
        if (line.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        String header;
        while (!(header = line(in)).isEmpty()) {
            int colon = header.indexOf(':');
            if (colon < 0) {
                return null; // not HTTP
            }
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Request(line, headers, in.readNBytes(length));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int octet;
        while ((octet = in.read()) >= 0 && octet != '\n') {
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "receiver");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
