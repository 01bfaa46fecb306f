package io.vedette.core.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vedette.core.capture.CaptureBytes;
import io.vedette.core.capture.CaptureFormat;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Packet by packet the same as tshark, where it is installed: addresses, protocol, ports, flags, types; and with them every
 * count that is made of these. With {@code -Dvedette.captures=FOLDER} also on every capture
 * there.
 */
class TsharkAgreementTest {

    private static final List<String> FIELDS = List.of(
            "ip.src",
            "ip.dst",
            "ip.proto",
            "ipv6.src",
            "ipv6.dst",
            "tcp.srcport",
            "tcp.dstport",
            "tcp.flags",
            "udp.srcport",
            "udp.dstport",
            "icmp.type",
            "icmp.code",
            "icmpv6.type",
            "icmpv6.code");

    @Test
    void shouldAgreeWithTsharkOnEveryPacketOfEverySample() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tshark")), "tshark is not installed");
        List<Path> files = new ArrayList<>(Samples.all());
        String folder = System.getProperty("vedette.captures");
        if (folder != null) {
            files.addAll(Samples.in(Path.of(folder)));
        }
        List<String> different = new ArrayList<>();
        files.removeIf(file -> !isCapture(Samples.bytes(file)));
        for (Path file : files) {
            List<String> ours = ours(file);
            List<String> theirs = tshark(file, "f");
            if (!ours.equals(theirs)) {
                different.add(file + ": " + ours.size() + " packets, tshark " + theirs.size() + ", first "
                        + firstDifference(ours, theirs));
            }
        }
        assertThat(different).isEmpty();
    }

    private static boolean isCapture(byte[] file) {
        return CaptureFormat.detect(file, 0, file.length).isCapture();
    }

    private static String firstDifference(List<String> ours, List<String> theirs) {
        int at = 0;
        while (at < Math.min(ours.size(), theirs.size()) && ours.get(at).equals(theirs.get(at))) {
            at++;
        }
        return at + ": " + (at < ours.size() ? ours.get(at) : "-") + " | "
                + (at < theirs.size() ? theirs.get(at) : "-");
    }

    /** Of packets inside each other tshark is asked for the innermost, which is what a row describes. */
    @Test
    void shouldAgreeWithTsharkOnEveryLinkTypeTagAndTunnel(@TempDir Path folder) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tshark")), "tshark is not installed");
        for (Map.Entry<Integer, List<byte[]>> frames : OddFrames.byLinkType().entrySet()) {
            CaptureBytes capture = CaptureBytes.pcap(0xa1b2c3d4, ByteOrder.LITTLE_ENDIAN, frames.getKey());
            frames.getValue().forEach(frame -> capture.record(1, 0, frame));
            Path file = folder.resolve("link-" + frames.getKey() + ".pcap");
            Files.write(file, capture.toArray());

            assertThat(ours(file))
                    .as("link type " + frames.getKey())
                    .hasSize(frames.getValue().size())
                    .isEqualTo(tshark(file, "l"));
        }
    }

    private static List<String> ours(Path file) {
        List<String> lines = new ArrayList<>();
        Samples.packets(Samples.bytes(file), 100, packets -> describe(packets, lines));
        return lines;
    }

    private static void describe(PacketBatch packets, List<String> lines) {
        for (int row = 0; row < packets.size(); row++) {
            String line = new IpAddress(packets.sourceHigh(row), packets.sourceLow(row)) + " > "
                    + new IpAddress(packets.destinationHigh(row), packets.destinationLow(row));
            int protocol = packets.protocol(row);
            if (packets.isHeaderless(row)) {
                line += " fragment";
            } else if (protocol == IpProtocol.TCP) {
                line += " tcp " + packets.sourcePort(row) + " " + packets.destinationPort(row) + " "
                        + packets.tcpFlags(row);
            } else if (protocol == IpProtocol.UDP) {
                line += " udp " + packets.sourcePort(row) + " " + packets.destinationPort(row);
            } else if (protocol == (packets.isIpv6(row) ? IpProtocol.ICMPV6 : IpProtocol.ICMP)) {
                line += " icmp " + packets.destinationPort(row);
            }
            lines.add(line);
        }
    }

    private static List<String> tshark(Path file, String occurrence) throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/tshark", "-r", file.toString(), "-n"));
        command.addAll(List.of("-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE"));
        command.addAll(List.of("-T", "fields", "-E", "occurrence=" + occurrence, "-E", "separator=;"));
        FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String packet = describe(line.split(";", -1));
                if (!packet.isEmpty()) {
                    lines.add(packet);
                }
            }
        }
        return lines;
    }

    private static String describe(String[] field) {
        boolean six = !field[3].isEmpty();
        if (!six && field[0].isEmpty()) {
            return "";
        }
        String line = IpAddress.parse(field[six ? 3 : 0]) + " > " + IpAddress.parse(field[six ? 4 : 1]);
        boolean icmp = !field[10].isEmpty() || !field[12].isEmpty();
        if (icmp) {
            int type = Integer.parseInt(field[10].isEmpty() ? field[12] : field[10]);
            int code = Integer.parseInt(field[11].isEmpty() ? field[13] : field[11]);
            return line + " icmp " + (type << 8 | code);
        } else if (!field[7].isEmpty()) {
            return line + " tcp " + field[5] + " " + field[6] + " " + (Integer.decode(field[7]) & 0xff);
        } else if (!field[8].isEmpty()) {
            return line + " udp " + field[8] + " " + field[9];
        }
        return !six && List.of("1", "6", "17").contains(field[2]) ? line + " fragment" : line;
    }
}
