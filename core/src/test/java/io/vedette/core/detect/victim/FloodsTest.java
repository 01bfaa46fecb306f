package io.vedette.core.detect.victim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Floods, their backscatter, and clients of what is not there. */
class FloodsTest extends TargetTraffic {

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
                sideOf(i).prepare(batch);
                sideOf(i).contact(batch, 0);
                sideOf(i).unfinished(batch, 0, false);
            }
            pass(Duration.ofSeconds(1));
            tick();
        }
        assertThat(judge.counts().watched()).isZero();
        assertThat(judge.counts().overLimit()).isZero();
    }

    /** A SYN without an answer, seen by the first shard. */
    private void silent(int source, IpAddress to) {
        contact(IpAddress.ofIpv4(source), to, 80, IpProtocol.TCP, TcpFlags.SYN, Outcome.SILENT, true);
        TargetSide side = sides.get(0);
        side.prepare(batch);
        side.contact(batch, 0);
        side.unfinished(batch, 0, false);
    }

    /** More in one tick than a shard can keep: the flood is counted whole, whatever else there was. */
    @Test
    void shouldCountAFloodAmongMoreThanItKeeps() {
        sides = sides(1, settings);
        for (int i = 0; i < 400_000; i++) {
            silent(0x0a00_0000 + i, i % 4 == 0 ? HOST : IpAddress.ofIpv4(0xc613_0000 + i % 65_536));
        }
        tick();
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.subject()).isEqualTo(HOST);
            assertThat(alert.contacts()).isEqualTo(100_000);
            assertThat(crowd(alert).count()).isBetween(93_000L, 100_000L);
        });
    }

    /**
     * Two thousand victims of 750 SYNs a minute each, in more traffic than a shard keeps between two ticks: neither what was
     * dropped before one of them stood out nor what the others were asked speaks for it.
     */
    @Test
    void shouldFindEachOfManyVictimsAmongMoreThanItKeeps() {
        sides = sides(1, settings);
        int victims = 2_000;
        int source = 0;
        for (int ten = 0; ten < 9; ten++) {
            for (int i = 0; i < 125 * victims; i++) {
                silent(0x0a00_0000 + source++, IpAddress.ofIpv4(0xc613_0000 + i % victims));
                millis += i % 25 == 0 ? 1 : 0;
            }
            tick();
        }
        // So many are counted in estimates, by which a few may seem to have fewer sources than are asked for.
        assertThat(alerts.stream().map(Alert::subject).distinct().count()).isBetween(victims - 10L, (long) victims);
    }

    @Test
    void shouldNotTakeABusyServerForAVictim() {
        for (int number = 0; number < 5_000; number++) {
            IpAddress client = IpAddress.ofIpv4(0x0a00_0000 + number);
            if (number % 6 == 0) {
                unfinished(client, number, IpProtocol.TCP, Outcome.SILENT, 80);
            } else {
                contact(client, HOST, 80, IpProtocol.TCP, TcpFlags.CLASSIC, Outcome.ANSWERED, true);
                sideOf(number).prepare(batch);
                sideOf(number).contact(batch, 0);
                sideOf(number).finished(0);
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
            sideOf(number).prepare(batch);
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

    /** A dead service of one client is flooded: the client is not blamed for it, nor hides it. */
    @Test
    void shouldTellOfAFloodOfADeadService() {
        VictimSettings told = misconfiguredAlerts();
        sides = sides(2, told);
        judge = new TargetJudge(told);
        for (int i = 0; i < 14; i++) {
            unfinished(source(1), 1, IpProtocol.TCP, Outcome.SILENT, 80, i > 0);
            pass(Duration.ofMinutes(1));
            tick();
        }
        assertThat(alerts).extracting(Alert::technique).containsExactly(Technique.DEAD_SERVICE);
        long floodMillis = millis;
        for (int number = 0; number < 2_000; number++) {
            unfinished(IpAddress.ofIpv4(0x0a00_0000 + number), number, IpProtocol.TCP, Outcome.SILENT, 80);
            millis += 5;
            if (number % 200 == 199) {
                tick();
            }
        }
        assertThat(alerts.get(1)).satisfies(end -> {
            assertThat(end.stage()).isEqualTo(Stage.CLOSED);
            assertThat(end.incident()).isEqualTo(alerts.get(0).incident());
            assertThat(end.contacts()).as("of the client alone").isEqualTo(13);
        });
        assertThat(alerts.get(2)).satisfies(flood -> {
            assertThat(flood.stage()).isEqualTo(Stage.OPENED);
            assertThat(flood.technique()).isEqualTo(Technique.SYN_FLOOD);
            assertThat(flood.severity()).isEqualTo(Severity.LOW);
            assertThat(flood.incident()).isNotEqualTo(alerts.get(0).incident());
            assertThat(flood.source()).isNull();
            assertThat(flood.firstMillis()).isEqualTo(floodMillis);
        });
    }

    private VictimSettings misconfiguredAlerts() {
        return new VictimSettings(
                settings.minSources(),
                settings.minDecoys(),
                settings.minCouples(),
                settings.minScatterSources(),
                settings.window(),
                settings.floodSources(),
                settings.floodPackets(),
                settings.backscatterHosts(),
                settings.monitoredAddresses(),
                true,
                settings.maxTargets(),
                settings.quiet());
    }

    /** Of each second's contacts one is stamped by a clock that is late, or wrong: the others make a flood all the same. */
    @ParameterizedTest
    @ValueSource(longs = {0, -90, -600, -3_600, 3_600})
    void shouldTellOfAFloodWhateverTheTimesOfSingleContacts(long wrongSeconds) {
        for (int number = 0; number < 6_000; number++) {
            long now = millis;
            millis += number % 100 == 0 ? wrongSeconds * 1_000 : 0;
            unfinished(IpAddress.ofIpv4(0x0a00_0000 + number), number, IpProtocol.TCP, Outcome.SILENT, 80);
            millis = now;
            if (number % 100 == 99) {
                pass(Duration.ofSeconds(1));
                tick();
            }
        }
        assertThat(alerts).isNotEmpty();
        assertThat(alerts.get(0).technique()).isEqualTo(Technique.SYN_FLOOD);
        assertThat(alerts.get(0).contacts()).isLessThanOrEqualTo(700);
    }

    /** Two probes see a flood from 600 sources a minute each, and the clock of one is ten minutes late. */
    @Test
    void shouldTellOfAFloodThatProbesWithOtherClocksSee() {
        for (int number = 0; number < 2_400; number++) {
            boolean late = number % 7 < 3 + number / 80 % 2;
            millis -= late ? 600_000 : 0;
            unfinished(IpAddress.ofIpv4(0x0a00_0000 + number), number, IpProtocol.TCP, Outcome.SILENT, 80);
            millis += late ? 600_000 : 0;
            pass(Duration.ofMillis(50));
            if (number % 10 == 9) {
                tick();
            }
        }
        assertThat(alerts).isNotEmpty();
        assertThat(alerts.get(0).technique()).isEqualTo(Technique.SYN_FLOOD);
    }

    /** What comes in one second is stamped with a time in an hour: the 9,000 contacts until then are not those of one minute. */
    @Test
    void shouldMakeNoFloodOfAnHourAfterAWrongClock() {
        for (int number = 0; number < 9_000; number++) {
            boolean wrong = number / 5 == 180;
            millis += wrong ? 3_600_000 : 0;
            unfinished(IpAddress.ofIpv4(0x0a00_0000 + number), number, IpProtocol.TCP, Outcome.SILENT, 80);
            millis -= wrong ? 3_600_000 : 0;
            pass(Duration.ofMillis(330));
            if (number % 5 == 4) {
                tick();
            }
        }
        assertThat(alerts).isEmpty();
    }

    /** An hour of ten contacts a minute that comes in one go, as from a file without ticks, is no flood. */
    @Test
    void shouldTakeTheMeanMinuteOfWhatComesAtOnce() {
        for (int number = 0; number < 600; number++) {
            unfinished(IpAddress.ofIpv4(0x0a00_0000 + number), number, IpProtocol.TCP, Outcome.SILENT, 80);
            pass(Duration.ofSeconds(6));
        }
        tick();
        assertThat(alerts).isEmpty();
    }
}
