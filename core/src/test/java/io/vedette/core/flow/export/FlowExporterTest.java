package io.vedette.core.flow.export;

import static io.vedette.core.flow.TcpFlags.ACK;
import static io.vedette.core.flow.TcpFlags.PSH;
import static io.vedette.core.flow.TcpFlags.RST;
import static io.vedette.core.flow.TcpFlags.SYN;
import static io.vedette.core.packet.PacketBytes.fragment4;
import static io.vedette.core.packet.PacketBytes.icmp;
import static io.vedette.core.packet.PacketBytes.ip;
import static io.vedette.core.packet.PacketBytes.join;
import static io.vedette.core.packet.PacketBytes.tcp;
import static io.vedette.core.packet.PacketBytes.udp;
import static io.vedette.core.packet.PacketBytes.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vedette.core.flow.Flow;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.export.ExportSettings.Form;
import io.vedette.core.packet.PacketCounts;
import io.vedette.core.packet.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FlowExporterTest {

    private static final String A = "192.0.2.1";
    private static final String B = "198.51.100.2";

    private static byte[] tcpFrom(String source, int sourcePort, String destination, int port, int flags, int data) {
        return ip(source, destination, IpProtocol.TCP, tcp(sourcePort, port, flags, data));
    }

    private static Flow tcpFlow(String source, int sourcePort, String destination, int port, int flags, long packets) {
        return Flow.of(source, sourcePort, destination, port, IpProtocol.TCP, flags, packets);
    }

    @Test
    void shouldExportOneRecordForEachDirectionTheInitiatorFirst() {
        ExportLog log = new ExportLog(Form.UNIDIRECTIONAL)
                .packet(1000, tcpFrom(B, 40000, A, 80, SYN, 0))
                .packet(1001, tcpFrom(A, 80, B, 40000, SYN | ACK, 0))
                .packet(1002, tcpFrom(B, 40000, A, 80, ACK | PSH, 100))
                .finish();

        assertThat(log.records)
                .containsExactly(
                        new FlowRecord(
                                tcpFlow(B, 40000, A, 80, SYN | ACK | PSH, 2).during(1000, 1002), 180, -1),
                        new FlowRecord(tcpFlow(A, 80, B, 40000, SYN | ACK, 1).during(1001, 1001), 40, -1));
        assertThat(log.counts.packets.get()).isEqualTo(3);
        assertThat(log.counts.exported.get()).isEqualTo(3);
        assertThat(log.counts.records.get()).isEqualTo(2);
    }

    @Test
    void shouldMergeBothDirectionsWithTheFlagsOfEachSide() {
        ExportLog log = new ExportLog(Form.BIDIRECTIONAL)
                .packet(1000, tcpFrom(B, 40000, A, 80, SYN, 0))
                .packet(1001, tcpFrom(A, 80, B, 40000, RST | ACK, 0))
                .finish();

        assertThat(log.records)
                .containsExactly(new FlowRecord(
                        tcpFlow(B, 40000, A, 80, SYN | RST | ACK, 1)
                                .answeredBy(1, SYN, RST | ACK)
                                .during(1000, 1001),
                        40,
                        40));
    }

    @Test
    void shouldTakeTheOneWhoWasAnsweredForTheInitiatorWhenTheSynIsMissing() {
        ExportLog log = new ExportLog(Form.BIDIRECTIONAL)
                .packet(5, tcpFrom(A, 80, B, 40000, SYN | ACK, 0))
                .finish();

        assertThat(log.flows())
                .containsExactly(tcpFlow(B, 40000, A, 80, SYN | ACK, 0)
                        .answeredBy(1, 0, SYN | ACK)
                        .during(5, 5));
    }

    @Test
    void shouldCountTheBytesOfPacketsTooLongForTheirLengthField() {
        byte[] handedToTheCard = with(tcpFrom(A, 40000, B, 80, ACK | PSH, 1000), 2, 0, 0);
        byte[] options = {IpProtocol.TCP, 0, (byte) 0xc2, 4, 0, 1, 0, 0}; // a jumbo payload, RFC 2675
        byte[] jumbogram =
                with(ip("2001:db8::1", "2001:db8::2", 0, join(options, tcp(40000, 80, ACK | PSH, 2000))), 4, 0, 0);
        ExportLog log = new ExportLog(Form.UNIDIRECTIONAL)
                .packet(1000, handedToTheCard)
                .packet(1001, jumbogram)
                .finish();

        assertThat(log.records).extracting(FlowRecord::bytes).containsExactly(1040L, 2068L);
    }

    @Test
    void shouldEndAConversationThatIsIdle() {
        ExportLog log = new ExportLog(Form.UNIDIRECTIONAL)
                .packet(0, ip(A, B, IpProtocol.UDP, udp(1000, 53, new byte[4])))
                .packet(59_999, ip(A, B, IpProtocol.UDP, udp(1001, 53, new byte[4])));
        assertThat(log.records).isEmpty();

        log.packet(60_000, ip(A, B, IpProtocol.UDP, udp(1001, 53, new byte[4])));
        assertThat(log.flows())
                .containsExactly(Flow.of(A, 1000, B, 53, IpProtocol.UDP, 0, 1).during(0, 0));

        log.packet(119_999, ip(A, B, IpProtocol.UDP, udp(1001, 53, new byte[4])))
                .packet(200_000, ip(A, B, IpProtocol.UDP, udp(1001, 53, new byte[4])))
                .finish();
        assertThat(log.flows().subList(1, 3))
                .containsExactly(
                        Flow.of(A, 1001, B, 53, IpProtocol.UDP, 0, 3).during(59_999, 119_999),
                        Flow.of(A, 1001, B, 53, IpProtocol.UDP, 0, 1).during(200_000, 200_000));
    }

    @Test
    void shouldExportALongConversationInParts() {
        ExportLog log = new ExportLog(Form.BIDIRECTIONAL).packet(0, tcpFrom(A, 40000, B, 80, SYN, 0));
        for (int second = 10; second <= 130; second += 10) {
            log.packet(second * 1000L, tcpFrom(B, 80, A, 40000, ACK, 0));
        }
        log.finish();

        assertThat(log.flows())
                .containsExactly(
                        tcpFlow(A, 40000, B, 80, SYN | ACK, 1)
                                .answeredBy(11, SYN, ACK)
                                .during(0, 110_000),
                        tcpFlow(A, 40000, B, 80, ACK, 0).answeredBy(2, 0, ACK).during(120_000, 130_000));
    }

    @Test
    void shouldJoinTheReplyToAnEchoRequestAndKeepErrorsApart() {
        ExportLog log = new ExportLog(Form.UNIDIRECTIONAL)
                .packet(1, ip(A, B, IpProtocol.ICMP, icmp(8, 0, 77, new byte[8])))
                .packet(2, ip(B, A, IpProtocol.ICMP, icmp(0, 0, 77, new byte[8])))
                .packet(3, ip(B, A, IpProtocol.ICMP, icmp(3, 3, 0, new byte[8])))
                .finish();

        assertThat(log.flows())
                .extracting(flow -> flow.source().toString(), Flow::icmpType, Flow::destinationPort, Flow::sourcePort)
                .containsExactly(tuple(A, 0x800, 0x800, 0), tuple(B, 0, 0, 0), tuple(B, 0x303, 0x303, 0));

        ExportLog merged = new ExportLog(Form.BIDIRECTIONAL)
                .packet(1, ip(A, B, IpProtocol.ICMP, icmp(8, 0, 77, new byte[8])))
                .packet(2, ip(B, A, IpProtocol.ICMP, icmp(0, 0, 77, new byte[8])))
                .finish();
        assertThat(merged.flows()).extracting(Flow::reversePackets).containsExactly(1L);
    }

    @ParameterizedTest
    @CsvSource({"8,0", "13,14", "15,16", "17,18"})
    void shouldPutTheAnswerToItsQuestion(int question, int answer) {
        ExportLog log = new ExportLog(Form.BIDIRECTIONAL)
                .packet(1, ip(A, B, IpProtocol.ICMP, icmp(question, 0, 77, new byte[8])))
                .packet(2, ip(B, A, IpProtocol.ICMP, icmp(answer, 0, 77, new byte[8])))
                .finish();
        assertThat(log.flows())
                .extracting(flow -> flow.source().toString(), Flow::packets, Flow::reversePackets)
                .containsExactly(tuple(A, 1L, 1L));
    }

    @Test
    void shouldExportTheLongestIdleEarlyWhenItsTableIsFull() {
        ExportSettings small =
                new ExportSettings(Form.UNIDIRECTIONAL, Duration.ofSeconds(60), Duration.ofSeconds(120), 2);
        ExportLog log = new ExportLog(small)
                .packet(1, tcpFrom(A, 1, B, 80, SYN, 0))
                .packet(2, tcpFrom(A, 2, B, 80, SYN, 0))
                .packet(3, tcpFrom(A, 1, B, 80, SYN, 0))
                .packet(4, tcpFrom(A, 3, B, 80, SYN, 0));

        assertThat(log.flows()).containsExactly(tcpFlow(A, 2, B, 80, SYN, 1).during(2, 2));
        assertThat(log.counts.evicted.get()).isEqualTo(1);
    }

    @Test
    void shouldCountFragmentsThatSayNothing() {
        byte[] whole = tcp(40000, 80, SYN, 0);
        ExportLog log = new ExportLog(Form.UNIDIRECTIONAL)
                .packet(1, fragment4(A, B, IpProtocol.TCP, 9, 0, true, Arrays.copyOf(whole, 8)))
                .packet(2, fragment4(A, B, IpProtocol.TCP, 9, 8, false, Arrays.copyOfRange(whole, 8, 20)))
                .finish();

        assertThat(log.flows()).containsExactly(tcpFlow(A, 40000, B, 80, SYN, 1).during(2, 2));
        assertThat(log.counts.fragments.get()).isEqualTo(1);
        assertThat(log.counts.packets.get()).isEqualTo(log.counts.exported.get() + log.counts.fragments.get());
    }

    @Test
    void shouldBeginAnewWhereTimeGoesBack() {
        ExportLog log = new ExportLog(Form.UNIDIRECTIONAL)
                .packet(1_000_000, tcpFrom(A, 1, B, 80, SYN, 0))
                .packet(5, tcpFrom(A, 1, B, 80, SYN, 0))
                .finish();

        assertThat(log.flows())
                .containsExactly(
                        tcpFlow(A, 1, B, 80, SYN, 1).during(1_000_000, 1_000_000),
                        tcpFlow(A, 1, B, 80, SYN, 1).during(5, 5));
    }

    static List<Path> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldAccountForEveryPacketOfACapture(Path sample) {
        ExportLog single = new ExportLog(Form.UNIDIRECTIONAL);
        PacketCounts packets = Samples.packets(Samples.bytes(sample), 64, single.exporter::accept);
        single.finish();
        ExportLog merged = new ExportLog(Form.BIDIRECTIONAL);
        Samples.packets(Samples.bytes(sample), 7, merged.exporter::accept);
        merged.finish();

        for (ExportLog log : List.of(single, merged)) {
            assertThat(log.counts.packets.get()).isEqualTo(packets.packets.get());
            assertThat(log.counts.packets.get()).isEqualTo(log.counts.exported.get() + log.counts.fragments.get());
            assertThat(log.flows().stream()
                            .mapToLong(flow -> flow.packets() + Math.max(0, flow.reversePackets()))
                            .sum())
                    .isEqualTo(log.counts.exported.get());
            assertThat(log.counts.records.get()).isEqualTo(log.records.size());
        }
        assertThat(merged.records).hasSizeLessThanOrEqualTo(single.records.size());
    }

    @Test
    void shouldSplitEveryMergedRecordIntoThoseOfItsDirections() {
        Random random = new Random(4);
        ExportLog single = new ExportLog(Form.UNIDIRECTIONAL);
        ExportLog merged = new ExportLog(Form.BIDIRECTIONAL);
        long millis = 1_000_000;
        for (int i = 0; i < 5_000; i++) {
            millis += random.nextInt(400);
            boolean back = random.nextBoolean();
            int port = 1 + random.nextInt(20);
            byte[] packet = tcpFrom(
                    back ? B : A, back ? port : 40000, back ? A : B, back ? 40000 : port, random.nextInt(64), 3);
            single.packet(millis, packet);
            merged.packet(millis, packet);
        }
        single.finish();
        merged.finish();

        assertThat(single.records).hasSize((int) merged.flows().stream()
                .mapToLong(flow -> (flow.packets() > 0 ? 1 : 0) + (flow.reversePackets() > 0 ? 1 : 0))
                .sum());
        int at = 0;
        for (Flow both : merged.flows()) {
            if (both.packets() > 0) {
                Flow one = single.flows().get(at++);
                assertThat(one.source()).isEqualTo(both.source());
                assertThat(one.tcpFlags()).isEqualTo(both.clientFlags());
                assertThat(one.packets()).isEqualTo(both.packets());
            }
            if (both.reversePackets() > 0) {
                Flow other = single.flows().get(at++);
                assertThat(other.source()).isEqualTo(both.destination());
                assertThat(other.tcpFlags()).isEqualTo(both.serverFlags());
                assertThat(other.packets()).isEqualTo(both.reversePackets());
            }
        }
    }
}
