package io.vedette.core.contact;

import static io.vedette.core.flow.TcpFlags.ACK;
import static io.vedette.core.flow.TcpFlags.FIN;
import static io.vedette.core.flow.TcpFlags.PSH;
import static io.vedette.core.flow.TcpFlags.RST;
import static io.vedette.core.flow.TcpFlags.SYN;
import static io.vedette.core.flow.TcpFlags.URG;
import static io.vedette.core.packet.PacketBytes.fragment4;
import static io.vedette.core.packet.PacketBytes.fragment6;
import static io.vedette.core.packet.PacketBytes.icmp;
import static io.vedette.core.packet.PacketBytes.ip;
import static io.vedette.core.packet.PacketBytes.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.packet.PacketBytes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PacketContactsTest {

    private static final String A = "10.0.0.1";
    private static final String B = "10.0.0.2";

    private final PacketLog log = new PacketLog();

    private static byte[] toServer(int flags, int data) {
        return ip(A, B, 6, PacketBytes.tcp(4000, 80, flags, data));
    }

    private static byte[] toServer(int flags) {
        return toServer(flags, 0);
    }

    private static byte[] toClient(int flags, int data) {
        return ip(B, A, 6, PacketBytes.tcp(80, 4000, flags, data));
    }

    private static byte[] toClient(int flags) {
        return toClient(flags, 0);
    }

    private void assertContacts(String... lines) {
        assertThat(log.lines()).containsExactly(lines);
        assertThat(log.imbalance()).isZero();
    }

    @Test
    void shouldCallAProbeThatNobodyAnswersSilentWhenTheWaitIsOver() {
        log.at(0, toServer(SYN)).tick(1499);
        assertContacts();
        assertThat(log.held()).isEqualTo(1);

        log.tick(1500);
        assertContacts("10.0.0.1 > 10.0.0.2:80 tcp SILENT S x1 @0");
        assertThat(log.held()).isZero();
    }

    @Test
    void shouldCallAResetARefusalAtOnce() {
        log.at(0, toServer(SYN)).at(1, toClient(RST | ACK));

        assertContacts("10.0.0.1 > 10.0.0.2:80 tcp REFUSED S x1 @0");
    }

    @Test
    void shouldTellHalfOpenProbesFromConnectionsAndFromUse() {
        log.at(0, toServer(SYN), toClient(SYN | ACK), toServer(RST));
        assertContacts("10.0.0.1 > 10.0.0.2:80 tcp ANSWERED SR x2 @0");

        PacketLog connect =
                new PacketLog().at(0, toServer(SYN), toClient(SYN | ACK), toServer(ACK), toServer(RST | ACK));
        assertThat(connect.lines()).containsExactly("10.0.0.1 > 10.0.0.2:80 tcp ANSWERED SRA x3 @0");

        PacketLog use = new PacketLog()
                .at(0, toServer(SYN), toClient(SYN | ACK), toServer(ACK), toServer(PSH | ACK, 100))
                .at(9, toClient(PSH | ACK, 1000), toServer(FIN | ACK), toClient(FIN | ACK), toServer(ACK))
                .finish();
        assertThat(use.lines()).containsExactly("10.0.0.1 > 10.0.0.2:80 tcp ANSWERED SPA x3 @0");
        assertThat(use.counts.joined.get()).isEqualTo(7);
    }

    /** What is written in one piece is pushed with its last segment only: a request in two segments is a request too. */
    @Test
    void shouldWaitForThePushOfWhatTheInitiatorSends() {
        log.at(0, toServer(SYN), toClient(SYN | ACK), toServer(ACK), toServer(ACK, 1400));
        assertThat(log.lines()).isEmpty();
        log.at(1, toServer(PSH | ACK, 100));

        assertContacts("10.0.0.1 > 10.0.0.2:80 tcp ANSWERED SPA x4 @0");
    }

    @Test
    void shouldNotTakeRetransmissionsForNewContacts() {
        log.at(0, toServer(SYN)).at(1000, toServer(SYN)).at(1010, toClient(SYN | ACK));
        log.at(1020, toServer(ACK)).at(3000, toServer(ACK)).finish();

        assertContacts("10.0.0.1 > 10.0.0.2:80 tcp ANSWERED SA x3 @0");
    }

    @Test
    void shouldAbsorbWhatComesAfterTheContactAndCountLateAnswers() {
        log.at(0, toServer(SYN))
                .at(2000, toServer(SYN))
                .at(2500, toClient(SYN | ACK))
                .at(2600, toServer(RST));

        assertContacts("10.0.0.1 > 10.0.0.2:80 tcp SILENT S x1 @0");
        assertThat(log.counts.lateAnswers.get()).isEqualTo(1);
    }

    /** No byte stream is put together, so that what is odd about one costs no evidence. */
    @Test
    void shouldLoseNoProbeToOddStreams() {
        PacketLog early =
                new PacketLog().at(0, toServer(PSH | ACK, 10), toServer(SYN)).tick(1500);
        PacketLog withData = new PacketLog().at(0, toServer(SYN, 20)).tick(1500);
        PacketLog refusedAtLength = new PacketLog().at(0, toServer(SYN)).at(1, toClient(RST | ACK, 40), toServer(SYN));
        PacketLog urgent =
                new PacketLog().at(0, toServer(SYN), toClient(SYN | ACK), toServer(ACK), toServer(URG | PSH | ACK, 1));
        PacketLog otherBytes = new PacketLog()
                .at(0, toServer(SYN), toServer(SYN, 5), toClient(SYN | ACK))
                .at(1, toServer(PSH | ACK, 100), toServer(PSH | ACK, 70), toClient(ACK), toServer(PSH | ACK, 9))
                .finish();
        PacketLog onlyAnswers =
                new PacketLog().at(0, toClient(SYN | ACK), toClient(SYN | ACK)).finish();

        assertThat(early.lines()).containsExactly("10.0.0.1 > 10.0.0.2:80 tcp UNKNOWN SPA x2 @0");
        assertThat(withData.lines()).containsExactly("10.0.0.1 > 10.0.0.2:80 tcp SILENT S x1 @0");
        assertThat(refusedAtLength.lines()).containsExactly("10.0.0.1 > 10.0.0.2:80 tcp REFUSED S x1 @0");
        assertThat(urgent.lines()).containsExactly("10.0.0.1 > 10.0.0.2:80 tcp ANSWERED SPAU x3 @0");
        assertThat(otherBytes.lines()).containsExactly("10.0.0.1 > 10.0.0.2:80 tcp ANSWERED SPA x3 @0");
        assertThat(onlyAnswers.lines()).containsExactly("(10.0.0.1) > 10.0.0.2:80 tcp ANSWERED ? @0");
    }

    @Test
    void shouldForgetAConversationAfterTheIdleTime() {
        log.at(0, toServer(SYN))
                .at(50_000, toServer(SYN))
                .at(100_000, toServer(SYN))
                .finish();
        assertContacts("10.0.0.1 > 10.0.0.2:80 tcp SILENT S x1 @0");

        PacketLog later =
                new PacketLog().at(0, toServer(SYN)).at(62_000, toServer(SYN)).finish();
        assertThat(later.lines())
                .containsExactly(
                        "10.0.0.1 > 10.0.0.2:80 tcp SILENT S x1 @0", "10.0.0.1 > 10.0.0.2:80 tcp SILENT S x1 @62000");
    }

    @Test
    void shouldReportTheFlagsOfEveryKindOfProbe() {
        for (int flags : new int[] {FIN, 0, FIN | PSH | URG, FIN | ACK, ACK, SYN | FIN}) {
            String text = io.vedette.core.flow.TcpFlags.toText(flags);
            PacketLog refused = new PacketLog().at(0, toServer(flags)).at(1, toClient(RST));
            PacketLog silent = new PacketLog().at(0, toServer(flags)).tick(1500);

            assertThat(refused.lines()).containsExactly("10.0.0.1 > 10.0.0.2:80 tcp REFUSED " + text + " x1 @0");
            assertThat(silent.lines()).containsExactly("10.0.0.1 > 10.0.0.2:80 tcp SILENT " + text + " x1 @0");
        }
    }

    @Test
    void shouldHoldAnswersWithoutAQuestionAgainstNobody() {
        log.at(0, toClient(SYN | ACK)).at(0, ip(B, A, 6, PacketBytes.tcp(81, 4000, RST | ACK, 0)));
        log.finish();

        assertContacts("(10.0.0.1) > 10.0.0.2:80 tcp ANSWERED ? @0", "(10.0.0.1) > 10.0.0.2:81 tcp REFUSED ? @0");
    }

    @Test
    void shouldJoinAnAnswerThatWasCapturedBeforeItsQuestion() {
        log.at(0, toClient(RST | ACK)).at(0, toServer(SYN));
        assertContacts("10.0.0.1 > 10.0.0.2:80 tcp REFUSED S x1 @0");

        PacketLog open = new PacketLog().at(0, toClient(SYN | ACK), toServer(SYN), toServer(RST));
        assertThat(open.lines()).containsExactly("10.0.0.1 > 10.0.0.2:80 tcp ANSWERED SR x2 @0");
    }

    @Test
    void shouldFindTheClientOfAConnectionThatWasAlreadyThere() {
        log.at(0, toClient(PSH | ACK, 500)).at(1, toServer(ACK));
        assertContacts("10.0.0.1 > 10.0.0.2:80 tcp ANSWERED A x1 @0");

        PacketLog oneWay = new PacketLog().at(0, toServer(PSH | ACK, 500)).tick(1500);
        assertThat(oneWay.lines()).containsExactly("10.0.0.1 > 10.0.0.2:80 tcp UNKNOWN PA x1 @0");

        PacketLog acknowledged = new PacketLog().at(0, toClient(ACK)).at(1, toServer(PSH | ACK, 10));
        assertThat(acknowledged.lines()).containsExactly("10.0.0.1 > 10.0.0.2:80 tcp ANSWERED PA x1 @0");
    }

    @Test
    void shouldUnmaskAnAckScanFromAServicePort() {
        log.at(0, ip(A, B, 6, PacketBytes.tcp(53, 8080, ACK, 0))).at(1, ip(B, A, 6, PacketBytes.tcp(8080, 53, RST, 0)));

        assertContacts("10.0.0.1 > 10.0.0.2:8080 tcp REFUSED A x1 @0");
    }

    @Test
    void shouldJudgeUdpByItsAnswer() {
        byte[] question = ip(A, B, 17, udp(4000, 53, new byte[20]));
        byte[] answer = ip(B, A, 17, udp(53, 4000, new byte[90]));
        byte[] error = ip(B, A, 1, icmp(3, 3, 0, question));

        log.at(0, question, question, answer, answer);
        assertContacts("10.0.0.1 > 10.0.0.2:53 udp ANSWERED x2 @0");

        PacketLog refused = new PacketLog().at(0, question).at(1, error);
        assertThat(refused.lines()).containsExactly("10.0.0.1 > 10.0.0.2:53 udp REFUSED x1 @0");

        PacketLog silent = new PacketLog().at(0, question).tick(1500);
        assertThat(silent.lines()).containsExactly("10.0.0.1 > 10.0.0.2:53 udp SILENT x1 @0");
    }

    @Test
    void shouldTakeLoneDatagramsFromServicePortsForAnswersWhereOnlyOneDirectionIsSeen() {
        log.at(0, ip(B, A, 17, udp(53, 4000, new byte[90]))).finish();
        assertContacts("(10.0.0.1) > 10.0.0.2:53 udp ANSWERED @0");

        PacketLog both = new PacketLog()
                .at(0, ip(A, B, 17, udp(4000, 53, new byte[9])), ip(B, A, 17, udp(53, 4000, new byte[9])))
                .at(1, ip(B, A, 17, udp(53, 5000, new byte[9])))
                .finish();
        assertThat(both.lines())
                .containsExactly(
                        "10.0.0.1 > 10.0.0.2:53 udp ANSWERED x1 @0", "10.0.0.2 > 10.0.0.1:5000 udp SILENT x1 @1");
    }

    @Test
    void shouldReadRefusalsFromTheQuotedPacket() {
        byte[] syn = toServer(SYN);
        byte[] router = ip("192.0.2.1", A, 1, icmp(3, 13, 0, Arrays.copyOf(syn, 28)));
        log.at(0, syn).at(1, router);
        assertContacts("10.0.0.1 > 10.0.0.2:80 tcp REFUSED S x1 @0");

        PacketLog alone = new PacketLog().at(0, router).finish();
        assertThat(alone.lines()).containsExactly("(10.0.0.1) > 10.0.0.2:80 tcp REFUSED ? @0");

        byte[] syn6 = ip("2001:db8::1", "2001:db8::2", 6, PacketBytes.tcp(4000, 80, SYN, 0));
        byte[] error6 = ip("2001:db8::9", "2001:db8::1", 58, icmp(1, 0, 0, syn6));
        PacketLog six = new PacketLog().at(0, syn6).at(1, error6);
        assertThat(six.lines()).containsExactly("2001:db8::1 > 2001:db8::2:80 tcp REFUSED S x1 @0");
    }

    @Test
    void shouldIgnoreErrorsThatRefuseNothing() {
        byte[] syn = toServer(SYN);
        byte[] tooBig = ip("192.0.2.1", A, 1, icmp(3, 4, 0, syn));
        byte[] exceeded = ip("192.0.2.1", A, 1, icmp(11, 0, 0, syn));
        byte[] aboutAnother = ip("192.0.2.1", B, 1, icmp(3, 1, 0, syn));
        byte[] short1 = ip("192.0.2.1", A, 1, icmp(3, 1, 0, Arrays.copyOf(syn, 21)));

        log.at(0, syn).at(1, tooBig, exceeded, aboutAnother, short1).tick(1500);

        assertContacts("10.0.0.1 > 10.0.0.2:80 tcp SILENT S x1 @0");
        assertThat(log.counts.ignored.get()).isEqualTo(4);
    }

    @Test
    void shouldMatchIcmpRequestsWithTheirReplies() {
        log.at(0, ip(A, B, 1, icmp(8, 0, 7, new byte[8])), ip(B, A, 1, icmp(0, 0, 7, new byte[8])));
        log.at(1, ip(A, B, 1, icmp(13, 0, 7, new byte[12]))).tick(1501);
        log.at(2000, ip("2001:db8::1", "2001:db8::2", 58, icmp(128, 0, 9, new byte[8])));
        log.at(2000, ip("2001:db8::2", "2001:db8::1", 58, icmp(129, 0, 9, new byte[8])));
        log.at(2001, ip(B, A, 1, icmp(0, 0, 99, new byte[8]))).finish();

        assertContacts(
                "10.0.0.1 > 10.0.0.2:2048 icmp ANSWERED x1 @0",
                "10.0.0.1 > 10.0.0.2:3328 icmp SILENT x1 @1",
                "2001:db8::1 > 2001:db8::2:32768 icmp6 ANSWERED x1 @2000",
                "(10.0.0.1) > 10.0.0.2:2048 icmp ANSWERED @2001");
    }

    @Test
    void shouldCallAProtocolProbeRefusedByAnUnreachable() {
        byte[] probe = ip(A, B, 50, new byte[0]);
        log.at(0, probe).at(1, ip(B, A, 1, icmp(3, 2, 0, probe)));
        log.at(2, ip(A, B, 51, new byte[12])).tick(1502);

        assertContacts("10.0.0.1 > 10.0.0.2 proto-50 REFUSED x1 @0", "10.0.0.1 > 10.0.0.2 proto-51 SILENT x1 @2");
    }

    @Test
    void shouldCountAProbeOfTheOtherFamilysIcmpAsAProbe() {
        byte[] probe = ip(A, B, 58, new byte[0]);
        log.at(0, probe).at(1, ip(B, A, 1, icmp(3, 2, 0, probe)));

        assertThat(log.counts.packets.get()).isEqualTo(2);
        assertThat(log.lines()).hasSize(1).allMatch(line -> line.contains("REFUSED x1"));
        assertThat(log.imbalance()).isZero();
    }

    @Test
    void shouldPutAFragmentedProbeTogetherWhateverTheOrder() {
        byte[] segment = PacketBytes.tcp(4000, 80, SYN, 4);
        byte[] first = fragment4(A, B, 6, 7, 0, true, Arrays.copyOf(segment, 8));
        byte[] second = fragment4(A, B, 6, 7, 8, true, Arrays.copyOfRange(segment, 8, 16));
        byte[] third = fragment4(A, B, 6, 7, 16, false, Arrays.copyOfRange(segment, 16, 24));
        byte[] forged = fragment4(A, B, 6, 7, 0, true, PacketBytes.u16(1, 9999, 0, 0));

        log.at(0, second, third, first, forged, second).finish();

        assertContacts("10.0.0.1 > 10.0.0.2:80 tcp SILENT S x1 @0");
        assertThat(log.counts.fragments.get()).isEqualTo(4);
    }

    @Test
    void shouldPutFragmentedIpv6TogetherAndKeepDatagramsApart() {
        byte[] segment = PacketBytes.tcp(4000, 80, SYN, 4);
        byte[] datagram = udp(4000, 53, new byte[8]);
        byte[] first = fragment6(6, 7, 0, true, Arrays.copyOf(segment, 8));
        byte[] second = fragment6(6, 7, 8, true, Arrays.copyOfRange(segment, 8, 16));
        byte[] other = fragment6(6, 8, 8, true, Arrays.copyOfRange(segment, 8, 16));

        log.at(0, ip("::1:1", "::1:2", 44, first), ip("::1:1", "::1:2", 44, other));
        assertThat(log.counts.opened.get()).isZero();
        log.at(1, ip("::1:1", "::1:2", 44, second));
        log.at(2, fragment4(A, B, 17, 1, 0, true, datagram), fragment4(A, B, 17, 1, 16, false, new byte[8]));
        log.finish();

        assertContacts("::1:1 > ::1:2:80 tcp SILENT S x1 @1", "10.0.0.1 > 10.0.0.2:53 udp SILENT x1 @2");
    }

    @Test
    void shouldKeepFragmentsOfDifferentMinutesApartWhicheverWayTimeGoes() {
        byte[] segment = PacketBytes.tcp(4000, 80, SYN, 4);
        byte[] first = fragment4(A, B, 6, 7, 0, true, Arrays.copyOf(segment, 8));
        byte[] second = fragment4(A, B, 6, 7, 8, true, Arrays.copyOfRange(segment, 8, 16));

        log.at(100_000, first).at(0, second).at(100_000, first);
        assertThat(log.counts.opened.get()).isZero();
        log.at(159_999, second);
        assertThat(log.counts.opened.get()).isEqualTo(1);
    }

    @Test
    void shouldKeepFragmentsThatNeverBecomeCompleteInAFixedTable() {
        byte[] eight = Arrays.copyOf(PacketBytes.tcp(4000, 80, SYN, 0), 8);
        for (int i = 0; i < 1_000_000; i++) {
            log.at(0, fragment4("10." + (i >> 16) + ".0.1", B, 6, i, 0, true, eight));
        }
        log.finish();

        assertContacts();
        assertThat(log.counts.fragments.get()).isEqualTo(1_000_000);
        assertThat(log.counts.fragmentsForgotten.get()).isGreaterThan(990_000).isLessThan(1_000_000);
    }

    @Test
    void shouldLeaveOutWhatIsNoContact() {
        log.at(
                0,
                ip(A, "224.0.0.1", 2, new byte[8]),
                ip("0.0.0.0", B, 17, udp(68, 67, new byte[8])),
                ip(A, "255.255.255.255", 17, udp(68, 67, new byte[8])),
                ip(A, A, 17, udp(1, 2, new byte[8])),
                ip(A, B, 17, udp(5000, 5353, new byte[8])),
                ip(B, A, 17, udp(5353, 5000, new byte[8])),
                ip("fe80::1", "fe80::2", 58, icmp(135, 0, 0, new byte[16])));
        log.finish();

        assertContacts();
        assertThat(log.counts.filtered.total()).isEqualTo(4);
        assertThat(log.counts.ignoredPort.get()).isEqualTo(1);
        assertThat(log.counts.ignored.get()).isEqualTo(1);
    }
}
