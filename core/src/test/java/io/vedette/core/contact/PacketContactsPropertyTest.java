package io.vedette.core.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.packet.PacketBytes;
import io.vedette.core.packet.Samples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketContactsPropertyTest {

    private static final String ATTACKERS = "203.0.113.";

    private record Timed(long millis, byte[] packet) {}

    @Test
    void shouldNotDependOnTheSizeOfTheBatches() {
        for (Path sample : Samples.all()) {
            String name = sample.getFileName().toString();
            PacketLog whole = PacketLog.ofSample(name, 1000);

            assertThat(PacketLog.ofSample(name, 1).lines()).isEqualTo(whole.lines());
            assertThat(PacketLog.ofSample(name, 7).lines()).isEqualTo(whole.lines());
            assertThat(whole.imbalance()).isZero();
            assertThat(whole.counts.contacts.get()).isEqualTo(whole.lines().size());
        }
    }

    @Test
    void shouldNotDependOnTheSnapLength() {
        for (Path sample : Samples.all()) {
            String name = sample.getFileName().toString();
            List<PacketLog.Frame> frames = PacketLog.frames(name);

            assertThat(PacketLog.ofFrames(frames, 96).lines())
                    .as(name)
                    .isEqualTo(PacketLog.ofFrames(frames, 65_535).lines());
        }
    }

    @Test
    void shouldFindTheSameOutcomesInPacketsThatWereShuffled() {
        Random random = new Random(20260822);
        for (String name : List.of(
                "scan-syn-vertical.pcap",
                "scan-connect-vertical.pcap",
                "scan-udp-vertical.pcap",
                "scan-xmas.pcap",
                "scan-ping-sweep.pcap",
                "scan-fragmented.pcap")) {
            List<PacketLog.Frame> frames = PacketLog.frames(name);
            List<String> expected = outcomes(PacketLog.ofFrames(frames, 65_535));
            for (int round = 0; round < 20; round++) {
                List<PacketLog.Frame> shuffled = new ArrayList<>(frames);
                for (int from = 0; from < shuffled.size(); from += 50) {
                    Collections.shuffle(shuffled.subList(from, Math.min(from + 50, shuffled.size())), random);
                }
                assertThat(outcomes(PacketLog.ofFrames(shuffled, 65_535)))
                        .as(name)
                        .isEqualTo(expected);
            }
        }
    }

    /** Who turned to whom and what came of it, without the flags and the time. */
    private static List<String> outcomes(PacketLog log) {
        return log.lines().stream()
                .map(line -> line.replaceAll("(SILENT|REFUSED|ANSWERED|UNKNOWN).*", "$1"))
                .sorted()
                .toList();
    }

    @Test
    void shouldNeverMakeAnInitiatorOfWhoWasScanned() {
        for (Path sample : Samples.all()) {
            String name = sample.getFileName().toString();
            if (!name.startsWith("scan-") || name.contains("traffic") || name.contains("ipv6")) {
                continue;
            }
            assertThat(PacketLog.ofSample(name, 100).lines())
                    .as(name)
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith(ATTACKERS) || line.startsWith("(" + ATTACKERS));
        }
    }

    /** Every conversation has a known truth; the packets of all of them are dealt together. */
    @Test
    void shouldFindTheTruthInGeneratedTraffic() {
        Random random = new Random(20260820);
        for (int round = 0; round < 50; round++) {
            List<Timed> traffic = new ArrayList<>();
            List<String> truth = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                String client = "10.1." + random.nextInt(3) + "." + (1 + random.nextInt(4));
                String server = "10.2.0." + (1 + i % 200);
                int from = 20_000 + i; // no two conversations share their ends
                int to = 200 + random.nextInt(800);
                long start = random.nextInt(100_000);
                truth.add(converse(random, traffic, client, from, server, to, start));
            }
            traffic.sort((a, b) -> Long.compare(a.millis, b.millis));
            PacketLog log = new PacketLog();
            traffic.forEach(packet -> log.at(packet.millis, packet.packet));
            log.finish();

            List<String> found = new ArrayList<>(log.lines());
            Collections.sort(found);
            Collections.sort(truth);
            assertThat(found).containsExactlyInAnyOrderElementsOf(truth);
            assertThat(log.imbalance()).isZero();
            assertThat(log.held()).isZero();
        }
    }

    private static String converse(
            Random random, List<Timed> traffic, String client, int from, String server, int to, long start) {
        String ends = client + " > " + server + ":" + to;
        switch (random.nextInt(6)) {
            case 0 -> {
                send(traffic, start, client, from, server, to, 2, 0);
                send(traffic, start + 1000, client, from, server, to, 2, 0);
                send(traffic, start + 3000, client, from, server, to, 2, 0);
                return ends + " tcp SILENT S x2 @" + start;
            }
            case 1 -> {
                send(traffic, start, client, from, server, to, 2, 0);
                send(traffic, start + 20, server, to, client, from, 20, 0);
                return ends + " tcp REFUSED S x1 @" + start;
            }
            case 2 -> {
                send(traffic, start, client, from, server, to, 2, 0);
                send(traffic, start + 20, server, to, client, from, 18, 0);
                send(traffic, start + 40, client, from, server, to, 4, 0);
                return ends + " tcp ANSWERED SR x2 @" + start;
            }
            case 3 -> {
                send(traffic, start, client, from, server, to, 2, 0);
                send(traffic, start + 20, server, to, client, from, 18, 0);
                send(traffic, start + 40, client, from, server, to, 16, 0);
                send(traffic, start + 41, client, from, server, to, 24, 1 + random.nextInt(900));
                send(traffic, start + 60, server, to, client, from, 24, 1 + random.nextInt(900));
                send(traffic, start + 5000, server, to, client, from, 17, 0);
                send(traffic, start + 5020, client, from, server, to, 17, 0);
                return ends + " tcp ANSWERED SPA x3 @" + start;
            }
            case 4 -> {
                datagram(traffic, start, client, from, server, to);
                datagram(traffic, start + 30, server, to, client, from);
                return ends + " udp ANSWERED x1 @" + start;
            }
            default -> {
                datagram(traffic, start, client, from, server, to);
                datagram(traffic, start + 500, client, from, server, to);
                return ends + " udp SILENT x2 @" + start;
            }
        }
    }

    private static void send(
            List<Timed> traffic, long millis, String from, int fromPort, String to, int toPort, int flags, int data) {
        byte[] segment = PacketBytes.tcp(fromPort, toPort, flags, data);
        traffic.add(new Timed(millis, PacketBytes.ip(from, to, 6, segment)));
    }

    private static void datagram(List<Timed> traffic, long millis, String from, int fromPort, String to, int toPort) {
        byte[] datagram = PacketBytes.udp(fromPort, toPort, new byte[10]);
        traffic.add(new Timed(millis, PacketBytes.ip(from, to, 17, datagram)));
    }
}
