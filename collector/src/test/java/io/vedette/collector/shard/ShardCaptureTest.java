package io.vedette.collector.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.state.Checkpoints;
import io.vedette.core.flow.Flow;
import io.vedette.core.flow.IpAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardCaptureTest {

    private static final long START = 1_700_000_000_000L;

    /** More of suspects, of targets and of UDP than there is room for. */
    private static List<Flow> much(long millis) {
        List<Flow> flows = new ArrayList<>();
        for (int source = 0; source < 400; source++) {
            IpAddress from = IpAddress.ofIpv4(0x0a010000 + source);
            int hosts = 2 + source % 60;
            for (int i = 0; i < hosts * 2; i++) {
                String to = "198.19." + i % hosts + "." + (source % 200 + 1);
                flows.add(Flow.of(from.toString(), 2000 + i, to, 9000 + i * 7 % 97, 17, 0, 1)
                        .during(millis, millis));
            }
        }
        for (int source = 0; source < 6000; source++) {
            IpAddress from = IpAddress.ofIpv4(0x0a500000 + source);
            for (int i = 0; i < 4; i++) {
                IpAddress to = IpAddress.ofIpv4(0xc6120000 + source / 3);
                flows.add(HostTraffic.syn(from, to, 20 + i * 1000 + source % 50, millis));
            }
        }
        return flows;
    }

    /** What is larger than the limit is taken for damaged, and all of it is lost. */
    @ParameterizedTest
    @ValueSource(ints = {64 << 10, 256 << 10, 1 << 20})
    void shouldNotBeLargerThanItMay(int maxBytes) throws Exception {
        ShardSettings settings = new ShardSettings(1, 4, 1 << 18, 50_000, Duration.ofHours(1));
        ShardHost host =
                new ShardHost(settings, DetectSettings.defaults(), alert -> {}, InstantSource.system(), 99, false);
        host.start();
        FlowInput input = host.open(() -> {});
        for (long millis = START; millis <= START + 120_000; millis += 60_000) {
            HostTraffic.deliver(input, much(millis));
            input.tick(millis + 30_000);
            host.sweep(millis + 30_000);
            host.tickUdp();
        }
        Checkpoints.Content content = host.capture(maxBytes).get(60, TimeUnit.SECONDS);

        assertThat(content.leftOut()).isPositive();
        assertThat(content.chunks().stream().mapToInt(ByteBuffer::remaining).sum())
                .isBetween(maxBytes / 10 * 6, maxBytes);
        assertThat(host.close(Duration.ofSeconds(60))).isTrue();
    }
}
