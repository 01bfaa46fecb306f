package io.vedette.core.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Packet by packet the same as tshark, where it is installed. With {@code -Dvedette.captures=FOLDER} also on every capture
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
        for (Path file : files) {
            List<String> ours = new ArrayList<>();
            Samples.packets(Samples.bytes(file), 100, packets -> describe(packets, ours));

            assertThat(ours).as(file.toString()).isEqualTo(tshark(file));
        }
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
            } else if (protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6) {
                line += " icmp " + packets.destinationPort(row);
            }
            lines.add(line);
        }
    }

    private static List<String> tshark(Path file) throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/tshark", "-r", file.toString(), "-n"));
        command.addAll(List.of("-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE"));
        command.addAll(List.of("-T", "fields", "-E", "occurrence=f", "-E", "separator=;"));
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
