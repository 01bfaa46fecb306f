package io.vedette.collector.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.collector.state.Checkpoints;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.scan.ScanSettings;
import io.vedette.core.detect.udp.Smoothing;
import io.vedette.core.detect.udp.UdpSettings;
import io.vedette.core.flow.Flow;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.IpAddress;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is cut in two raises the alerts of one that is not. */
@Timeout(120)
class RestartTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MAX_BYTES = 8 << 20;

    private final List<String> alerts = Collections.synchronizedList(new ArrayList<>());

    private ShardHost host(int shards, long seed, DetectSettings detect) {
        ShardSettings settings = new ShardSettings(shards, 4, 1 << 16, 50_000, Duration.ofHours(1));
        return new ShardHost(settings, detect, this::note, InstantSource.system(), seed, false);
    }

    /** What is told from the side of targets is no part of a checkpoint. */
    private void note(Alert alert) {
        if (alert.crowd() == null) {
            alerts.add(alert.toString());
        }
    }

    private static void deliver(FlowInput input, List<Flow> flows) {
        FlowBatch batch = new FlowBatch(64);
        for (Flow flow : flows) {
            batch.receivedAt(flow.endMillis());
            batch.add(flow);
            if (batch.isFull()) {
                input.flows(batch);
                batch.clear();
            }
        }
        if (batch.size() > 0) {
            input.flows(batch);
        }
        input.flush();
    }

    private static Flow syn(IpAddress from, IpAddress to, int port, long millis) {
        return Flow.of(from.toString(), 40000, to.toString(), port, 6, 2, 1).during(millis, millis);
    }

    /** Scanners, clients with failures, and noise, in one stream. */
    private static List<Flow> mixture() {
        Random random = new Random(17);
        List<Flow> flows = new ArrayList<>();
        long millis = 1_700_000_000_000L;
        for (int i = 0; i < 20_000; i++) {
            millis += 5;
            int kind = random.nextInt(10);
            if (kind < 3) {
                IpAddress scanner = IpAddress.ofIpv4(0xCB007100 + random.nextInt(12));
                flows.add(syn(
                        scanner, IpAddress.ofIpv4(0xC6120100 + random.nextInt(200)), 22 + random.nextInt(2), millis));
            } else if (kind < 8) {
                IpAddress client = IpAddress.ofIpv4(0x0A000000 + random.nextInt(5000));
                flows.add(syn(client, IpAddress.ofIpv4(0xC6120100 + random.nextInt(3)), 443, millis));
            } else {
                String client =
                        IpAddress.ofIpv4(0x0A000000 + random.nextInt(5000)).toString();
                flows.add(Flow.of(client, 30000 + random.nextInt(9999), "198.18.1.53", 53, 17, 0, 1)
                        .during(millis, millis));
            }
        }
        return flows;
    }

    private void run(ShardHost host, List<Flow> flows) {
        FlowInput input = host.open(() -> {});
        for (int from = 0; from < flows.size(); from += 1000) {
            deliver(input, flows.subList(from, from + 1000));
            host.tickUdp();
            host.sweep(flows.get(from).endMillis());
        }
        input.close();
    }

    private static byte[] captured(ShardHost host) throws Exception {
        return host.capture(MAX_BYTES).get(20, TimeUnit.SECONDS).bytes();
    }

    private List<String> sorted() {
        List<String> all = new ArrayList<>(alerts);
        Collections.sort(all);
        return all;
    }

    @ParameterizedTest
    @CsvSource({"1,1,7000", "3,3,9000", "1,4,12000", "4,1,7000", "3,8,15000"})
    void shouldRaiseTheSameAlertsAcrossARestart(int before, int after, int cut) throws Exception {
        List<Flow> flows = mixture();
        ShardHost straight = host(before, 99, DetectSettings.defaults());
        straight.start();
        run(straight, flows);
        assertThat(straight.close(SOON)).isTrue();
        List<String> expected = sorted();
        alerts.clear();

        ShardHost first = host(before, 99, DetectSettings.defaults());
        first.start();
        run(first, flows.subList(0, cut));
        byte[] saved = captured(first);
        assertThat(first.close(SOON, true)).isTrue();
        ShardHost second = host(after, before == after ? ShardHost.seedOf(saved) : 4711, DetectSettings.defaults());
        ShardHost.Restored restored = second.restore(saved);
        assertThat(restored.incidents()).isPositive();
        assertThat(restored.leftOut()).isZero();
        assertThat(restored.udp()).isTrue();
        second.start();
        run(second, flows.subList(cut, flows.size()));
        assertThat(second.close(SOON)).isTrue();

        assertThat(expected).anyMatch(line -> line.contains("CLOSED"));
        assertThat(sorted()).isEqualTo(expected);
    }

    private static List<Flow> udp(int round) {
        List<Flow> flows = new ArrayList<>();
        for (int source = 0; source < 50; source++) {
            for (int target = 0; target <= round % 5; target++) {
                flows.add(Flow.of("10.0.0." + source, 40000, "198.51.100." + target, 53, 17, 0, 1)
                        .during(1_700_000_000_000L + round, 1_700_000_000_000L + round));
            }
        }
        return flows;
    }

    private static void rounds(ShardHost host, int from, int to) {
        FlowInput input = host.open(() -> {});
        for (int round = from; round < to; round++) {
            deliver(input, udp(round));
            host.tickUdp();
            if (round % 18 == 17) {
                host.eraseUdp();
            }
        }
        input.close();
    }

    private static String forecast(ShardHost host) throws Exception {
        captured(host); // all before is done then
        return String.valueOf(host.udpForecast());
    }

    @Test
    void shouldForecastOn() throws Exception {
        ShardHost straight = host(2, 99, DetectSettings.defaults());
        straight.start();
        rounds(straight, 0, 25); // the end of an input judges what waits for its other direction
        rounds(straight, 25, 40);
        String expected = forecast(straight);

        ShardHost first = host(2, 99, DetectSettings.defaults());
        first.start();
        rounds(first, 0, 25);
        byte[] saved = captured(first);
        ShardHost second = host(2, ShardHost.seedOf(saved), DetectSettings.defaults());
        second.restore(saved);
        assertThat(second.udpForecast()).isPositive();
        second.start();
        rounds(second, 25, 40);

        assertThat(forecast(second)).isEqualTo(expected).isNotEqualTo("NaN");
        for (ShardHost host : List.of(straight, first, second)) {
            assertThat(host.close(SOON)).isTrue();
        }
    }

    @Test
    void shouldNotMixForecastsOfOtherSettings() throws Exception {
        ShardHost first = host(2, 99, DetectSettings.defaults());
        first.start();
        rounds(first, 0, 25);
        byte[] saved = captured(first);
        assertThat(first.close(SOON)).isTrue();
        DetectSettings normal = DetectSettings.defaults();
        UdpSettings udp =
                new UdpSettings(Duration.ofSeconds(10), Duration.ofSeconds(180), Smoothing.REFERENCE, 1 << 20);
        ShardHost second = host(
                2,
                99,
                new DetectSettings(
                        normal.sensitivity(),
                        true,
                        normal.homeNetworks(),
                        normal.allow(),
                        normal.contacts(),
                        ScanSettings.defaults(),
                        udp,
                        normal.victims()));

        assertThat(second.restore(saved).udp()).isFalse();
        assertThat(second.udpForecast()).isNaN();
        second.start();
        assertThat(second.close(SOON)).isTrue();
    }

    @Test
    void shouldKeepToItsSizeAndIncidentsFirst() throws Exception {
        ShardHost first = host(1, 99, DetectSettings.defaults());
        first.start();
        run(first, mixture());
        Checkpoints.Content all = first.capture(MAX_BYTES).get(20, TimeUnit.SECONDS);
        Checkpoints.Content few = first.capture(64 << 10).get(20, TimeUnit.SECONDS);
        assertThat(first.close(SOON)).isTrue();

        assertThat(all.leftOut()).isZero();
        assertThat(few.leftOut()).isPositive();
        assertThat(few.bytes()).hasSizeLessThanOrEqualTo(64 << 10);
        ShardHost second = host(1, 99, DetectSettings.defaults());
        assertThat(second.restore(few.bytes()).incidents()).isPositive();
        second.start();
        assertThat(second.close(SOON)).isTrue();
    }

    @Test
    void shouldRefuseAnythingElse() throws Exception {
        ShardHost first = host(2, 99, DetectSettings.defaults());
        first.start();
        run(first, mixture().subList(0, 3000));
        byte[] saved = captured(first);
        assertThat(first.close(SOON)).isTrue();
        for (int length = 0; length < saved.length; length += 37) {
            byte[] cut = Arrays.copyOf(saved, length);
            assertThatThrownBy(() -> ShardHost.seedOf(cut)).isInstanceOf(IOException.class);
        }
        byte[] version = saved.clone();
        version[3] ^= 1;
        assertThatThrownBy(() -> ShardHost.seedOf(version)).hasMessage("it is of another version");
    }
}
