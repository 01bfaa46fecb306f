package io.vedette.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.vedette.core.detect.Alert;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AlertDispatcherTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void shouldTickAtOnceWhenASinkAsksForIt() {
        AtomicInteger ticks = new AtomicInteger();
        ScriptedSink sink = new ScriptedSink("eager", Guarantee.AT_LEAST_ONCE, 10) {
            private Runnable wake = () -> {};

            @Override
            public void wakeBy(Runnable given) {
                wake = given;
            }

            @Override
            public void tick() {
                ticks.incrementAndGet();
                wake.run(); // each tick asks for the next, as an answer does that comes at once
            }
        };
        AlertDispatcher dispatcher = new AlertDispatcher(List.of(sink));
        dispatcher.start();
        await().until(() -> ticks.get() > 10_000); // by the clock alone this takes a quarter of an hour
        assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();
    }

    @Test
    void shouldHandEveryAlertToEverySinkInOrder() {
        ScriptedSink log = new ScriptedSink("log", Guarantee.AT_LEAST_ONCE, 100);
        ScriptedSink screen = new ScriptedSink("screen", Guarantee.BEST_EFFORT, 100);
        AlertDispatcher dispatcher = started(log, screen);

        Alerts.numbered(0, 50).forEach(dispatcher::raise);

        assertThat(dispatcher.close(LONG)).isEmpty();
        assertThat(log.delivered).containsExactlyElementsOf(ids(0, 50));
        assertThat(screen.delivered).containsExactlyElementsOf(ids(0, 50));
        assertThat(log.closings).hasValue(1);
        assertThat(screen.closings).hasValue(1);
        for (SinkCounts counts : dispatcher.counts()) {
            assertThat(counts.raised()).isEqualTo(50);
            assertThat(counts.settled(Fate.DELIVERED)).isEqualTo(50);
            assertThat(counts.imbalance()).isZero();
        }
    }

    @Test
    void shouldLoseNothingWhenManyThreadsRaiseIntoASmallQueue() throws InterruptedException {
        ScriptedSink log = new ScriptedSink("log", Guarantee.AT_LEAST_ONCE, 3);
        AlertDispatcher dispatcher = started(log);
        List<Thread> raisers = new ArrayList<>();
        for (int r = 0; r < 4; r++) {
            int first = r * 1_000;
            raisers.add(new Thread(() -> Alerts.numbered(first, first + 1_000).forEach(dispatcher::raise)));
        }
        raisers.forEach(Thread::start);
        for (Thread raiser : raisers) {
            raiser.join();
        }

        assertThat(dispatcher.close(LONG)).isEmpty();
        assertThat(log.delivered).containsExactlyInAnyOrderElementsOf(ids(0, 4_000));
        for (int r = 0; r < 4; r++) {
            List<String> own = ids(r * 1_000, r * 1_000 + 1_000);
            assertThat(log.delivered).as("order within one thread").containsSubsequence(own);
        }
        SinkCounts counts = dispatcher.counts().get(0);
        assertThat(counts.settled(Fate.DELIVERED)).isEqualTo(4_000);
        assertThat(counts.droppedTotal()).isZero();
        assertThat(counts.imbalance()).isZero();
    }

    @Test
    void shouldBlockTheRaiserWhenASinkThatMustDeliverIsFull() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        ScriptedSink log = new ScriptedSink("log", Guarantee.AT_LEAST_ONCE, 5, gate);
        ScriptedSink screen = new ScriptedSink("screen", Guarantee.BEST_EFFORT, 100);
        AlertDispatcher dispatcher = started(log, screen);
        AtomicInteger returned = new AtomicInteger();
        Thread raiser = new Thread(() -> Alerts.numbered(0, 8).forEach(alert -> {
            dispatcher.raise(alert);
            returned.incrementAndGet();
        }));
        raiser.start();

        await().until(() -> counts(dispatcher, "log").waits() == 1);
        assertThat(returned).hasValue(5);
        assertThat(counts(dispatcher, "log").queued()).isEqualTo(5);
        assertThat(counts(dispatcher, "log").imbalance()).isZero();
        await().untilAsserted(() -> assertThat(screen.delivered)
                .as("the best-effort sink has the alert that the raiser still waits with")
                .containsExactlyElementsOf(ids(0, 6)));

        gate.countDown();
        raiser.join();
        assertThat(dispatcher.close(LONG)).isEmpty();
        assertThat(log.delivered).containsExactlyElementsOf(ids(0, 8));
    }

    @Test
    void shouldDropWithACountWhenABestEffortSinkIsFullAndDelayNobody() {
        CountDownLatch gate = new CountDownLatch(1);
        ScriptedSink screen = new ScriptedSink("screen", Guarantee.BEST_EFFORT, 10, gate);
        ScriptedSink log = new ScriptedSink("log", Guarantee.AT_LEAST_ONCE, 1_000);
        AlertDispatcher dispatcher = started(screen, log);

        Alerts.numbered(0, 500).forEach(dispatcher::raise);

        await().until(() -> log.delivered.size() == 500);
        assertThat(counts(dispatcher, "screen").dropped(DropReason.QUEUE_FULL)).isEqualTo(490);
        gate.countDown();
        assertThat(dispatcher.close(LONG)).isEmpty();
        assertThat(screen.delivered).containsExactlyElementsOf(ids(0, 10));
        assertThat(counts(dispatcher, "screen").imbalance()).isZero();
    }

    @Test
    void shouldRetryFromTheAlertThatWasNotSettled() {
        ScriptedSink log = new ScriptedSink("log", Guarantee.AT_LEAST_ONCE, 10);
        CountDownLatch allRaised = new CountDownLatch(1);
        log.script.add(batch -> {
            uninterruptibly(allRaised);
            throw new IOException("disk full");
        });
        log.script.add(batch -> {
            log.deliver(batch, 2, Fate.DELIVERED);
            throw new IOException("disk full");
        });
        try (LogCapture captured = LogCapture.of(SinkWorker.class)) {
            AlertDispatcher dispatcher = started(log);
            Alerts.numbered(0, 6).forEach(dispatcher::raise);
            allRaised.countDown();

            await().until(() -> log.delivered.size() == 6);
            assertThat(log.delivered).containsExactlyElementsOf(ids(0, 6));
            await().until(() -> metrics(dispatcher).get("sink_up{sink=log}") == 1.0);
            assertThat(metrics(dispatcher)).containsEntry("sink_errors{sink=log}", 2.0);
            assertThat(dispatcher.close(LONG)).isEmpty();
            assertThat(captured.messages(Level.ERROR))
                    .containsExactly(
                            "sink log is down: disk full; alerts wait (up to 10, then detection waits too), it is"
                                    + " tried again");
            assertThat(captured.messages(Level.WARN))
                    .singleElement()
                    .asString()
                    .matches("sink log is up again after \\d+ s and 2 attempts");
        }
    }

    @Test
    void shouldDropWhatABestEffortSinkFailsToDeliver() {
        ScriptedSink screen = new ScriptedSink("screen", Guarantee.BEST_EFFORT, 10);
        screen.script.add(batch -> {
            throw new IOException("no");
        });
        AlertDispatcher dispatcher = started(screen);

        dispatcher.raise(Alerts.numbered(0));
        await().until(() -> counts(dispatcher, "screen").dropped(DropReason.FAILED) == 1);
        dispatcher.raise(Alerts.numbered(1));

        dispatcher.close(LONG);
        assertThat(screen.delivered).containsExactly("alert-1");
        assertThat(counts(dispatcher, "screen").imbalance()).isZero();
    }

    @Test
    void shouldAccountForEveryFate() {
        ScriptedSink hook = new ScriptedSink("hook", Guarantee.AT_LEAST_ONCE, 10);
        CountDownLatch allRaised = new CountDownLatch(1);
        hook.script.add(batch -> {
            uninterruptibly(allRaised);
            hook.deliver(batch, batch.alerts().size(), Fate.DELIVERED);
        });
        hook.script.add(batch -> {
            hook.deliver(batch, 1, Fate.SUPPRESSED);
            hook.deliver(batch, 2, Fate.SPOOLED);
            hook.deliver(batch, 1, Fate.DEAD_LETTERED);
            hook.deliver(batch, batch.alerts().size(), Fate.DELIVERED);
        });
        AlertDispatcher dispatcher = started(hook);
        dispatcher.raise(Alerts.numbered(0));
        await().until(() -> hook.script.size() == 1);
        Alerts.numbered(1, 8).forEach(dispatcher::raise);
        allRaised.countDown();

        assertThat(dispatcher.close(LONG)).isEmpty();
        SinkCounts counts = counts(dispatcher, "hook");
        assertThat(counts.settled())
                .isEqualTo(Map.of(Fate.DELIVERED, 4L, Fate.SUPPRESSED, 1L, Fate.SPOOLED, 2L, Fate.DEAD_LETTERED, 1L));
        assertThat(counts.raised()).isEqualTo(8);
        assertThat(counts.imbalance()).isZero();
    }

    @Test
    void shouldTellWhatIsLeftWhenTimeIsUp() {
        ScriptedSink dead = new ScriptedSink("dead", Guarantee.AT_LEAST_ONCE, 10);
        for (int i = 0; i < 100; i++) {
            dead.script.add(batch -> {
                throw new IOException("unreachable");
            });
        }
        ScriptedSink stuck = new ScriptedSink("stuck", Guarantee.BEST_EFFORT, 10, new CountDownLatch(1));
        ScriptedSink well = new ScriptedSink("well", Guarantee.AT_LEAST_ONCE, 10);
        AlertDispatcher dispatcher = started(dead, stuck, well);
        Alerts.numbered(0, 4).forEach(dispatcher::raise);

        assertThat(dispatcher.close(Duration.ofMillis(200))).isEqualTo(Map.of("dead", 4L));
        assertThat(well.delivered).hasSize(4);
        assertThat(counts(dispatcher, "stuck").dropped(DropReason.CLOSED)).isEqualTo(4);
        assertThat(counts(dispatcher, "dead").queued()).isEqualTo(4);
        await().untilAsserted(() -> assertThat(dead.closings).hasValue(1));
        dispatcher.counts().forEach(counts -> assertThat(counts.imbalance()).isZero());
    }

    @Test
    void shouldReleaseARaiserThatWaitsWhenTimeIsUp() throws InterruptedException {
        ScriptedSink dead = new ScriptedSink("dead", Guarantee.AT_LEAST_ONCE, 1, new CountDownLatch(1));
        AlertDispatcher dispatcher = started(dead);
        Thread raiser = new Thread(() -> Alerts.numbered(0, 2).forEach(dispatcher::raise));
        raiser.start();
        await().until(() -> counts(dispatcher, "dead").waits() == 1);

        assertThat(dispatcher.close(Duration.ofMillis(50))).isEqualTo(Map.of("dead", 1L));
        raiser.join();
        assertThat(counts(dispatcher, "dead").dropped(DropReason.CLOSED)).isEqualTo(1);
        assertThat(counts(dispatcher, "dead").imbalance()).isZero();
    }

    @Test
    void shouldCountWhatIsRaisedAfterClosing() {
        ScriptedSink log = new ScriptedSink("log", Guarantee.AT_LEAST_ONCE, 1);
        AlertDispatcher dispatcher = started(log);
        dispatcher.close(LONG);

        Alerts.numbered(0, 3).forEach(dispatcher::raise);

        assertThat(counts(dispatcher, "log").dropped(DropReason.CLOSED)).isEqualTo(3);
        assertThat(counts(dispatcher, "log").imbalance()).isZero();
    }

    @Test
    void shouldStopQuietlyUsingASinkThatIsGone() {
        ScriptedSink screen = new ScriptedSink("screen", Guarantee.BEST_EFFORT, 10);
        screen.script.add(batch -> {
            throw new SinkGoneException("closed", new IOException("Broken pipe"));
        });
        try (LogCapture captured = LogCapture.of(SinkWorker.class)) {
            AlertDispatcher dispatcher = started(screen);
            dispatcher.raise(Alerts.numbered(0));
            await().until(() -> screen.closings.get() == 1);
            dispatcher.raise(Alerts.numbered(1));

            assertThat(counts(dispatcher, "screen").dropped(DropReason.GONE)).isEqualTo(2);
            assertThat(dispatcher.close(LONG)).isEmpty();
            assertThat(captured.messages(Level.INFO)).isEmpty();
            assertThat(captured.messages(Level.ERROR)).isEmpty();
        }
    }

    @Test
    void shouldDropOnlyTheAlertThatBreaksASink() {
        ScriptedSink log = new ScriptedSink("log", Guarantee.AT_LEAST_ONCE, 10);
        CountDownLatch allRaised = new CountDownLatch(1);
        log.script.add(batch -> {
            uninterruptibly(allRaised);
            throw new IllegalStateException("a bug");
        });
        try (LogCapture captured = LogCapture.of(SinkWorker.class)) {
            AlertDispatcher dispatcher = started(log);
            Alerts.numbered(0, 3).forEach(dispatcher::raise);
            allRaised.countDown();

            assertThat(dispatcher.close(LONG)).isEmpty();
            assertThat(log.delivered).containsExactly("alert-1", "alert-2");
            assertThat(counts(dispatcher, "log").dropped(DropReason.FAILED)).isEqualTo(1);
            assertThat(captured.messages(Level.ERROR))
                    .containsExactly("sink log: error in the sink itself, the alert in its hands is dropped");
        }
    }

    @Test
    void shouldTellItsNumbers() {
        ScriptedSink log = new ScriptedSink("log", Guarantee.AT_LEAST_ONCE, 10);
        AlertDispatcher dispatcher = started(log);
        await().until(() -> metrics(dispatcher).get("sink_up{sink=log}") == 1.0);
        Alerts.numbered(0, 3).forEach(dispatcher::raise);
        dispatcher.close(LONG);

        assertThat(metrics(dispatcher))
                .containsEntry("alerts_raised{rule=tcp-scan,severity=high}", 3.0)
                .containsEntry("alerts_raised{rule=udp-scan,severity=high}", 0.0)
                .containsEntry("sink_sent{sink=log}", 3.0)
                .containsEntry("sink_errors{sink=log}", 0.0)
                .containsEntry("sink_dropped{sink=log}", 0.0)
                .containsEntry("sink_queued{sink=log}", 0.0)
                .containsEntry("sink_up{sink=log}", 0.0)
                .containsEntry("alerts_dropped{reason=queue_full}", 0.0);
    }

    @Test
    void shouldRefuseTwoSinksOfOneName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AlertDispatcher(List.of(
                        new ScriptedSink("log", Guarantee.AT_LEAST_ONCE, 1),
                        new ScriptedSink("log", Guarantee.BEST_EFFORT, 1))))
                .withMessage("two sinks are called log");
    }

    private static AlertDispatcher started(Sink... sinks) {
        AlertDispatcher dispatcher = new AlertDispatcher(List.of(sinks));
        dispatcher.start();
        return dispatcher;
    }

    private static SinkCounts counts(AlertDispatcher dispatcher, String sink) {
        return dispatcher.counts().stream()
                .filter(counts -> counts.sink().equals(sink))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> ids(int from, int to) {
        return Alerts.numbered(from, to).stream().map(Alert::id).toList();
    }

    private static void uninterruptibly(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static Map<String, Double> metrics(AlertDispatcher dispatcher) {
        Map<String, Double> samples = new TreeMap<>();
        dispatcher.writeMetrics(sample -> samples.put(
                sample.name()
                        + sample.labels().stream()
                                .map(label -> label.name() + "=" + label.value())
                                .collect(Collectors.collectingAndThen(
                                        Collectors.joining(","), all -> all.isEmpty() ? "" : "{" + all + "}")),
                sample.value().doubleValue()));
        return samples;
    }
}
