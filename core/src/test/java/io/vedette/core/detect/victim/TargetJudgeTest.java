package io.vedette.core.detect.victim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Crowd;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import io.vedette.core.sketch.KeyedHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetJudgeTest {

    private static final IpAddress HOST = IpAddress.parse("198.18.1.7");

    private final VictimSettings settings = VictimSettings.defaults();
    private final List<Alert> alerts = new ArrayList<>();
    private final ContactBatch batch = new ContactBatch(1);
    private TargetJudge judge = new TargetJudge(settings);
    private List<TargetSide> sides = sides(2, settings);
    private long millis = 1_700_000_000_000L;

    private static List<TargetSide> sides(int count, VictimSettings settings) {
        List<TargetSide> sides = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sides.add(new TargetSide(settings, new KeyedHash(i), count));
        }
        return sides;
    }

    private static IpAddress source(int number) {
        return IpAddress.ofIpv4(0xcb00_7100 + number);
    }

    private TargetSide sideOf(int number) {
        return sides.get(number % sides.size());
    }

    private void contact(
            IpAddress from, IpAddress to, int port, int protocol, int flags, Outcome outcome, boolean seen) {
        batch.clear();
        batch.add(
                from.high(), from.low(), 40_000, to.high(), to.low(), port, protocol, flags, outcome, seen, 1, millis);
    }

    /** A failed probe of a suspect source. */
    private void probe(int number, IpAddress to, int port, boolean scanning) {
        contact(source(number), to, port, IpProtocol.TCP, TcpFlags.SYN, Outcome.REFUSED, true);
        sideOf(number).probe(number, batch.cursor().moveTo(0), scanning);
    }

    private void unfinished(IpAddress from, int number, int protocol, Outcome outcome, int port) {
        unfinished(from, number, protocol, outcome, port, false);
    }

    private void unfinished(IpAddress from, int number, int protocol, Outcome outcome, int port, boolean again) {
        contact(from, HOST, port, protocol, protocol == IpProtocol.TCP ? TcpFlags.SYN : -1, outcome, true);
        sideOf(number).contact(batch, 0);
        sideOf(number).unfinished(batch, 0, again);
    }

    private void answer(int number, int flags, Outcome outcome, boolean seen) {
        contact(source(number), HOST, 443, IpProtocol.TCP, flags, outcome, seen);
        sideOf(number).contact(batch, 0);
    }

    private void tick() {
        judge.tick(sides, millis, alerts::add);
    }

    private void pass(Duration time) {
        millis += time.toMillis();
    }

    private static Crowd crowd(Alert alert) {
        return Objects.requireNonNull(alert.crowd());
    }

    private static Alert own(int number, Stage stage, int hosts, long firstMillis) {
        String incident = "own-" + number;
        return new Alert(
                stage == Stage.OPENED ? incident : incident + '-' + stage,
                incident,
                stage,
                "tcp-scan",
                Severity.MEDIUM,
                0.9,
                source(number),
                Technique.SYN,
                Shape.VERTICAL,
                hosts,
                40,
                40,
                41,
                39,
                1,
                0,
                firstMillis,
                firstMillis + 5_000,
                List.of(),
                "because",
                "T1595.001");
    }

    private void dividedScan(int sources, int portsEach) {
        for (int number = 0; number < sources; number++) {
            for (int i = 0; i < portsEach; i++) {
                probe(number, HOST, 20 + number * portsEach + i, false);
                millis += 100;
            }
        }
    }

    @Test
    void shouldTellOfADividedScanOnceThatNoSourceShows() {
        dividedScan(6, 4);
        tick();

        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.stage()).isEqualTo(Stage.OPENED);
            assertThat(alert.shape()).isEqualTo(Shape.DISTRIBUTED);
            assertThat(alert.source()).isNull();
            assertThat(alert.subject()).isEqualTo(HOST);
            assertThat(alert.ports()).isEqualTo(24);
            assertThat(alert.refused()).isEqualTo(24);
            assertThat(crowd(alert).count()).isEqualTo(6);
            assertThat(crowd(alert).sources())
                    .containsExactly(source(0), source(1), source(2), source(3), source(4), source(5));
            assertThat(alert.why()).contains("6 sources", "divide", "100 %");
        });
        pass(settings.quiet());
        pass(Duration.ofSeconds(1));
        tick();
        assertThat(alerts).extracting(Alert::stage).containsExactly(Stage.OPENED, Stage.CLOSED);
        assertThat(alerts)
                .extracting(Alert::incident)
                .containsOnly(alerts.get(0).id());
        assertThat(judge.counts().incidents()).isZero();
    }

    @Test
    void shouldWaitForEnoughSourcesAndEnoughPorts() {
        dividedScan(4, 10);
        tick();
        assertThat(alerts).as("four sources").isEmpty();
        judge = new TargetJudge(settings);
        dividedScan(5, 3);
        tick();
        assertThat(alerts).as("fifteen ports").isEmpty();
    }

    /** Twenty clients of eight services that are gone ask for some of them each: neither divided nor the same. */
    @Test
    void shouldNotTakeClientsOfADeadServerForAScan() {
        for (int number = 0; number < 40; number++) {
            for (int i = 0; i < 4; i++) {
                probe(number, HOST, 100 + (number * 7 + i * i * 3) % 20, false);
            }
        }
        tick();
        assertThat(alerts).isEmpty();
    }

    @Test
    void shouldClearWhoSucceedsElsewhere() {
        for (int number = 0; number < 8; number++) {
            for (int i = 0; i < 4; i++) {
                probe(number, HOST, 20 + number * 4 + i, false);
                sideOf(number).succeeded(number);
            }
            probe(number, HOST, 1000 + number, false);
        }
        tick();
        // Each had got through twice and more before its later failures.
        assertThat(alerts).isEmpty();
    }

    @Test
    void shouldSeeDecoysInStepAndFoldTheIncidentsOfTheSources() {
        long first = millis;
        for (int i = 0; i < 40; i++) {
            for (int number = 0; number < 3; number++) {
                probe(number, HOST, 100 + i, i > 8);
            }
            millis += 200;
        }
        for (int number = 0; number < 3; number++) {
            sideOf(number).raise(own(number, Stage.OPENED, 1, first));
        }
        tick();
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.shape()).isEqualTo(Shape.DECOYED);
            assertThat(alert.rule()).isEqualTo("decoyed-scan");
            assertThat(crowd(alert).forged()).isTrue();
            assertThat(crowd(alert).count()).isEqualTo(3);
            assertThat(alert.contacts()).isEqualTo(3 * 41);
        });
        assertThat(judge.counts().folded()).isEqualTo(3);

        pass(settings.quiet().multipliedBy(2));
        tick();
        assertThat(alerts).as("open while its parts are").hasSize(1);
        for (int number = 0; number < 3; number++) {
            sideOf(number).raise(own(number, Stage.CLOSED, 1, first));
        }
        judge.finish(sides, millis, alerts::add);
        assertThat(alerts).extracting(Alert::stage).containsExactly(Stage.OPENED, Stage.CLOSED);
    }

    @Test
    void shouldNotTakeTheSameListAtOtherTimesForDecoys() {
        for (int number = 0; number < 3; number++) {
            for (int i = 0; i < 40; i++) {
                probe(number, HOST, 100 + i, false);
            }
            pass(Duration.ofMinutes(2));
        }
        tick();
        assertThat(alerts).isEmpty();
    }

    @Test
    void shouldTellOfASourceThatGoesOnElsewhere() {
        long first = millis;
        dividedScan(6, 4);
        sideOf(2).raise(own(2, Stage.OPENED, 1, first));
        tick();
        assertThat(alerts).hasSize(1);
        sideOf(2).raise(own(2, Stage.UPDATED, 9, first));
        tick();
        assertThat(alerts).hasSize(2);
        assertThat(alerts.get(1)).satisfies(alert -> {
            assertThat(alert.stage()).isEqualTo(Stage.OPENED);
            assertThat(alert.id()).isEqualTo(alert.incident()).isEqualTo("own-2");
            assertThat(alert.partOf()).isEqualTo(alerts.get(0).incident());
        });
        sideOf(2).raise(own(2, Stage.CLOSED, 9, first));
        tick();
        assertThat(alerts.get(2).stage()).isEqualTo(Stage.CLOSED);
    }

    @Test
    void shouldCloseInPublicWhatWasOpenedInPublic() {
        long first = millis;
        sideOf(1).raise(own(1, Stage.OPENED, 1, first));
        tick();
        dividedScan(6, 4);
        sideOf(1).raise(own(1, Stage.UPDATED, 1, first));
        tick();
        sideOf(1).raise(own(1, Stage.CLOSED, 1, first));
        tick();
        assertThat(alerts).extracting(Alert::stage).containsExactly(Stage.OPENED, Stage.OPENED, Stage.CLOSED);
        assertThat(alerts.get(2).incident()).isEqualTo("own-1");
        assertThat(alerts.get(2).partOf()).isEqualTo(alerts.get(1).incident());
    }

    /** Whatever the spread over shards: the same alerts in the same order. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8})
    void shouldNotDependOnTheNumberOfShards(int shards) {
        sides = sides(shards, settings);
        long first = millis;
        dividedScan(7, 5);
        for (int number = 0; number < 700; number++) {
            unfinished(IpAddress.ofIpv4(0x0a00_0000 + number * 77), number, IpProtocol.TCP, Outcome.SILENT, 80);
            sideOf(number).raise(own(1000 + number % 40, Stage.OPENED, 30, first));
        }
        judge.finish(sides, millis, alerts::add);
        String one = "";
        for (Alert alert : alerts) {
            one += alert + "\n";
        }
        alerts.clear();
        millis = first;
        judge = new TargetJudge(settings);
        sides = sides(2, settings);
        dividedScan(7, 5);
        for (int number = 0; number < 700; number++) {
            unfinished(IpAddress.ofIpv4(0x0a00_0000 + number * 77), number, IpProtocol.TCP, Outcome.SILENT, 80);
            sideOf(number).raise(own(1000 + number % 40, Stage.OPENED, 30, first));
        }
        judge.finish(sides, millis, alerts::add);
        StringBuilder two = new StringBuilder();
        alerts.forEach(alert -> two.append(alert).append('\n'));
        assertThat(two).hasToString(one);
        assertThat(alerts).hasSizeGreaterThan(700);
    }

    @Test
    void shouldTellOfASynFloodAndAccuseNobody() {
        for (int number = 0; number < 600; number++) {
            unfinished(IpAddress.ofIpv4(0x0a00_0000 + number), number, IpProtocol.TCP, Outcome.ANSWERED, 80);
            millis += 10;
        }
        tick();
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.technique()).isEqualTo(Technique.SYN_FLOOD);
            assertThat(alert.severity()).isEqualTo(Severity.LOW);
            assertThat(alert.attack()).isEqualTo("T1499.001");
            assertThat(crowd(alert).count()).isEqualTo(600);
            assertThat(crowd(alert).forged()).isTrue();
            assertThat(crowd(alert).sources()).isEmpty();
            assertThat(alert.targets())
                    .singleElement()
                    .satisfies(target -> assertThat(target.port()).isEqualTo(80));
        });
    }

    /** Less than a quarter of what a flood takes comes each second, and is looked at from the third second on. */
    @Test
    void shouldTellOfAFloodThatComesSlowly() {
        for (int number = 0; number < 900; number++) {
            unfinished(IpAddress.ofIpv4(0x0a00_0000 + number), number, IpProtocol.TCP, Outcome.SILENT, 80);
            millis += 20;
            if (number % 50 == 49) {
                tick();
            }
        }
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.technique()).isEqualTo(Technique.SYN_FLOOD);
            assertThat(crowd(alert).count()).isBetween(500L, 560L);
        });
    }

    /** A telescope: many targets, each asked by many who come once. None of it is kept. */
    @Test
    void shouldWatchNoTargetsThatAreHitByChance() {
        Random random = new Random(7);
        for (int second = 0; second < 90; second++) {
            for (int i = 0; i < 2_000; i++) {
                contact(
                        IpAddress.ofIpv4(random.nextInt()),
                        IpAddress.ofIpv4(0xc612_0000 + random.nextInt(4_000)),
                        23,
                        IpProtocol.TCP,
                        TcpFlags.SYN,
                        Outcome.SILENT,
                        true);
                sideOf(i).contact(batch, 0);
                sideOf(i).unfinished(batch, 0, false);
            }
            pass(Duration.ofSeconds(1));
            tick();
        }
        assertThat(judge.counts().watched()).isZero();
        assertThat(judge.counts().overLimit()).isZero();
    }

    /** More in one tick than a shard can keep: the flood is counted whole, whatever else there was. */
    @Test
    void shouldCountAFloodAmongMoreThanItKeeps() {
        sides = sides(1, settings);
        for (int i = 0; i < 400_000; i++) {
            contact(
                    IpAddress.ofIpv4(0x0a00_0000 + i),
                    i % 4 == 0 ? HOST : IpAddress.ofIpv4(0xc613_0000 + i % 65_536),
                    80,
                    IpProtocol.TCP,
                    TcpFlags.SYN,
                    Outcome.SILENT,
                    true);
            sides.get(0).contact(batch, 0);
            sides.get(0).unfinished(batch, 0, false);
        }
        tick();
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.subject()).isEqualTo(HOST);
            assertThat(alert.contacts()).isEqualTo(100_000);
            assertThat(crowd(alert).count()).isBetween(93_000L, 100_000L);
        });
    }

    @Test
    void shouldNotTakeABusyServerForAVictim() {
        for (int number = 0; number < 5_000; number++) {
            IpAddress client = IpAddress.ofIpv4(0x0a00_0000 + number);
            if (number % 6 == 0) {
                unfinished(client, number, IpProtocol.TCP, Outcome.SILENT, 80);
            } else {
                contact(client, HOST, 80, IpProtocol.TCP, TcpFlags.CLASSIC, Outcome.ANSWERED, true);
                sideOf(number).contact(batch, 0);
            }
        }
        tick();
        assertThat(alerts).isEmpty();
    }

    @Test
    void shouldAskOfAUdpFloodThatItsSourcesAreNewEachMinute() {
        for (int minute = 0; minute < 4; minute++) {
            for (int number = 0; number < 700; number++) {
                unfinished(IpAddress.ofIpv4(0x0a00_0000 + number), number, IpProtocol.UDP, Outcome.SILENT, 514);
            }
            tick();
            pass(Duration.ofMinutes(1));
        }
        assertThat(alerts).as("a log server").isEmpty();
        pass(Duration.ofHours(2));
        for (int minute = 0; minute < 3; minute++) {
            for (int number = 0; number < 700; number++) {
                unfinished(
                        IpAddress.ofIpv4(0x0b00_0000 + minute * 700 + number),
                        number,
                        IpProtocol.UDP,
                        Outcome.SILENT,
                        514);
            }
            tick();
            pass(Duration.ofMinutes(1));
        }
        assertThat(alerts.get(0).technique()).isEqualTo(Technique.UDP_FLOOD);
    }

    @Test
    void shouldTellOfBackscatterOverALongTime() {
        for (int number = 0; number < 60; number++) {
            boolean disowned = number % 3 == 0;
            answer(
                    number,
                    disowned ? TcpFlags.RST : TcpFlags.UNKNOWN,
                    number % 2 == 0 || disowned ? Outcome.ANSWERED : Outcome.REFUSED,
                    disowned);
            pass(Duration.ofSeconds(40));
            tick();
        }
        assertThat(alerts.get(0)).satisfies(alert -> {
            assertThat(alert.technique()).isEqualTo(Technique.BACKSCATTER);
            assertThat(alert.severity()).isEqualTo(Severity.INFO);
            assertThat(alert.hosts()).isEqualTo(25);
            assertThat(crowd(alert).count()).isZero();
        });
        assertThat(alerts)
                .extracting(Alert::incident)
                .containsOnly(alerts.get(0).incident());
    }

    @Test
    void shouldNotTakeAnswersThatWereAskedForForBackscatter() {
        for (int number = 0; number < 100; number++) {
            contact(source(number), HOST, 443, IpProtocol.TCP, TcpFlags.SYN, Outcome.UNKNOWN, true);
            sideOf(number).contact(batch, 0);
            answer(number, TcpFlags.UNKNOWN, Outcome.REFUSED, false);
            pass(Duration.ofSeconds(10));
            tick();
        }
        assertThat(alerts).isEmpty();
    }

    @Test
    void shouldCountAMisconfiguredClientOnceAndTellOfItOnlyIfAsked() {
        for (int i = 0; i < 40; i++) {
            unfinished(source(1), 1, IpProtocol.TCP, Outcome.REFUSED, 5432, i > 0);
            pass(Duration.ofSeconds(30));
            tick();
        }
        assertThat(alerts).isEmpty();
        assertThat(judge.counts().misconfigured()).isEqualTo(1);
    }

    @Test
    void shouldSeeARandomScatterOverASite() {
        Random random = new Random(5);
        for (int number = 0; number < 20; number++) {
            for (int i = 0; i < 10; i++) {
                probe(
                        number,
                        IpAddress.ofIpv4(0xc612_0000 + random.nextInt(1 << 16)),
                        1 + random.nextInt(65_535),
                        false);
            }
        }
        tick();
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.shape()).isEqualTo(Shape.SCATTERED);
            assertThat(crowd(alert).name()).isEqualTo("198.18.0.0/16");
            assertThat(crowd(alert).count()).isEqualTo(20);
        });
    }

    @Test
    void shouldNotTakeASwarmOverASiteForAScatter() {
        Random random = new Random(6);
        for (int number = 0; number < 60; number++) {
            for (int i = 0; i < 10; i++) {
                int peer = random.nextInt(150);
                probe(number, IpAddress.ofIpv4(0xc612_0000 + peer * 397), 10_000 + peer * 31, false);
            }
        }
        tick();
        assertThat(alerts).isEmpty();
    }

    @Test
    void shouldKeepItsBoundsUnderAFloodOfTargets() {
        VictimSettings small = new VictimSettings(
                5, 3, 16, 8, Duration.ofHours(1), 500, 7680, 25, 65_536, false, 256, 64, Duration.ofMinutes(5));
        sides = sides(1, small);
        judge = new TargetJudge(small);
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 2_000; i++) {
                contact(source(1), IpAddress.ofIpv4(0x0a00_0000 + round * 2_000 + i), 80, 6, 2, Outcome.SILENT, true);
                sides.get(0).unfinished(batch, 0, true);
                probe(i, IpAddress.ofIpv4(0x0a00_0000 + i % 5), 80 + i, false);
            }
            tick();
        }
        assertThat(judge.counts().watched()).isLessThanOrEqualTo(2 * 256);
        assertThat(judge.counts().overLimit()).isPositive();
        assertThat(sides.get(0).overLimit()).isGreaterThan(20 * 1_000);
    }
}
