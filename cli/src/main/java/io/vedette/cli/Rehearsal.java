package io.vedette.cli;

import io.vedette.collector.Collector;
import io.vedette.collector.config.ConfigInputs.Flag;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/** A collector that shows itself a scan and its own pages: after it, every class that a start needs has been loaded. */
final class Rehearsal {

    /** Free ports on loopback, and no file. */
    static final List<Flag> SETTINGS = List.of(
            new Flag("--x-rehearse", "listen.address", "127.0.0.1"),
            new Flag("--x-rehearse", "listen.port", "0"),
            new Flag("--x-rehearse", "web.port", "0"),
            new Flag("--x-rehearse", "alerts.log.enabled", "false"));

    private static final int SCANNED_PORTS = 40;

    private final Collector collector;
    private final CommandLine commands;

    Rehearsal(Collector collector, CommandLine commands) {
        this.collector = collector;
        this.commands = commands;
    }

    void run() throws IOException {
        commands.getUsageMessage();
        send(collector.address().getPort(), scan());
        send(collector.adminPort(), "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    private static String scan() {
        StringBuilder lines = new StringBuilder();
        for (int port = 1; port <= SCANNED_PORTS; port++) {
            lines.append("{\"IPV4_SRC_ADDR\":\"192.0.2.1\",\"IPV4_DST_ADDR\":\"198.51.100.1\",\"PROTOCOL\":6,"
                            + "\"L4_SRC_PORT\":40000,\"L4_DST_PORT\":")
                    .append(port)
                    .append(",\"TCP_FLAGS\":2,\"IN_PKTS\":1}\n");
        }
        return lines.toString();
    }

    private static void send(int port, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
    }
}
