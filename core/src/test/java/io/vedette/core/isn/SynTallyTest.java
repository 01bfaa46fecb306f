package io.vedette.core.isn;

import static io.vedette.core.packet.PacketBytes.ethernet;
import static io.vedette.core.packet.PacketBytes.fragment4;
import static io.vedette.core.packet.PacketBytes.icmp;
import static io.vedette.core.packet.PacketBytes.ip;
import static io.vedette.core.packet.PacketBytes.ipv4;
import static io.vedette.core.packet.PacketBytes.tag;
import static io.vedette.core.packet.PacketBytes.tcp;
import static io.vedette.core.packet.PacketBytes.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vedette.core.capture.CaptureBytes;
import io.vedette.core.packet.PacketBatch;
import io.vedette.core.packet.Samples;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SynTallyTest {

    private static final String SOURCE = "203.0.113.9";
    private static final String TARGET = "192.0.2.1";
    private static final int TARGET_NUMBER = (int) 3_221_225_985L;
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final long NOON = DAY.atTime(12, 0).toEpochSecond(ZoneOffset.UTC);
    private static final int MICROSECOND_MAGIC = 0xa1b2c3d4;
    private static final int SYN = 2;

    private final SynCounts counts = new SynCounts();
    private final CaptureBytes capture = CaptureBytes.pcap(MICROSECOND_MAGIC, ByteOrder.LITTLE_ENDIAN, 1);
    private int flushes;

    private void at(long seconds, byte[] frame) {
        capture.record(seconds, 0, frame);
    }

    private static byte[] syn(String source, int port, int sequence) {
        return ethernet(0x0800, ipv4(source, TARGET, 6, tcp(40_000, port, SYN, sequence, 0)));
    }

    private Map<String, String> count(SynTally tally) {
        List<DayTally> days = new ArrayList<>();
        Samples.packets(capture.toArray(), 16, packets -> {
            int from = tally.accept(packets, 0);
            while (from < packets.size()) {
                days.addAll(take(tally));
                from = tally.accept(packets, from);
            }
        });
        days.addAll(tally.take());
        assertThat(tally.isEmpty()).isTrue();
        assertThat(counts.imbalance()).isZero();
        return text(days);
    }

    private List<DayTally> take(SynTally tally) {
        flushes++;
        return tally.take();
    }

    /** Day and port to what was counted: SYNs, matching ones, senders, senders of matching ones. */
    private static Map<String, String> text(List<DayTally> days) {
        Map<String, SynCount> syns = new TreeMap<>();
        Map<String, SourceSet> sources = new TreeMap<>();
        Map<String, SourceSet> matching = new TreeMap<>();
        for (DayTally day : days) {
            day.forEach((port, count, senders, matchingSenders) -> {
                String key = day.day() + ":" + port;
                syns.merge(key, count, SynCount::plus);
                sources.computeIfAbsent(key, none -> new SourceSet()).addAll(senders);
                if (matchingSenders != null) {
                    matching.computeIfAbsent(key, none -> new SourceSet()).addAll(matchingSenders);
                }
            });
        }
        Map<String, String> text = new TreeMap<>();
        syns.forEach((key, count) -> text.put(
                key,
                count.all() + " " + count.matching() + " "
                        + sources.get(key).count() + " "
                        + (matching.containsKey(key) ? matching.get(key).count() : 0)));
        return text;
    }

    private Map<String, String> count() {
        return count(new SynTally(ZoneOffset.UTC, false, 1 << 20, counts));
    }

    @Test
    void shouldCompareTheSequenceNumberWithTheTarget() {
        at(NOON, syn(SOURCE, 23, TARGET_NUMBER));
        at(NOON, syn(SOURCE, 23, TARGET_NUMBER + 1));
        at(NOON, syn("203.0.113.10", 23, TARGET_NUMBER + 1));
        at(NOON, syn(SOURCE, 65_535, Integer.reverseBytes(TARGET_NUMBER)));

        assertThat(count())
                .containsExactly(Map.entry("2026-11-20:23", "3 1 2 1"), Map.entry("2026-11-20:65535", "1 0 1 0"));
        assertThat(counts.matching.get()).isOne();
    }

    /** SYN without ACK, whatever the other flags: SYN and ECE and CWR, SYN and FIN, SYN and RST. */
    @ParameterizedTest
    @CsvSource({"0x02,1", "0xc2,1", "0x03,1", "0x06,1", "0x2a,1", "0x12,0", "0x10,0", "0x00,0", "0x04,0", "0xd2,0"})
    void shouldCountSynsByTheirFlags(String flags, int expected) {
        at(NOON, ethernet(0x0800, ipv4(SOURCE, TARGET, 6, tcp(40_000, 23, Integer.decode(flags), TARGET_NUMBER, 0))));
        count();

        assertThat(counts.syns.get()).isEqualTo(expected);
        assertThat(counts.other.get()).isEqualTo(1 - expected);
    }

    @Test
    void shouldLeaveOutWhatIsNoSyn() {
        byte[] quoted = ipv4(TARGET, SOURCE, 6, tcp(40_000, 23, SYN, 7, 0));
        at(NOON, ethernet(0x0800, ipv4(SOURCE, TARGET, 1, icmp(3, 1, 0, quoted))));
        at(NOON, ethernet(0x0800, ipv4(SOURCE, TARGET, 17, udp(5, 23, new byte[30]))));
        at(NOON, ethernet(0x0806, new byte[28]));

        assertThat(count()).isEmpty();
        assertThat(counts.other.get()).isEqualTo(2);
    }

    @Test
    void shouldSeeThroughTagsAndTunnels() {
        byte[] packet = ipv4(SOURCE, TARGET, 6, tcp(40_000, 23, SYN, TARGET_NUMBER, 0));
        at(NOON, ethernet(0x88a8, tag(0x8100, tag(0x0800, packet))));
        at(NOON, ethernet(0x0800, ipv4("198.51.100.1", "198.51.100.2", 4, packet)));

        assertThat(count()).containsExactly(Map.entry("2026-11-20:23", "2 2 1 1"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCountIpv6OnlyWhenAsked(boolean wanted) {
        at(NOON, ethernet(0x86dd, ip("2001:db8::9", "2001:db8::1", 6, tcp(40_000, 23, SYN, 1, 0))));
        at(NOON, ethernet(0x86dd, ip("2001:db8::9", "::ffff:192.0.2.1", 6, tcp(40_000, 23, SYN, TARGET_NUMBER, 0))));

        Map<String, String> counted = count(new SynTally(ZoneOffset.UTC, wanted, 1 << 20, counts));

        assertThat(counted).isEqualTo(wanted ? Map.of("2026-11-20:23", "2 0 1 0") : Map.of());
        assertThat(counts.ipv6.get()).isEqualTo(wanted ? 0 : 2);
    }

    @ParameterizedTest
    @CsvSource({
        "UTC,2026-11-20,2026-11-20",
        "Asia/Kathmandu,2026-11-20,2026-11-21",
        "America/Caracas,2026-11-19,2026-11-20"
    })
    void shouldKeepTheDaysOfItsZone(String zone, String first, String last) {
        at(Instant.parse("2026-11-20T00:00:00Z").getEpochSecond(), syn(SOURCE, 23, 1));
        at(Instant.parse("2026-11-20T23:59:59Z").getEpochSecond(), syn(SOURCE, 24, 1));
        at(Instant.parse("2026-11-20T00:00:00Z").getEpochSecond(), syn(SOURCE, 25, 1));

        assertThat(count(new SynTally(ZoneId.of(zone), false, 1 << 20, counts)).keySet())
                .containsExactlyInAnyOrder(first + ":23", last + ":24", first + ":25");
    }

    /** A day of 25 hours, the night when clocks go back. */
    @Test
    void shouldKnowThatDaysDifferInLength() {
        at(Instant.parse("2026-10-24T22:00:00Z").getEpochSecond(), syn(SOURCE, 23, 1));
        at(Instant.parse("2026-10-25T22:59:59Z").getEpochSecond(), syn(SOURCE, 23, 1));
        at(Instant.parse("2026-10-25T23:00:00Z").getEpochSecond(), syn(SOURCE, 23, 1));

        assertThat(count(new SynTally(ZoneId.of("Europe/Luxembourg"), false, 1 << 20, counts)))
                .containsExactly(Map.entry("2026-10-25:23", "2 0 1 0"), Map.entry("2026-10-26:23", "1 0 1 0"));
    }

    /** Time stamps gone wrong: every packet on another day, and more senders than fit. */
    @Test
    void shouldStopWhenThereIsNoMoreRoomAndGoOnAfterwards() {
        for (int i = 0; i < 2000; i++) {
            String source = "198.51." + i / 200 + "." + (i % 200 + 1);
            at(i * 86_400L * 7, syn(source, 23, TARGET_NUMBER));
            at(NOON, syn(source, i, 5));
        }
        Map<String, String> roomy = count(new SynTally(ZoneOffset.UTC, false, 1 << 30, counts));
        int flushesOfDays = flushes;
        Map<String, String> tight = count(new SynTally(ZoneOffset.UTC, false, 1 << 16, counts));

        assertThat(flushesOfDays).isGreaterThan(20);
        assertThat(flushes - flushesOfDays).isGreaterThan(2 * flushesOfDays);
        assertThat(tight).isEqualTo(roomy).hasSize(4000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SynTally(ZoneOffset.UTC, false, (1 << 16) - 1, counts));
    }

    /** Fragments of eight bytes, as {@code nmap -f} sends them, in either order and with little room. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldPutHeadersInFragmentsTogether(boolean inOrder) {
        for (int i = 0; i < 500; i++) {
            byte[] segment = tcp(40_000, 1 + i * 100, SYN, i % 2 == 0 ? TARGET_NUMBER : i, 0);
            for (int part = 0; part < 3; part++) {
                int from = 8 * (inOrder ? part : 2 - part);
                byte[] bytes = Arrays.copyOfRange(segment, from, Math.min(20, from + 8));
                at(NOON + i, ethernet(0x0800, fragment4(SOURCE, TARGET, 6, i, from, from < 16, bytes)));
            }
        }
        Map<String, String> counted = count(new SynTally(ZoneOffset.UTC, false, 1 << 16, counts));

        assertThat(counted)
                .hasSize(500)
                .containsEntry("2026-11-20:1", "1 1 1 1")
                .containsEntry("2026-11-20:101", "1 0 1 0");
        assertThat(counts.matching.get()).isEqualTo(250);
        assertThat(counts.other.get()).isEqualTo(1000);
        assertThat(flushes).isPositive();
    }

    /** A real scanner that does as Mirai does. */
    @Test
    void shouldRecogniseAScannerInACapture() {
        SynTally tally = new SynTally(ZoneOffset.UTC, false, 1 << 20, counts);
        Samples.packets(
                Samples.bytes("scan-mirai-like.pcap"),
                1024,
                (PacketBatch packets) -> assertThat(tally.accept(packets, 0)).isEqualTo(packets.size()));

        assertThat(counts.matching.get()).isPositive().isEqualTo(counts.syns.get());
        assertThat(counts.imbalance()).isZero();
    }
}
