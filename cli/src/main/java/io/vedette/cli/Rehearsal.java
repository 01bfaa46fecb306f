package io.vedette.cli;

import io.vedette.collector.Collector;
import io.vedette.collector.config.ConfigInputs.Flag;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * A collector that shows itself a scan and its own pages, and the commands for captures with one of them: after it, every class
 * that a start needs has been loaded.
 */
final class Rehearsal {

    /** Free ports on loopback, and no file. */
    static final List<Flag> SETTINGS = List.of(
            new Flag("--x-rehearse", "listen.address", "127.0.0.1"),
            new Flag("--x-rehearse", "listen.port", "0"),
            new Flag("--x-rehearse", "web.port", "0"),
            new Flag("--x-rehearse", "alerts.log.enabled", "false"));

    private static final int SCANNED_PORTS = 40;
    private static final int SCANNED_HOSTS = 40;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int SYN = 54;

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
        Path folder = Files.createTempDirectory("vedette-rehearsal-");
        Path capture = folder.resolve("scan.pcap");
        Path events = folder.resolve("events.json");
        try {
            Files.write(capture, capture());
            execute("scan -o ndjson", capture);
            execute("scan -o table", capture);
            execute("flows", capture);
            String parse =
                    "darknet parse -q --threshold auto --darknet 198.51.100.0/24 --samples 3 --uniques 10 --rate 10 --newdl";
            execute(parse + " --eventout", events, capture);
        } finally {
            Files.deleteIfExists(events);
            Files.deleteIfExists(capture);
            Files.delete(folder);
        }
    }

    private static void execute(String command, Path... files) {
        Stream<String> names = Stream.of(files).map(Path::toString);
        String[] arguments = Stream.concat(Stream.of(command.split(" ")), names).toArray(String[]::new);
        StringWriter messages = new StringWriter();
        int exitCode = Vedette.commandLine(new PrintWriter(Writer.nullWriter()), new PrintWriter(messages))
                .execute(arguments);
        if (exitCode != ExitCode.DONE) {
            throw new IllegalStateException(String.join(" ", arguments) + " ended with " + exitCode + ": " + messages);
        }
    }

    /** A classic pcap file: one host sends SYNs to one port of many others. */
    private static byte[] capture() {
        ByteBuffer file = ByteBuffer.allocate(FILE_HEADER + SCANNED_HOSTS * (RECORD_HEADER + SYN))
                .order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
        file.putInt(65_535).putInt(1);
        for (int host = 1; host <= SCANNED_HOSTS; host++) {
            file.order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(host / 10)
                    .putInt(0)
                    .putInt(SYN)
                    .putInt(SYN);
            file.order(ByteOrder.BIG_ENDIAN).putLong(0).putInt(0).putShort((short) 0x0800);
            file.putInt(0x4500_0028)
                    .putInt(host)
                    .putInt(0x4006_0000)
                    .putInt(0xc000_0201)
                    .putInt(0xc633_6400 + host);
            file.putInt(40_000 << 16 | 23)
                    .putInt(host)
                    .putInt(0)
                    .putInt(0x5002_0400)
                    .putInt(0);
        }
        return file.array();
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
