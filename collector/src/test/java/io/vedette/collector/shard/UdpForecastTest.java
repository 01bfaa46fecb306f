package io.vedette.collector.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.udp.Smoothing;
import io.vedette.core.detect.udp.UdpSettings;
import io.vedette.core.flow.Flow;
import io.vedette.core.flow.FlowBatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The UDP forecast over half an hour of traffic, with the ticks of the collector. None of it is ever answered: only what is usual
 * tells clients from scanners, the worst case.
 */
@Timeout(120)
class UdpForecastTest {

    private static final long START = 1_700_000_000_000L;
    private static final int SECONDS = 1800;
    private static final String SCANNER = "203.0.113.66";

    private record Sent(long millis, String source, String target, int port) {}

    /** Sends to targets drawn from a pool, at random moments. */
    private static void host(Random random, String source, double perSecond, int pool, Consumer<Sent> out) {
        double second = 0;
        while (true) {
            second += -Math.log(1 - random.nextDouble()) / perSecond;
            if (second >= SECONDS) {
                return;
            }
            String target = "198.18.0." + random.nextInt(pool);
            out.accept(new Sent(START + (long) (second * 1000), source, target, 5000));
        }
    }

    private static void scan(double perSecond, Consumer<Sent> out) {
        for (int probe = 0; probe < SECONDS * perSecond; probe++) {
            out.accept(new Sent(START + (long) (probe / perSecond * 1000), SCANNER, "198.18.1.1", 1 + probe));
        }
    }

    /** The way of records into the collector, and the ticks that its timers would give. */
    private static List<Alert> run(List<Sent> traffic, int shards, Smoothing smoothing) throws InterruptedException {
        traffic.sort(Comparator.comparingLong(Sent::millis).thenComparing(Sent::source));
        List<Alert> alerts = Collections.synchronizedList(new ArrayList<>());
        DetectSettings normal = DetectSettings.defaults();
        UdpSettings udp = normal.udp();
        ShardHost host = new ShardHost(
                new ShardSettings(shards, 16, 1 << 16, 10_000, Duration.ofHours(24)),
                new DetectSettings(
                        normal.sensitivity(),
                        true,
                        normal.homeNetworks(),
                        normal.allow(),
                        normal.contacts(),
                        normal.scan(),
                        new UdpSettings(udp.des(), udp.erase(), smoothing, udp.maxSources()),
                        normal.victims()),
                alerts::add,
                InstantSource.system(),
                7,
                false);
        host.start();
        FlowInput input = host.open(() -> {});
        FlowBatch batch = new FlowBatch(1);
        long tick = START + udp.des().toMillis();
        long erase = START + udp.erase().toMillis();
        for (Sent sent : traffic) {
            while (Math.min(tick, erase) <= sent.millis()) {
                if (erase <= tick) {
                    host.eraseUdp();
                    erase += udp.erase().toMillis();
                } else {
                    host.tickUdp();
                    tick += udp.des().toMillis();
                }
                input.tick(Math.min(tick, erase));
            }
            batch.clear();
            batch.receivedAt(sent.millis());
            batch.add(Flow.of(sent.source(), 40_000, sent.target(), sent.port(), 17, 0, 1)
                    .during(sent.millis(), sent.millis()));
            input.flows(batch);
            input.flush();
        }
        input.close();
        assertThat(host.close(Duration.ofSeconds(60))).isTrue();
        assertThat(host.load().udpLimit()).isZero();
        return alerts;
    }

    private static List<String> accused(List<Alert> alerts) {
        return alerts.stream()
                .filter(alert -> alert.stage() == Stage.OPENED)
                .map(alert -> alert.source().toString())
                .sorted()
                .toList();
    }

    private static List<Sent> identical(int hosts) {
        Random random = new Random(11);
        List<Sent> traffic = new ArrayList<>();
        for (int host = 1; host <= hosts; host++) {
            host(random, "10.0.0." + host, 0.2, 40, traffic::add);
        }
        return traffic;
    }

    @Test
    void shouldFlagNoneOfTwentySteadyHosts() throws InterruptedException {
        assertThat(accused(run(identical(20), 2, Smoothing.ROBUST))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldFlagAtMostOneOfAHundredMixedHosts(long seed) throws InterruptedException {
        Random random = new Random(seed);
        List<Sent> traffic = new ArrayList<>();
        for (int host = 1; host <= 100; host++) {
            double perSecond = 0.2 * Math.exp(0.8 * random.nextGaussian());
            int pool = (int) Math.min(250, 40 * Math.exp(0.8 * random.nextGaussian()) + 1);
            host(random, "10.0.0." + host, perSecond, pool, traffic::add);
        }
        assertThat(accused(run(traffic, 2, Smoothing.ROBUST))).hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.2", "4, 0.2", "19, 0.2", "99, 0.2", "19, 0.05", "99, 0.05", "19, 5"})
    void shouldFindAScanOfSequentialPortsWithinSixtyProbes(int others, double perSecond) throws InterruptedException {
        List<Sent> traffic = identical(others);
        scan(perSecond, traffic::add);

        List<Alert> alerts = run(traffic, 2, Smoothing.ROBUST);

        assertThat(accused(alerts)).contains(SCANNER);
        long probes = alerts.stream()
                .filter(alert -> alert.source().toString().equals(SCANNER) && alert.stage() == Stage.OPENED)
                .findFirst()
                .orElseThrow()
                .couples();
        assertThat(probes).isLessThanOrEqualTo(60);
        assertThat(accused(alerts)).hasSize(others < FEW ? others + 1 : 1);
    }

    /** With fewer others nothing can be called usual, and who is never answered on so many hosts is suspect. */
    private static final int FEW = 5;

    @Test
    void shouldRaiseTheSameOnAnyNumberOfShards() throws InterruptedException {
        List<Sent> traffic = identical(30);
        scan(0.2, traffic::add);
        for (Smoothing smoothing : Smoothing.values()) {
            List<String> one = lines(run(new ArrayList<>(traffic), 1, smoothing));
            assertThat(one).isNotEmpty();
            assertThat(lines(run(new ArrayList<>(traffic), 2, smoothing))).isEqualTo(one);
            assertThat(lines(run(new ArrayList<>(traffic), 7, smoothing))).isEqualTo(one);
        }
    }

    /** Each time the program begins without any knowledge of what is usual, in the middle of the traffic. */
    @Test
    void shouldAccuseNobodyAfterEachOfTwentyRestarts() throws InterruptedException {
        List<Sent> traffic = identical(20);
        traffic.sort(Comparator.comparingLong(Sent::millis));
        for (int restart = 0; restart < 20; restart++) {
            long from = START + restart * 90_000L;
            List<Sent> part = new ArrayList<>(traffic.stream()
                    .filter(sent -> sent.millis() >= from && sent.millis() < from + 90_000)
                    .map(sent -> new Sent(sent.millis() - from + START, sent.source(), sent.target(), sent.port()))
                    .toList());
            assertThat(accused(run(part, 2, Smoothing.ROBUST))).isEmpty();
        }
    }

    private static List<String> lines(List<Alert> alerts) {
        return alerts.stream().map(Alert::toString).sorted().toList();
    }
}
