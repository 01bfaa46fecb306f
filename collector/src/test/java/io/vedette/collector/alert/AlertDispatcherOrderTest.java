package io.vedette.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.core.detect.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The record is written last, and a checkpoint after it: what one sink has that others must have before. */
@Timeout(120)
class AlertDispatcherOrderTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private static final class RecordSink extends ScriptedSink {

        RecordSink() {
            super("record", Guarantee.AT_LEAST_ONCE, 10_000);
        }

        @Override
        public boolean isRecord() {
            return true;
        }
    }

    @Test
    void shouldPutOnRecordOnlyWhatTheOthersHave() throws Exception {
        ScriptedSink spool = new ScriptedSink("spool", Guarantee.AT_LEAST_ONCE, 10_000);
        RecordSink record = new RecordSink();
        AtomicInteger tooEarly = new AtomicInteger();
        for (int i = 0; i < 20_000; i++) {
            record.script.add(batch -> {
                Set<String> have = new HashSet<>(spool.delivered);
                for (Alert alert : batch.alerts()) {
                    tooEarly.addAndGet(have.contains(alert.id()) ? 0 : 1);
                }
                record.deliver(batch, batch.alerts().size(), Fate.DELIVERED);
            });
        }
        AlertDispatcher dispatcher = new AlertDispatcher(List.of(record, spool));
        dispatcher.start();
        List<Thread> shards = new ArrayList<>();
        for (int shard = 0; shard < 4; shard++) {
            int from = shard * 500;
            Thread thread = new Thread(() -> Alerts.numbered(from, from + 500).forEach(dispatcher::raise));
            shards.add(thread);
            thread.start();
        }
        for (Thread shard : shards) {
            shard.join();
        }
        assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();
        assertThat(record.delivered).hasSize(2_000);
        assertThat(tooEarly).hasValue(0);
    }

    @Test
    void shouldGoOnWithTheRecordWhenAnotherSinkIsStuck() {
        CountDownLatch gate = new CountDownLatch(1);
        ScriptedSink stuck = new ScriptedSink("stuck", Guarantee.AT_LEAST_ONCE, 10_000, gate);
        RecordSink record = new RecordSink();
        AlertDispatcher dispatcher = new AlertDispatcher(List.of(stuck, record));
        dispatcher.start();
        Alerts.numbered(0, 2_000).forEach(dispatcher::raise);
        await().atMost(Duration.ofSeconds(60)).until(() -> record.delivered.size() == 2_000);
        assertThat(stuck.delivered).isEmpty();
        gate.countDown();
        assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();
        assertThat(stuck.delivered).hasSize(2_000);
    }

    @Test
    void shouldKnowWhenEverySinkThatPromisedHasWhatWasRaised() throws InterruptedException {
        ScriptedSink log = new ScriptedSink("log", Guarantee.AT_LEAST_ONCE, 10);
        ScriptedSink screen = new ScriptedSink("screen", Guarantee.BEST_EFFORT, 10);
        AlertDispatcher dispatcher = new AlertDispatcher(List.of(log, screen));
        assertThat(dispatcher.awaitTaken(Duration.ZERO)).isTrue();
        Alerts.numbered(0, 3).forEach(dispatcher::raise);

        assertThat(dispatcher.awaitTaken(Duration.ofMillis(1))).isFalse();
        dispatcher.start();
        assertThat(dispatcher.awaitTaken(LONG)).isTrue();
        assertThat(counts(dispatcher, "log").settled(Fate.DELIVERED)).isEqualTo(3);
        dispatcher.close(LONG);
    }

    private static SinkCounts counts(AlertDispatcher dispatcher, String sink) {
        return dispatcher.counts().stream()
                .filter(counts -> counts.sink().equals(sink))
                .findFirst()
                .orElseThrow();
    }
}
