package io.vedette.core.detect.victim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Target;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetJudgeTest extends TargetTraffic {

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

    /** It was last told of when it had doubled; what it did since then is known at its end only. */
    @Test
    void shouldTellAtItsEndOfASourceThatWentOnElsewhere() {
        long first = millis;
        dividedScan(6, 4);
        sideOf(2).raise(own(2, Stage.OPENED, 1, first));
        tick();
        assertThat(alerts).hasSize(1);
        sideOf(2).raise(own(2, Stage.CLOSED, 9, first));
        tick();
        assertThat(alerts).extracting(Alert::stage).containsExactly(Stage.OPENED, Stage.OPENED, Stage.CLOSED);
        assertThat(alerts.get(1).id()).isEqualTo(alerts.get(1).incident()).isEqualTo("own-2");
        assertThat(alerts.get(1).partOf()).isEqualTo(alerts.get(0).incident());
        assertThat(alerts.get(2).incident()).isEqualTo("own-2");
        assertThat(alerts.get(2).partOf()).isNull();
        pass(settings.quiet().plusSeconds(1));
        tick();
        assertThat(alerts).as("nothing waits for its end").hasSize(4);
        assertThat(alerts.get(3).incident()).isEqualTo(alerts.get(0).incident());
    }

    /** One of those who shared a scan goes on to a host that nobody else asks: its sample shows where it is. */
    @Test
    void shouldTellOfASourceThatScansAnotherHost() {
        IpAddress other = IpAddress.parse("198.18.9.9");
        dividedScan(6, 4);
        tick();
        sideOf(2).raise(own(2, Stage.OPENED, 1, 40, millis, List.of(refused(other, 80))));
        tick();
        judge.finish(sides, millis, alerts::add);

        assertThat(alerts).extracting(Alert::stage).containsExactly(Stage.OPENED, Stage.OPENED, Stage.CLOSED);
        assertThat(alerts.get(1).incident()).isEqualTo("own-2");
        assertThat(alerts.get(2))
                .as("what it did elsewhere is not counted here")
                .satisfies(end -> {
                    assertThat(end.couples()).isEqualTo(24);
                    assertThat(end.contacts()).isEqualTo(24);
                });
        assertThat(judge.counts().folded()).isZero();
    }

    @Test
    void shouldFoldASourceWhoseSampleIsOfTheHost() {
        dividedScan(6, 4);
        tick();
        sideOf(2).raise(own(2, Stage.OPENED, 1, 40, millis, List.of(refused(HOST, 80))));
        tick();
        assertThat(alerts).extracting(Alert::incident).doesNotContain("own-2");
        assertThat(judge.counts().folded()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"198.18.5.200, 445, 1", "198.18.6.1, 445, 0", "198.18.5.200, 23, 0"})
    void shouldFoldASourceOnlyIfItsSampleIsOfTheNetworkAndPort(String shown, int port, int folded) {
        sharedSweep();
        sideOf(2).raise(own(2, Stage.OPENED, 60, 1, millis, List.of(refused(IpAddress.parse(shown), port))));
        tick();
        assertThat(judge.counts().folded()).isEqualTo(folded);
        assertThat(alerts.stream().filter(alert -> alert.incident().equals("own-2")))
                .hasSize(1 - folded);
    }

    /** That the source asks another network too is known from the last couple of its sample. */
    @Test
    void shouldTellOfASourceThatGoesOnToAnotherNetwork() {
        long first = millis;
        Target here = refused(IpAddress.parse("198.18.5.80"), 445);
        sharedSweep();
        sideOf(2).raise(own(2, Stage.OPENED, 20, 1, first, List.of(here)));
        tick();
        assertThat(alerts).hasSize(1);
        Target elsewhere = refused(IpAddress.parse("172.31.77.1"), 445);
        sideOf(2).raise(own(2, Stage.UPDATED, 40, 1, first, List.of(here, elsewhere)));
        tick();
        assertThat(alerts).extracting(Alert::stage).containsExactly(Stage.OPENED, Stage.OPENED);
        assertThat(alerts.get(1).incident()).isEqualTo("own-2");
        assertThat(alerts.get(1).partOf()).isEqualTo(alerts.get(0).incident());
    }

    /** Six sources sweep 198.18.5.0/24 for port 445, seven hosts each. */
    private void sharedSweep() {
        for (int i = 0; i < 7; i++) {
            for (int number = 0; number < 6; number++) {
                probe(number, IpAddress.ofIpv4(0xc612_0500 + number * 40 + i), 445, false);
                millis += 100;
            }
        }
        tick();
    }

    /** More sources than are compared, one after the other and without a pause. */
    @Test
    void shouldKeepAScanOpenAsLongAsFurtherSourcesTakePart() {
        int number = 0;
        for (; number < Group.MAX_PROBERS; number++) {
            probeSixPorts(number);
            millis += 10;
        }
        tick();
        for (; number < Group.MAX_PROBERS + 30; number++) {
            pass(Duration.ofSeconds(30));
            probeSixPorts(number);
            tick();
        }
        assertThat(alerts).isNotEmpty().extracting(Alert::stage).doesNotContain(Stage.CLOSED);
        assertThat(alerts)
                .extracting(Alert::incident)
                .containsOnly(alerts.get(0).incident());
        judge.finish(sides, millis, alerts::add);
        assertThat(alerts.get(alerts.size() - 1).lastMillis()).isEqualTo(millis);
    }

    private void probeSixPorts(int number) {
        for (int i = 0; i < 6; i++) {
            probe(number, HOST, 1 + number * 6 + i, false);
        }
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

    /** The judges of the sources know all couples by then, and take them for repeats. */
    @Test
    void shouldSeeTheSameScanAgainAfterTheWindow() {
        dividedScan(6, 4);
        tick();
        pass(settings.window().multipliedBy(2));
        tick();
        long again = millis;
        dividedScan(6, 4);
        tick();
        assertThat(alerts).extracting(Alert::stage).containsExactly(Stage.OPENED, Stage.CLOSED, Stage.OPENED);
        assertThat(alerts.get(2).firstMillis()).isEqualTo(again);
        assertThat(alerts.get(2).couples()).isEqualTo(24);
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

    /** What reaches every network all the time: a few strangers an hour, each of whom asks some of its hosts for one port. */
    @Test
    void shouldNotTakeTheBackgroundOfANetworkForASharedScan() {
        for (int number = 0; number < 6; number++) {
            for (int i = 0; i < 5; i++) {
                probe(number, IpAddress.ofIpv4(0xc612_0500 + number * 40 + i), 23, false);
                pass(Duration.ofSeconds(2));
            }
            pass(Duration.ofMinutes(9));
            tick();
        }
        assertThat(alerts).isEmpty();
    }

    @Test
    void shouldTellOfStrangersWhoAskANetworkForOnePortAtOneTime() {
        for (int number = 0; number < 6; number++) {
            for (int i = 0; i < 5; i++) {
                probe(number, IpAddress.ofIpv4(0xc612_0500 + number * 40 + i), 23, false);
                pass(Duration.ofSeconds(2));
            }
            tick();
        }
        assertThat(alerts).hasSize(1);
        assertThat(alerts.get(0).shape()).isEqualTo(Shape.DISTRIBUTED);
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
                5, 3, 16, 8, Duration.ofHours(1), 500, 7680, 25, 65_536, false, 256, Duration.ofMinutes(5));
        sides = sides(1, small);
        judge = new TargetJudge(small);
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 2_000; i++) {
                contact(source(1), IpAddress.ofIpv4(0x0a00_0000 + round * 2_000 + i), 80, 6, 2, Outcome.SILENT, true);
                sides.get(0).prepare(batch);
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
