package io.vedette.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a file of nProbe flows for load tests: labels in the order of the short template, about 144 bytes a line, random
 * sources, always the same bytes.
 *
 * <p>Usage: {@code FlowFile FILE FLOWS SOURCES KIND}, where KIND is
 *
 * <ul>
 *   <li>{@code clients}: sources that talk with 64 servers over TCP and UDP; one TCP flow in fifty fails, every datagram is answered
 *       in the record that follows;
 *   <li>{@code strangers}: every flow of every source goes to another host, half of them fail: all sources are suspect;
 *   <li>{@code suspects}: every flow is a SYN to another host and port of the Internet, as a peer-to-peer node with dead peers sends
 *       them: sources that are looked at with each and never told of;
 *   <li>{@code scanners}: the same within one /16: sources with an incident each;
 *   <li>{@code udp}: each source sends one datagram;
 *   <li>{@code flood}: each source sends one SYN to one port, as spoofed ones do.
 * </ul>
 */
public final class FlowFile {

    private static final int[] MIXED_FLAGS = {2, 27, 27, 31, 2, 26, 20, 2, 27, 2};

    private long state = 88_172_645_463_325_252L;

    /** The record that must come next. */
    private String pending = "";

    private FlowFile() {}

    public static void main(String[] arguments) throws IOException {
        long flows = Long.parseLong(arguments[1]);
        int sources = Integer.parseInt(arguments[2]);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[0])), 1 << 20)) {
            FlowFile file = new FlowFile();
            for (long flow = 0; flow < flows; flow++) {
                out.write(file.line(flow, sources, arguments[3]).getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    /** The same in memory. */
    static String text(int flows, int sources, String kind) {
        FlowFile file = new FlowFile();
        StringBuilder text = new StringBuilder(flows * 145);
        for (int flow = 0; flow < flows; flow++) {
            text.append(file.line(flow, sources, kind));
        }
        return text.toString();
    }

    private String line(long flow, int sources, String kind) {
        if (!pending.isEmpty()) {
            String line = pending;
            pending = "";
            return line;
        }
        long random = next();
        int source = 0x0A000000 + (int) ((random >>> 20) % sources);
        int sourcePort = 1024 + (int) (random >>> 3 & 0x7fff);
        return switch (kind) {
            case "clients" -> {
                int server = 0xC6120000 + (int) (random >>> 50 & 63);
                if (random % 5 == 0) {
                    pending = json(server, source, 17, 53, sourcePort, 0, 1);
                    yield json(source, server, 17, sourcePort, 53, 0, 1);
                }
                yield json(source, server, 6, sourcePort, 443, random % 50 == 1 ? 2 : 27, 9);
            }
            case "strangers" -> {
                int flags = MIXED_FLAGS[(int) (flow % MIXED_FLAGS.length)];
                yield json(
                        source,
                        (int) next() & 0x7fffffff | 1 << 24,
                        6,
                        sourcePort,
                        1 + (int) (random >>> 44 & 4095),
                        flags,
                        1);
            }
            case "suspects" -> syn(source, sourcePort, (int) next() & 0x3fffffff | 1 << 24);
            case "scanners" -> syn(source, sourcePort, 0xC6120000 | (int) next() & 0xffff);
            case "udp" -> json(0x0A000000 + (int) (flow % sources), 0xC6120001, 17, sourcePort, 5000, 0, 1);
            case "flood" -> json(0x0A000000 + (int) (flow % sources) * 0x9E3779B1, 0xC6120001, 6, sourcePort, 80, 2, 1);
            default ->
                throw new IllegalArgumentException(
                        "kind " + kind + ", expected clients, strangers, suspects, scanners, udp or flood");
        };
    }

    private String syn(int source, int sourcePort, int host) {
        return json(source, host, 6, sourcePort, 1 + (int) (next() % 65535), 2, 1);
    }

    private static String json(
            int source, int destination, int protocol, int sourcePort, int port, int flags, int packets) {
        return "{\"IPV4_SRC_ADDR\":\"" + quad(source) + "\",\"IPV4_DST_ADDR\":\"" + quad(destination)
                + "\",\"PROTOCOL\":" + protocol
                + ",\"L4_SRC_PORT\":" + sourcePort + ",\"L4_DST_PORT\":" + port + ",\"TCP_FLAGS\":" + flags
                + ",\"IN_PKTS\":" + packets
                + "}\n";
    }

    private static String quad(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }

    /** Marsaglia's xorshift with 64 bits of state (Xorshift RNGs, Journal of Statistical Software 8, 2003). */
    private long next() {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        return state >>> 1;
    }
}
