package io.vedette.collector.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.vedette.collector.state.Checkpoints;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.scan.ScanSettings;
import io.vedette.core.detect.udp.Smoothing;
import io.vedette.core.detect.udp.UdpSettings;
import io.vedette.core.flow.Flow;
import io.vedette.core.flow.IpAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is cut in two raises the alerts of one that is not. */
@Timeout(120)
class RestartTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int MAX_BYTES = 8 << 20;

    private final List<String> alerts = Collections.synchronizedList(new ArrayList<>());

    private ShardHost host(int shards, long seed, DetectSettings detect) {
        ShardSettings settings = new ShardSettings(shards, 4, 1 << 16, 50_000, Duration.ofHours(1));
        return new ShardHost(settings, detect, this::note, InstantSource.system(), seed, false);
    }

    private void note(Alert alert) {
        alerts.add(alert.toString());
    }

    private static byte[] captured(ShardHost host) throws Exception {
        return bytes(host.capture(MAX_BYTES).get(60, TimeUnit.SECONDS));
    }

    private static byte[] bytes(Checkpoints.Content content) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        content.chunks().forEach(chunk -> all.write(chunk.array(), chunk.position(), chunk.remaining()));
        return all.toByteArray();
    }

    private List<String> sorted() {
        List<String> all = new ArrayList<>(alerts);
        Collections.sort(all);
        return all;
    }

    /** In pieces, each on a host of its own that goes on where the one before was killed. */
    private void runInPieces(List<Flow> flows, List<Integer> cuts, List<Integer> shards) throws Exception {
        byte[] saved = null;
        int from = 0;
        for (int piece = 0; piece <= cuts.size(); piece++) {
            int count = shards.get(piece % shards.size());
            ShardHost host = host(count, saved == null ? 99 : ShardHost.seedOf(saved), DetectSettings.defaults());
            if (saved != null) {
                ShardHost.Restored restored = host.restore(saved);
                assertThat(restored.incidents()).isPositive();
                assertThat(restored.leftOut()).isZero();
                assertThat(restored.udp()).isTrue();
            }
            host.start();
            boolean last = piece == cuts.size();
            int to = last ? flows.size() : cuts.get(piece);
            HostTraffic.run(host, flows.subList(from, to));
            saved = captured(host);
            assertThat(host.close(SOON, !last)).isTrue();
            from = to;
        }
    }

    /** The same on one host, which the pieces' ends do not end. */
    private List<String> runStraight(List<Flow> flows, List<Integer> cuts, int shards) throws Exception {
        ShardHost straight = host(shards, 99, DetectSettings.defaults());
        straight.start();
        int from = 0;
        for (int to : cuts) {
            HostTraffic.run(straight, flows.subList(from, to));
            from = to;
        }
        HostTraffic.run(straight, flows.subList(from, flows.size()));
        assertThat(straight.close(SOON)).isTrue();
        List<String> raised = sorted();
        alerts.clear();
        return raised;
    }

    @ParameterizedTest
    @CsvSource({"1,1,7000", "3,3,9000", "1,4,12000", "4,1,7000", "3,8,15000"})
    void shouldRaiseTheSameAlertsAcrossARestart(int before, int after, int cut) throws Exception {
        List<Flow> flows = HostTraffic.mixture();
        List<String> expected = runStraight(flows, List.of(cut), before);

        runInPieces(flows, List.of(cut), List.of(before, after));

        assertThat(expected)
                .anyMatch(line -> line.contains("CLOSED"))
                .anyMatch(line -> line.contains("rule=flood"))
                .anyMatch(line -> line.contains("rule=distributed-scan"))
                .anyMatch(line -> line.contains("rule=decoyed-scan"))
                .anyMatch(line -> line.contains("rule=backscatter"));
        assertThat(sorted()).isEqualTo(expected);
    }

    /** Row F18: neither does a scan open twice nor does the forecast begin from nothing. */
    @Test
    void shouldRaiseTheSameAlertsAcrossTwentyRestarts() throws Exception {
        List<Flow> flows = HostTraffic.mixture();
        List<Integer> cuts = new ArrayList<>();
        for (int n = 1; n < 20; n++) {
            cuts.add(n * 1000);
        }
        List<String> expected = runStraight(flows, cuts, 2);

        runInPieces(flows, cuts, List.of(2));

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
            HostTraffic.deliver(input, udp(round));
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
        HostTraffic.run(first, HostTraffic.mixture());
        Checkpoints.Content all = first.capture(MAX_BYTES).get(60, TimeUnit.SECONDS);
        Checkpoints.Content few = first.capture(64 << 10).get(60, TimeUnit.SECONDS);
        assertThat(first.close(SOON)).isTrue();

        assertThat(all.leftOut()).isZero();
        assertThat(few.leftOut()).isPositive();
        assertThat(bytes(few)).hasSizeLessThanOrEqualTo(64 << 10);
        ShardHost second = host(1, 99, DetectSettings.defaults());
        assertThat(second.restore(bytes(few)).incidents()).isPositive();
        second.start();
        assertThat(second.close(SOON)).isTrue();
    }

    /** Where thousands scan at once there is no room for a second checkpoint beside the first. */
    @Test
    void shouldGatherWithoutCopies() throws Exception {
        ShardSettings settings = new ShardSettings(1, 4, 1 << 16, 50_000, Duration.ofHours(1));
        ShardHost host =
                ShardHost.onCallersThread(settings, DetectSettings.defaults(), this::note, InstantSource.system(), 99);
        host.start();
        List<Flow> flows = new ArrayList<>();
        for (int i = 0; i < 3000 * 30; i++) {
            IpAddress scanner = IpAddress.ofIpv4(0x0A000000 + i % 3000);
            flows.add(HostTraffic.syn(scanner, IpAddress.ofIpv4(0xC6120100 + i / 3000), 443, 1_700_000_000_000L + i));
        }
        HostTraffic.run(host, flows);

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        long size = 0;
        for (int round = 0; round < 5; round++) { // the first ones load classes
            long before = threads.getCurrentThreadAllocatedBytes();
            Checkpoints.Content content = host.capture(MAX_BYTES).get();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            size = bytes(content).length;
            assertThat(content.leftOut()).isZero();
        }
        assertThat(host.close(SOON)).isTrue();

        assertThat(size).isGreaterThan(1 << 20);
        assertThat(least).isLessThan(2 * size);
    }

    @Test
    void shouldRefuseAnythingElse() throws Exception {
        ShardHost first = host(2, 99, DetectSettings.defaults());
        first.start();
        HostTraffic.run(first, HostTraffic.mixture().subList(0, 3000));
        byte[] saved = captured(first);
        assertThat(first.close(SOON)).isTrue();
        ShardHost second = host(2, 99, DetectSettings.defaults());
        for (int length = 0; length < saved.length; length += 37) {
            byte[] cut = Arrays.copyOf(saved, length);
            assertThatThrownBy(() -> second.restore(cut)).isInstanceOf(IOException.class);
        }
        byte[] version = saved.clone();
        version[3] ^= 1;
        assertThatThrownBy(() -> ShardHost.seedOf(version)).hasMessage("it is of another version");
        assertThatThrownBy(() -> second.restore(version)).hasMessage("it is of another version");
        assertThatThrownBy(() -> ShardHost.seedOf(new byte[0])).isInstanceOf(IOException.class);
        second.start();
        assertThat(second.close(SOON)).isTrue();
    }
}
