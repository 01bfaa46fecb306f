package io.vedette.collector.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.Flow;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.IpAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ShardHostTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<Alert> alerts = Collections.synchronizedList(new ArrayList<>());

    private ShardHost host(int shards, DetectSettings detect, AlertSink sink) {
        ShardSettings settings = new ShardSettings(shards, 4, 1 << 16, 50_000, Duration.ofHours(1));
        ShardHost host = new ShardHost(settings, detect, sink, InstantSource.system(), 99, false);
        host.start();
        return host;
    }

    private static DetectSettings reference() {
        return DetectSettings.of(DetectSettings.Sensitivity.REFERENCE);
    }

    private List<String> alertsOf(int shards) throws InterruptedException {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        ShardHost host = host(shards, DetectSettings.defaults(), alert -> lines.add(alert.toString()));
        List<Flow> flows = HostTraffic.mixture();
        FlowInput input = HostTraffic.run(host, flows);
        assertThat(host.close(SOON)).isTrue();
        assertThat(input.counts().analysed.get() + input.counts().filtered.total())
                .isEqualTo(flows.size());
        return lines;
    }

    @Test
    void shouldRaiseTheSameAlertsOnOneShardAndOnEight() throws InterruptedException {
        List<String> one = alertsOf(1);
        assertThat(one).isNotEmpty().anyMatch(line -> line.contains("CLOSED"));
        assertThat(alertsOf(2)).isEqualTo(one);
        assertThat(alertsOf(8)).isEqualTo(one);
    }

    @Test
    void shouldNameTheTwelveScannersAndNobodyElse() throws InterruptedException {
        ShardHost host = host(2, DetectSettings.defaults(), alerts::add);
        FlowInput input = host.open(() -> {});
        HostTraffic.deliver(input, HostTraffic.ofSources());
        input.close();
        assertThat(host.close(SOON)).isTrue();
        // Thousands of clients get no answer from the three servers, which is told of the servers and of no client.
        List<Alert> scanners = alerts.stream().filter(a -> a.crowd() == null).toList();
        assertThat(scanners.stream().filter(a -> a.stage() == Stage.OPENED).map(Alert::subject))
                .hasSize(12)
                .doesNotHaveDuplicates()
                .allMatch(source -> source.toString().startsWith("203.0.113."));
        assertThat(scanners.stream().filter(a -> a.stage() == Stage.CLOSED)).hasSize(12);
        assertThat(alerts.stream().filter(a -> a.crowd() != null))
                .isNotEmpty()
                .allMatch(a -> a.technique() == Technique.SYN_FLOOD
                        && a.severity() == Severity.LOW
                        && a.source() == null
                        && a.subject().toString().startsWith("198.18.1."));
    }

    /** A record for each direction, one after the other: what came of the first couples is known as well. */
    @Test
    void shouldKnowWhatCameOfEachCoupleFromRecordsOfOneDirection() throws InterruptedException {
        ShardHost host = host(2, DetectSettings.defaults(), alerts::add);
        FlowInput input = host.open(() -> {});
        List<Flow> flows = new ArrayList<>();
        for (int port = 1; port <= 120; port++) {
            long millis = 1_700_000_000_000L + port;
            flows.add(HostTraffic.syn(IpAddress.parse("203.0.113.66"), IpAddress.parse("198.18.1.7"), port, millis));
            int answer = port <= 80 ? 20 : 18;
            if (port <= 90) {
                flows.add(Flow.of("198.18.1.7", port, "203.0.113.66", 40_000, 6, answer, 1)
                        .during(millis, millis));
            }
        }
        flows.add(3, flows.get(2)); // a question that was sent twice before its answer
        HostTraffic.deliver(input, flows);
        input.close();
        assertThat(host.close(SOON)).isTrue();

        assertThat(alerts.stream().filter(a -> a.stage() == Stage.CLOSED))
                .singleElement()
                .satisfies(end -> {
                    assertThat(end.couples()).isEqualTo(120);
                    assertThat(end.refused()).isEqualTo(80);
                    assertThat(end.answered()).isEqualTo(10);
                    assertThat(end.silent()).isEqualTo(30);
                });
    }

    /** More scanners than can be judged: each that is told of is told of once, and none is dropped for another. */
    @Test
    void shouldNotTellOfScannersAgainAndAgainWhereTheyAreTooMany() throws InterruptedException {
        ShardSettings settings = new ShardSettings(1, 4, 1 << 16, 64, Duration.ofHours(1));
        ShardHost host =
                new ShardHost(settings, DetectSettings.defaults(), alerts::add, InstantSource.system(), 7, false);
        host.start();
        FlowInput input = host.open(() -> {});
        List<Flow> flows = new ArrayList<>();
        for (int probe = 0; probe < 60; probe++) {
            for (int source = 0; source < 300; source++) {
                // The first sixty begin at once with as much as makes an incident.
                for (int more = 0; more < (probe == 0 && source < 60 ? 20 : 1); more++) {
                    flows.add(HostTraffic.syn(
                            IpAddress.ofIpv4(0xCB007100 + source),
                            IpAddress.ofIpv4(0x20000000 + source * 7919 + probe * 65_537 + more * 257),
                            443,
                            1_700_000_000_000L + probe * 1000));
                }
            }
        }
        HostTraffic.deliver(input, flows);
        input.close();
        assertThat(host.close(SOON)).isTrue();

        assertThat(alerts.stream().filter(a -> a.stage() == Stage.OPENED).map(Alert::subject))
                .hasSizeBetween(60, 64)
                .doesNotHaveDuplicates();
        assertThat(alerts.stream().filter(a -> a.stage() == Stage.CLOSED)).allMatch(a -> a.couples() >= 60);
        assertThat(host.load().suspectLimit()).isPositive();
    }

    @Test
    void shouldDecideAsTheReferenceDoes() throws InterruptedException {
        ShardHost host = host(1, reference(), alerts::add);
        FlowInput input = host.open(() -> {});
        List<Flow> tcp = new ArrayList<>();
        for (int flags = 0; flags < 64; flags++) {
            tcp.add(Flow.of("203.0.113.66", 1, "192.0.2.1", 80, 6, flags, 1).during(1, 1));
        }
        tcp.add(Flow.of("0.0.0.0", 1, "192.0.2.1", 80, 6, 2, 1).during(1, 1));
        tcp.add(Flow.of("203.0.113.66", 1, "224.0.0.1", 80, 6, 2, 1).during(1, 1));
        HostTraffic.deliver(input, tcp);
        // Ten sources with two couples each: the mean is 2 at every tick, from the eleventh on the forecast is 2.
        List<Flow> steady = new ArrayList<>();
        for (int source = 1; source <= 10; source++) {
            for (int port = 1; port <= 2; port++) {
                steady.add(Flow.of("10.0.0." + source, 1, "192.0.2.1", port, 17, 0, 1)
                        .during(1, 1));
            }
        }
        HostTraffic.deliver(input, steady);
        for (int tick = 1; tick <= 10; tick++) {
            host.tickUdp();
        }
        HostTraffic.deliver(input, List.of(udp(7), udp(8), udp(9))); // before the eleventh tick nothing can be raised
        host.eraseUdp();
        HostTraffic.deliver(input, steady);
        host.tickUdp();
        HostTraffic.deliver(input, List.of(udp(1), udp(2), udp(3), udp(3), udp(4), udp(138), udp(5353)));
        input.close();
        assertThat(host.close(SOON)).isTrue();
        assertThat(alerts.stream()
                        .filter(a -> a.rule().equals("reference-tcp"))
                        .map(a -> a.technique().name()))
                .containsExactly("NULL", "FIN", "SYN", "RST", "XMAS");
        // Couples 1, 2 and 3 are not more than 3.5; the fourth is.
        assertThat(alerts.stream()
                        .filter(a -> a.rule().equals("reference-udp"))
                        .map(a -> a.targets().get(0).port()))
                .containsExactly(4);
    }

    private static Flow udp(int port) {
        return Flow.of("203.0.113.66", 1, "192.0.2.1", port, 17, 0, 1).during(1, 1);
    }

    @Test
    void shouldStopReadersWhenShardsFallBehindAndLoseNothing() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger resumed = new AtomicInteger();
        ShardHost host = host(1, reference(), alert -> {
            alerts.add(alert);
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        FlowInput input = host.open(resumed::incrementAndGet);
        int delivered = 0;
        while (input.ready()) {
            HostTraffic.deliver(
                    input,
                    List.of(Flow.of("203.0.113.66", 1, "192.0.2.1", delivered++, 6, 2, 1)
                            .during(1, 1)));
        }
        assertThat(delivered).isBetween(4, 6);
        assertThat(resumed).hasValue(0);
        HostTraffic.deliver(
                input,
                List.of(Flow.of("203.0.113.66", 1, "192.0.2.1", delivered++, 6, 2, 1)
                        .during(1, 1)));
        release.countDown();
        input.close();
        assertThat(host.close(SOON)).isTrue();
        assertThat(alerts).hasSize(delivered);
    }

    @Test
    void shouldResumeReadersWhenThereIsRoomAgain() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch resumed = new CountDownLatch(1);
        ShardHost host = host(1, reference(), alert -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        FlowInput input = host.open(resumed::countDown);
        while (input.ready()) {
            HostTraffic.deliver(
                    input,
                    List.of(Flow.of("203.0.113.66", 1, "192.0.2.1", 1, 6, 2, 1).during(1, 1)));
        }
        release.countDown();
        assertThat(resumed.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(input.ready()).isTrue();
        input.close();
        assertThat(host.close(SOON)).isTrue();
    }

    @Test
    void shouldStayWithinItsBoundsUnderAFloodOfSpoofedSourcesAndStillSeeTheScanner() throws InterruptedException {
        ShardHost host = host(1, DetectSettings.defaults(), alerts::add);
        FlowInput input = host.open(() -> {});
        IpAddress scanner = IpAddress.parse("203.0.113.66");
        IpAddress victim = IpAddress.parse("192.0.2.1");
        FlowBatch batch = new FlowBatch(1024);
        int port = 1;
        for (int source = 0; source < 2_000_000; source++) {
            batch.receivedAt(1_000_000 + source / 100);
            batch.add(HostTraffic.syn(IpAddress.ofIpv4(source * 0x9E3779B1), victim, 80, batch.receivedMillis()));
            if (source % 50_000 == 0) {
                batch.add(HostTraffic.syn(scanner, victim, 1000 + port++, batch.receivedMillis()));
            }
            if (batch.size() >= batch.capacity() - 1) {
                input.flows(batch);
                input.flush();
                batch.clear();
            }
        }
        input.flows(batch);
        input.close();
        assertThat(host.close(SOON)).isTrue();
        assertThat(host.load().sources()).isLessThanOrEqualTo(1 << 16);
        assertThat(host.load().sourceLimit()).isGreaterThan(1_000_000);
        assertThat(host.load().limited()).isTrue();
        assertThat(alerts.stream()
                        .filter(a -> a.stage() == Stage.OPENED && a.crowd() == null)
                        .map(Alert::source))
                .containsExactly(scanner);
        assertThat(alerts.stream().filter(a -> a.stage() == Stage.CLOSED && a.crowd() != null))
                .singleElement()
                .satisfies(a -> {
                    assertThat(a.subject()).isEqualTo(victim);
                    assertThat(a.technique()).isEqualTo(Technique.SYN_FLOOD);
                    assertThat(a.contacts()).isGreaterThan(1_800_000); // the rest came from multicast addresses
                    assertThat((double) Objects.requireNonNull(a.crowd()).count())
                            .isCloseTo(1.875e6, Percentage.withPercentage(10));
                    assertThat(Objects.requireNonNull(a.crowd()).sources()).isEmpty();
                });
        assertThat(host.targets().overLimit()).isZero();
    }
}
