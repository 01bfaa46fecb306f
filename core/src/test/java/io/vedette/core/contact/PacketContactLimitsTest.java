package io.vedette.core.contact;

import static io.vedette.core.flow.TcpFlags.ACK;
import static io.vedette.core.flow.TcpFlags.RST;
import static io.vedette.core.flow.TcpFlags.SYN;
import static io.vedette.core.packet.PacketBytes.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.packet.LinkLayer;
import io.vedette.core.packet.PacketBytes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What packets become when clocks are wrong, pauses are long, and there are more conversations than are remembered. */
class PacketContactLimitsTest {

    private static final String A = "10.0.0.1";
    private static final String B = "10.0.0.2";

    private final PacketLog log = new PacketLog();

    private static byte[] toServer(int flags) {
        return ip(A, B, 6, PacketBytes.tcp(4000, 80, flags, 0));
    }

    private static byte[] toClient(int flags) {
        return ip(B, A, 6, PacketBytes.tcp(80, 4000, flags, 0));
    }

    private void assertContacts(String... lines) {
        assertThat(log.lines()).containsExactly(lines);
        assertThat(log.imbalance()).isZero();
    }

    @Test
    void shouldStayWithinTheLimitAndCountWhatItForgets() {
        PacketContactSettings small = new PacketContactSettings(Duration.ofMillis(1500), Duration.ofSeconds(60), 16);
        PacketLog limited = new PacketLog(small, LinkLayer.RAW);
        for (int port = 1; port <= 1000; port++) {
            limited.at(port / 100, ip(A, B, 6, PacketBytes.tcp(4000, port, SYN, 0)));
        }
        assertThat(limited.held()).isLessThanOrEqualTo(16);
        limited.finish();

        List<String> lines = limited.lines();
        assertThat(lines).hasSize(1000).doesNotHaveDuplicates();
        assertThat(lines)
                .filteredOn(line -> line.contains("UNKNOWN"))
                .hasSize((int) limited.counts.cutShort.get())
                .hasSizeGreaterThanOrEqualTo(984);
        assertThat(lines).filteredOn(line -> line.contains("SILENT")).hasSizeLessThanOrEqualTo(16);
        assertThat(limited.counts.evicted.get()).isPositive();
        assertThat(limited.imbalance()).isZero();
    }

    @Test
    void shouldBelieveAClockThatGoesFarBack() {
        long year2100 = 4_102_444_800_000L;
        log.at(year2100, toServer(SYN)).at(1000, ip(A, B, 6, PacketBytes.tcp(4000, 81, SYN, 0)));
        assertContacts();
        log.at(1001, ip(A, B, 6, PacketBytes.tcp(4000, 82, SYN, 0)));
        assertContacts("10.0.0.1 > 10.0.0.2:80 tcp SILENT S x1 @" + year2100);
        assertThat(log.counts.clockResets.get()).isEqualTo(1);

        log.tick(2501);
        assertThat(log.lines())
                .endsWith(
                        "10.0.0.1 > 10.0.0.2:81 tcp SILENT S x1 @1000", "10.0.0.1 > 10.0.0.2:82 tcp SILENT S x1 @1001");
    }

    @Test
    void shouldNotLetOneWrongClockEndTheWaitOfTheOthers() {
        long noon = 1_700_000_000_000L;
        byte[] stray = ip("10.0.0.7", B, 6, PacketBytes.tcp(4000, 9, SYN, 0));
        for (long wrong : new long[] {4_294_967_295_000L, 0, noon + 86_400_000}) {
            PacketLog one = new PacketLog()
                    .at(noon, toServer(SYN))
                    .at(wrong, stray)
                    .at(noon + 20, toClient(RST | ACK))
                    .tick(noon + 2000);

            assertThat(one.lines())
                    .containsExactly(
                            "10.0.0.1 > 10.0.0.2:80 tcp REFUSED S x1 @" + noon,
                            "10.0.0.7 > 10.0.0.2:9 tcp SILENT S x1 @" + noon);
            assertThat(one.counts.wrongClocks.get()).isEqualTo(1);
            assertThat(one.counts.clockResets.get()).isZero();
            assertThat(one.imbalance()).isZero();
        }
    }

    @Test
    void shouldTakeTheFirstPacketAfterAPauseAlongToTheNewTime() {
        long day = 86_400_000;
        log.at(0, toServer(SYN)).at(day, ip(A, B, 6, PacketBytes.tcp(4000, 81, SYN, 0)));
        assertContacts();
        log.at(day + 1, ip(B, A, 6, PacketBytes.tcp(81, 4000, RST | ACK, 0)));

        assertContacts("10.0.0.1 > 10.0.0.2:80 tcp SILENT S x1 @0", "10.0.0.1 > 10.0.0.2:81 tcp REFUSED S x1 @" + day);
        assertThat(log.counts.wrongClocks.get()).isZero();
    }

    @Test
    void shouldBelieveALastPacketWithinADayAndNoneBeyond() {
        long later = 7_200_000;
        log.at(0, toServer(SYN))
                .at(later, ip(A, B, 6, PacketBytes.tcp(4000, 81, SYN, 0)))
                .finish();
        assertThat(log.lines()).endsWith("10.0.0.1 > 10.0.0.2:81 tcp SILENT S x1 @" + later);

        PacketLog year = new PacketLog()
                .at(0, toServer(SYN))
                .at(4_294_967_295_000L, ip(A, B, 6, PacketBytes.tcp(4000, 81, SYN, 0)))
                .finish();
        assertThat(year.lines()).endsWith("10.0.0.1 > 10.0.0.2:81 tcp SILENT S x1 @0");
    }

    @Test
    void shouldJudgeAPacketInDoubtByTheClockThatIsRightForSure() {
        long noon = 1_700_000_000_000L;
        long pause = 7_200_000;
        byte[] next = ip(A, B, 6, PacketBytes.tcp(4000, 81, SYN, 0));
        log.at(noon, toServer(SYN)).at(noon + pause, next).tick(noon + pause + 2000);
        assertThat(log.lines()).endsWith("10.0.0.1 > 10.0.0.2:81 tcp SILENT S x1 @" + (noon + pause));
        assertThat(log.counts.wrongClocks.get()).isZero();

        for (long wrong : new long[] {0, 4_294_967_295_000L}) {
            PacketLog one =
                    new PacketLog().at(noon, toServer(SYN)).at(wrong, next).tick(noon + 2000);
            assertThat(one.lines()).endsWith("10.0.0.1 > 10.0.0.2:81 tcp SILENT S x1 @" + noon);
            assertThat(one.counts.wrongClocks.get()).isEqualTo(1);
        }
    }

    @Test
    void shouldTellOfEachContactAtItsOwnTimeWhenTheClockThatIsRightIsFarAway() {
        long noon = 1_700_000_000_000L;
        long year2100 = 4_102_444_800_000L;
        byte[] next = ip(A, B, 6, PacketBytes.tcp(4000, 81, SYN, 0));
        log.at(year2100, toServer(SYN)).at(noon, next).tick(noon + 2000);
        assertContacts(
                "10.0.0.1 > 10.0.0.2:80 tcp SILENT S x1 @" + year2100,
                "10.0.0.1 > 10.0.0.2:81 tcp SILENT S x1 @" + noon);
        assertThat(log.counts.clockResets.get()).isEqualTo(1);
        assertThat(log.counts.wrongClocks.get()).isZero();

        PacketLog asleep = new PacketLog()
                .at(noon, toServer(SYN))
                .tick(noon + Duration.ofDays(40).toMillis());
        assertThat(asleep.lines()).containsExactly("10.0.0.1 > 10.0.0.2:80 tcp SILENT S x1 @" + noon);
    }

    @Test
    void shouldForgetWhatIsOverBeforeWhatGoesOn() {
        PacketContactSettings small = new PacketContactSettings(Duration.ofMillis(1500), Duration.ofSeconds(60), 16);
        PacketLog limited =
                new PacketLog(small, LinkLayer.RAW).at(0, toServer(SYN), toClient(SYN | ACK), toServer(RST));
        for (int port = 1; port <= 300; port++) {
            limited.at(port * 100L, ip(A, "10.0.0.3", 6, PacketBytes.tcp(4000, port, SYN, 0)));
            limited.at(port * 100L, toClient(ACK));
        }
        limited.finish();

        assertThat(limited.lines())
                .hasSize(301)
                .filteredOn(line -> line.contains("10.0.0.2:80"))
                .hasSize(1);
        assertThat(limited.lines()).noneMatch(line -> line.contains("UNKNOWN"));
        assertThat(limited.counts.cutShort.get()).isZero();
        assertThat(limited.counts.evicted.get()).isPositive();
        assertThat(limited.imbalance()).isZero();
    }

    @Test
    void shouldLoseNoSilentContactWhenAFloodFillsTheTable() {
        PacketContactSettings small = new PacketContactSettings(Duration.ofMillis(1500), Duration.ofSeconds(60), 4096);
        PacketLog limited = new PacketLog(small, LinkLayer.RAW);
        for (int i = 0; i < 100_000; i++) {
            String source = "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255);
            limited.at(i / 10, ip(source, "192.0.2.1", 6, PacketBytes.tcp(4000, 80, SYN, 0)));
        }
        limited.finish();

        assertThat(limited.lines()).hasSize(100_000).doesNotHaveDuplicates();
        assertThat(limited.counts.contacts.get()).isEqualTo(100_000);
        assertThat(limited.counts.evicted.get()).isGreaterThan(90_000);
        assertThat(limited.imbalance()).isZero();
    }

    @Test
    void shouldFindEveryConversationWhileTheTableGrows() {
        int count = 60_000;
        String server = "2001:db8::2";
        for (int i = 0; i < count; i++) {
            log.at(i / 100, ip(client(i), i % 3 == 0 ? server : B, 6, PacketBytes.tcp(4000, 80, SYN, 0)));
        }
        for (int i = 0; i < count; i++) {
            log.at(700, ip(i % 3 == 0 ? server : B, client(i), 6, PacketBytes.tcp(80, 4000, RST | ACK, 0)));
        }

        assertThat(log.lines()).hasSize(count).allMatch(line -> line.contains("REFUSED"));
        assertThat(log.counts.joined.get()).isEqualTo(count);
        assertThat(log.counts.evicted.get()).isZero();
    }

    /** Every third of them has an IPv6 address. */
    private static String client(int i) {
        return i % 3 == 0 ? "2001:db8::1:" + Integer.toHexString(i) : "10.1." + (i >> 8) + "." + (i & 255);
    }

    @Test
    void shouldStopAtTheRowThatMovesTheClockToTheMomentAskedFor() {
        assertThat(log.until(2000, 0, 900, 1999, 2000, 2001)).containsExactly(4, 5);
        assertThat(new PacketLog().until(1, 0, 1, 2)).containsExactly(2, 3);
    }

    /** What a file says may be the end of time: readers stop there. */
    @Test
    void shouldTakeTheLastOfAllTimesForWhatItIs() {
        PacketLog.Frame last = new PacketLog.Frame(Long.MAX_VALUE, PacketBytes.ethernet(0x0800, toServer(SYN)));
        String line = "10.0.0.1 > 10.0.0.2:80 tcp SILENT S x1 @" + Long.MAX_VALUE / 1_000_000;
        assertThat(PacketLog.ofFrames(List.of(last), 1000).lines()).containsExactly(line);
    }
}
