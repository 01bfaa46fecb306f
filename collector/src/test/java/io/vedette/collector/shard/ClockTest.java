package io.vedette.collector.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.flow.Flow;
import io.vedette.core.flow.FlowBatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody sets the wall clock, or the process stands still for a while. */
@Timeout(120)
class ClockTest {

    private static final long START = 1_700_000_000_000L;
    private static final long HOUR = 3_600_000;

    private final AtomicLong wallMillis = new AtomicLong(START);
    private final AtomicLong nanos = new AtomicLong(-5);
    private final InstantSource wall = () -> Instant.ofEpochMilli(wallMillis.get());
    private final SteadyClock steady = new SteadyClock(wall, nanos::get);
    private final List<Alert> alerts = Collections.synchronizedList(new ArrayList<>());
    private final ShardHost host = new ShardHost(
            new ShardSettings(1, 16, 1 << 16, 10_000, Duration.ofHours(24)),
            DetectSettings.defaults(),
            alerts::add,
            steady,
            3,
            true);
    private final FlowInput input = open();

    private FlowInput open() {
        host.start();
        return host.open(() -> {});
    }

    private void pass(Duration time) {
        wallMillis.addAndGet(time.toMillis());
        nanos.addAndGet(time.toNanos());
    }

    /** Records without times of their own, as they come in now. */
    private void probes(int firstPort, int count) {
        FlowBatch batch = new FlowBatch(count);
        batch.receivedAt(wallMillis.get());
        for (int port = firstPort; port < firstPort + count; port++) {
            batch.add(Flow.of("203.0.113.66", 40_000, "192.0.2.1", port, 6, 2, 1));
        }
        input.flows(batch);
        input.flush();
    }

    private List<Stage> stagesAtTheEnd() throws InterruptedException {
        input.close();
        assertThat(host.close(Duration.ofSeconds(60))).isTrue();
        return alerts.stream()
                .map(Alert::stage)
                .filter(stage -> stage != Stage.UPDATED)
                .toList();
    }

    @Test
    void shouldGoAsItsTickerGoes() {
        assertThat(steady.millis()).isEqualTo(START);
        wallMillis.addAndGet(HOUR);
        assertThat(steady.millis()).isEqualTo(START);
        pass(Duration.ofMillis(1500));
        assertThat(steady.instant()).isEqualTo(Instant.ofEpochMilli(START + 1500));
    }

    @ParameterizedTest
    @ValueSource(longs = {HOUR, -HOUR, 1000, -1000, 24 * HOUR})
    void shouldKeepAnIncidentOverAJumpOfTheWallClock(long jump) throws InterruptedException {
        probes(1, 20);
        wallMillis.addAndGet(jump);
        host.sweep(steady.millis());
        pass(Duration.ofSeconds(100));
        probes(21, 20);
        host.sweep(steady.millis());

        assertThat(stagesAtTheEnd()).containsExactly(Stage.OPENED, Stage.CLOSED);
        Alert closed = alerts.get(alerts.size() - 1);
        assertThat(closed.couples()).isEqualTo(40);
        // What people read is the wall clock's time, whatever somebody did to it.
        assertThat(closed.firstMillis()).isEqualTo(Math.min(START, START + jump + 100_000));
        assertThat(closed.lastMillis()).isEqualTo(Math.max(START, START + jump + 100_000));
    }

    @Test
    void shouldEndAnIncidentByTheTimeThatPassed() throws InterruptedException {
        probes(1, 20);
        wallMillis.addAndGet(-HOUR);
        pass(DetectSettings.defaults().scan().quiet().plusSeconds(1));
        host.sweep(steady.millis());
        probes(100, 20);

        assertThat(stagesAtTheEnd()).containsExactly(Stage.OPENED, Stage.CLOSED, Stage.OPENED, Stage.CLOSED);
    }

    /** A datagram waits five seconds for its answer, also when the clock was set back meanwhile. */
    @Test
    void shouldNotLetPairsWaitLongerBecauseTheClockWasSetBack() throws InterruptedException {
        FlowBatch batch = new FlowBatch(1);
        batch.receivedAt(wallMillis.get());
        batch.add(Flow.of("203.0.113.66", 40_000, "192.0.2.1", 161, 17, 0, 1));
        input.flows(batch);
        assertThat(input.counts().contacts.get()).isZero();
        wallMillis.addAndGet(-HOUR);
        pass(Duration.ofSeconds(6));
        input.tick(wallMillis.get());
        assertThat(input.counts().contacts.get()).isEqualTo(1);
        assertThat(stagesAtTheEnd()).isEmpty();
    }

    @Test
    void shouldNotTakeAPauseOfTheProcessForQuiet() {
        SweepClock sweeps = new SweepClock();
        assertThat(sweeps.next(START)).isEqualTo(START);
        assertThat(sweeps.next(START + 1000)).isEqualTo(START + 1000);
        assertThat(sweeps.next(START + 61_000)).as("after a minute's pause").isEqualTo(START + 3000);
        long now = START + 61_000;
        for (int second = 1; second <= 57; second++) {
            now += 1000;
            assertThat(sweeps.next(now)).isEqualTo(START + 3000 + 2000L * second);
        }
        for (int second = 1; second <= 10; second++) {
            now += 1000;
            sweeps.next(now);
        }
        assertThat(sweeps.next(now)).as("caught up").isEqualTo(now);
    }
}
