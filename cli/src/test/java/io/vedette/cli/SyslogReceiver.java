package io.vedette.cli;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A syslog server on loopback, RFC 6587 octet counting, that keeps the JSON of every alert. It outlives its senders. */
final class SyslogReceiver implements AutoCloseable {

    private static final Pattern ID = Pattern.compile(" id=\"([^\"]+)\"");

    private final ServerSocket server;
    private final Map<String, String> texts = new ConcurrentHashMap<>();
    private final AtomicInteger repeated = new AtomicInteger();

    SyslogReceiver() throws IOException {
        this(0);
    }

    SyslogReceiver(int port) throws IOException {
        server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        daemon(() -> {
            while (true) {
                Socket sender = server.accept();
                daemon(() -> read(sender));
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                return; // the other side, or this one, has gone
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void read(Socket sender) throws IOException {
        try (sender;
                DataInputStream in = new DataInputStream(new BufferedInputStream(sender.getInputStream()))) {
            while (true) {
                int length = 0;
                int digit;
                while ((digit = in.readUnsignedByte()) != ' ') {
                    length = length * 10 + digit - '0';
                }
                byte[] message = new byte[length];
                in.readFully(message);
                keep(new String(message, StandardCharsets.UTF_8));
            }
        } catch (EOFException e) {
            return; // a message that was cut off is none
        }
    }

    private void keep(String message) {
        Matcher id = ID.matcher(message);
        if (!id.find()) {
            throw new AssertionError("no id in " + message);
        }
        if (texts.put(id.group(1), message.substring(message.indexOf('{'))) != null) {
            repeated.incrementAndGet();
        }
    }

    int port() {
        return server.getLocalPort();
    }

    Set<String> ids() {
        return texts.keySet();
    }

    /** The alerts by their ids. */
    Map<String, String> texts() {
        return texts;
    }

    /** Alerts that came again. */
    int repeated() {
        return repeated.get();
    }

    boolean hasTextWith(String part) {
        return texts.values().stream().anyMatch(text -> text.contains(part));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
