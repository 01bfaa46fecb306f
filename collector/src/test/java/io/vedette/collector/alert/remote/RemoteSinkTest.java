package io.vedette.collector.alert.remote;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.vedette.collector.alert.Alerts;
import io.vedette.collector.alert.Fate;
import io.vedette.collector.alert.LogCapture;
import io.vedette.collector.alert.SinkContract;
import io.vedette.collector.alert.SinkCounts;
import io.vedette.collector.alert.remote.RemoteStatus.State;
import io.vedette.collector.alert.spool.DeadLetters;
import io.vedette.collector.alert.spool.Spool;
import io.vedette.collector.alert.spool.SpoolConfig;
import io.vedette.collector.alert.spool.SpoolFate;
import io.vedette.collector.meter.OpenMetrics;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Technique;
import io.vedette.core.setting.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sending, waiting, pausing and giving up, with a courier that answers as it is told and time that the test owns. */
class RemoteSinkTest {

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-11-01T02:14:03Z");
    private SpoolConfig spoolConfig = SpoolConfig.defaults();
    private final List<CompletableFuture<Answer>> asked = new ArrayList<>();
    private final List<Notification> sent = new ArrayList<>();
    private LogCapture log;

    @BeforeEach
    void listen() {
        log = LogCapture.of(RemoteSink.class);
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    private final class ScriptedCourier implements Courier {
        @Override
        public CompletableFuture<Answer> send(Notification notification) {
            assertThat(asked).as("one at a time").allMatch(CompletableFuture::isDone);
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            sent.add(notification);
            asked.add(answer);
            return answer;
        }

        @Override
        public String destination() {
            return "https://hooks.example/\u2026";
        }

        @Override
        public void close() {}
    }

    private RemoteSink sink(int atOnce) {
        return sink(new PlainOutbox(atOnce));
    }

    private RemoteSink sink(Outbox outbox) {
        Spool spool = new Spool(
                "hook", directory.resolve("hook"), spoolConfig, () -> now, () -> now.toEpochMilli() * 1_000_000);
        return new RemoteSink(
                "hook",
                Severity.LOW,
                spool,
                outbox,
                new ScriptedCourier(),
                new DeadLetters(directory.resolve("hook.dead.ndjson")),
                () -> now,
                () -> now.toEpochMilli() * 1_000_000,
                new Random(5));
    }

    private void answer(Answer answer) {
        asked.get(asked.size() - 1).complete(answer);
    }

    private void tickAfter(RemoteSink sink, Duration time) {
        now = now.plus(time);
        sink.tick();
    }

    /** Closes the sink, whose receiver is then in trouble. */
    private void close(RemoteSink sink) {
        if (!asked.get(asked.size() - 1).isDone()) {
            answer(new Answer.Later("io", "", null));
        }
        sink.close();
    }

    private static String metrics(RemoteSink sink) {
        OpenMetrics metrics = new OpenMetrics();
        sink.writeMetrics(metrics);
        return metrics.text();
    }

    private static List<String> ids(Notification notification) {
        return notification.alerts().stream().map(Alert::id).toList();
    }

    private List<String> deadLetters() throws IOException {
        return Files.readAllLines(directory.resolve("hook.dead.ndjson"));
    }

    @Test
    void shouldAskForATickWhenAnAnswerHasCome() throws IOException {
        AtomicInteger wakes = new AtomicInteger();
        RemoteSink sink = sink(1);
        sink.wakeBy(wakes::incrementAndGet);
        SinkContract.deliver(sink, Alerts.numbered(0, 3));

        for (int round = 1; round <= 3; round++) {
            sink.tick();
            assertThat(sent).as("without any time having passed").hasSize(round);
            assertThat(wakes).hasValue(round - 1);
            answer(new Answer.Delivered());
            assertThat(wakes).hasValue(round);
        }
        sink.tick();
        assertThat(sink.counts().waiting()).isZero();
        sink.close();
    }

    @Test
    void shouldSpoolAtOnceAndSendOneNotificationAfterTheOther() throws IOException {
        RemoteSink sink = sink(2);
        SinkCounts counts = SinkContract.deliver(sink, Alerts.numbered(0, 5));
        assertThat(counts.settled(Fate.SPOOLED)).isEqualTo(5);
        assertThat(counts.imbalance()).isZero();
        assertThat(sink.counts().waiting()).isEqualTo(5);

        for (int round = 0; round < 3; round++) {
            sink.tick();
            assertThat(sent).hasSize(round + 1);
            sink.tick();
            assertThat(sent).as("none while one is under way").hasSize(round + 1);
            answer(new Answer.Delivered());
        }
        sink.tick();
        assertThat(sent.stream().flatMap(n -> ids(n).stream()))
                .containsExactly("alert-0", "alert-1", "alert-2", "alert-3", "alert-4");
        assertThat(sink.counts().of(SpoolFate.DELIVERED)).isEqualTo(5);
        assertThat(sink.counts().waiting()).isZero();
        assertThat(sink.status()).isEqualTo(new RemoteStatus("hook", State.UP, ""));
        close(sink);
    }

    @Test
    void shouldCountWhatIsBelowItsSeverityAndWhatIsFolded() throws IOException {
        RemoteSink sink = sink(10);
        SinkCounts counts = SinkContract.deliver(
                sink,
                List.of(
                        Alerts.of("192.0.2.1", Alert.Stage.OPENED, "a", Severity.INFO, Technique.SYN),
                        Alerts.of("192.0.2.1", Alert.Stage.OPENED, "b", Severity.LOW, Technique.SYN),
                        Alerts.of("192.0.2.1", Alert.Stage.OPENED, "c", Severity.HIGH, Technique.SYN)));
        assertThat(counts.settled(Fate.SUPPRESSED)).isEqualTo(1);
        assertThat(counts.settled(Fate.SPOOLED)).isEqualTo(2);
        sink.tick();
        assertThat(ids(sent.get(0))).containsExactly("c-OPENED");
        assertThat(sink.counts().of(SpoolFate.FOLDED)).isEqualTo(1);
        assertThat(sink.counts().imbalance()).isZero();
        close(sink);
    }

    @Test
    void shouldTryAgainWithGrowingPausesAndSayItOnce() throws IOException {
        RemoteSink sink = sink(1);
        SinkContract.deliver(sink, Alerts.numbered(0, 2));
        sink.tick();
        List<Long> pauses = new ArrayList<>();
        for (int attempt = 0; attempt < 12; attempt++) {
            answer(new Answer.Later("http-503", "down", null));
            sink.tick();
            int before = sent.size();
            long waited = 0;
            while (sent.size() == before) {
                waited += 100;
                tickAfter(sink, Duration.ofMillis(100));
            }
            pauses.add(waited);
            assertThat(ids(sent.get(before))).containsExactly("alert-0");
            assertThat(sent.get(before).id()).isEqualTo(sent.get(0).id());
        }
        for (int i = 0; i < pauses.size(); i++) {
            long longest = Math.min(300_000, 1_000L << i);
            assertThat(pauses.get(i)).isBetween(longest / 2, longest + 100);
        }
        assertThat(sink.status()).isEqualTo(new RemoteStatus("hook", State.RETRYING, "http-503: down"));
        answer(new Answer.Delivered());
        sink.tick();
        assertThat(ids(sent.get(sent.size() - 1))).containsExactly("alert-1");
        assertThat(sink.status().state()).isEqualTo(State.UP);
        assertThat(log.messages(Level.ERROR))
                .containsExactly("sink hook is down: http-503 from https://hooks.example/\u2026: down; alerts are kept,"
                        + " it is tried again");
        assertThat(log.messages(Level.WARN)).containsExactly("sink hook is up again after 12 attempts");
        close(sink);
    }

    @Test
    void shouldWaitExactlyAsLongAsTheReceiverSays() throws IOException {
        RemoteSink sink = sink(1);
        SinkContract.deliver(sink, Alerts.numbered(0, 1));
        sink.tick();
        answer(new Answer.Later("http-429", "", Duration.ofSeconds(30)));
        sink.tick();
        tickAfter(sink, Duration.ofMillis(29_999));
        assertThat(sent).hasSize(1);
        tickAfter(sink, Duration.ofMillis(1));
        assertThat(sent).hasSize(2);
        answer(new Answer.Later("http-429", "", Duration.ofDays(365)));
        sink.tick();
        tickAfter(sink, Duration.ofMinutes(61));
        assertThat(sent).as("an hour at most").hasSize(3);
        close(sink);
    }

    @Test
    void shouldPutAsideWhatIsRefusedAndGoOn() throws IOException {
        RemoteSink sink = sink(1);
        SinkContract.deliver(sink, Alerts.numbered(0, 2));
        sink.tick();
        answer(new Answer.Refused("http-400", "invalid_payload"));
        sink.tick();
        assertThat(ids(sent.get(1))).containsExactly("alert-1");
        assertThat(deadLetters()).hasSize(1);
        assertThat(deadLetters().get(0))
                .startsWith("{\"time\":\"2026-11-01T02:14:03Z\",\"sink\":\"hook\",\"reason\":\"http-400\","
                        + "\"detail\":\"invalid_payload\",\"alert\":{")
                .contains("\"id\":\"alert-0\"");
        assertThat(sink.counts().of(SpoolFate.DEAD_LETTERED)).isEqualTo(1);
        assertThat(sink.counts().imbalance()).isZero();
        close(sink);
    }

    @Test
    void shouldSayHowManyAlertsWereRefusedAndHowManyOfThemArePutAside() throws IOException {
        RemoteSink sink = sink(new OneShown(new PlainOutbox(5)));
        SinkContract.deliver(sink, Alerts.numbered(0, 5));
        sink.tick();
        answer(new Answer.Refused("http-400", "invalid_payload"));
        sink.tick();
        assertThat(deadLetters()).hasSize(1);
        assertThat(sink.counts().of(SpoolFate.DEAD_LETTERED)).isEqualTo(5);
        assertThat(metrics(sink))
                .contains("vedette_dead_letters_total{sink=\"hook\",reason=\"http_4xx\"} 5\n")
                .contains("vedette_remote_refusals_total{sink=\"hook\"} 1\n");
        assertThat(log.messages(Level.ERROR))
                .containsExactly("sink hook: https://hooks.example/\u2026 refused alerts for good: 5; lines in its dead"
                        + " letters: 1; http-400: invalid_payload");
        close(sink);
    }

    @Test
    void shouldCountEveryAttemptThatFailsOnce() throws IOException {
        RemoteSink sink = sink(2);
        SinkContract.deliver(sink, Alerts.numbered(0, 4));
        List<Answer> answers = List.of(
                new Answer.TooLarge("halve it"),
                new Answer.TooLarge("even that"),
                new Answer.Refused("http-400", ""),
                new Answer.Later("http-503", "", Duration.ZERO),
                new Answer.Blocked("http-404", ""));
        for (Answer answer : answers) {
            sink.tick();
            sink.tick();
            answer(answer);
        }
        sink.tick();
        assertThat(sent).hasSize(answers.size());
        assertThat(metrics(sink))
                .contains("vedette_remote_failures_total{sink=\"hook\",reason=\"too_large\"} 2\n")
                .contains("vedette_remote_failures_total{sink=\"hook\",reason=\"http_4xx\"} 2\n")
                .contains("vedette_remote_failures_total{sink=\"hook\",reason=\"http_5xx\"} 1\n");
        close(sink);
    }

    @Test
    void shouldKeepWhatIsRefusedWhenItCannotBePutAside() throws IOException {
        Files.createDirectories(directory.resolve("hook.dead.ndjson"));
        RemoteSink sink = sink(1);
        SinkContract.deliver(sink, Alerts.numbered(0, 1));
        sink.tick();
        answer(new Answer.Refused("http-400", ""));
        sink.tick();
        assertThat(sink.status().state()).isEqualTo(State.RETRYING);
        assertThat(sink.counts().waiting()).isEqualTo(1);
        tickAfter(sink, Duration.ofSeconds(2));
        assertThat(sent).hasSize(2);
        close(sink);
    }

    @Test
    void shouldPauseWhenEverythingWouldBeRefusedAndLookAgainEveryTenMinutes() throws IOException {
        RemoteSink sink = sink(1);
        SinkContract.deliver(sink, Alerts.numbered(0, 3));
        sink.tick();
        answer(new Answer.Blocked("http-404", "no such hook"));
        sink.tick();
        assertThat(sink.status()).isEqualTo(new RemoteStatus("hook", State.PAUSED, "http-404: no such hook"));
        tickAfter(sink, Duration.ofSeconds(599));
        assertThat(sent).hasSize(1);
        tickAfter(sink, Duration.ofSeconds(1));
        assertThat(ids(sent.get(1))).containsExactly("alert-1");
        answer(new Answer.Blocked("http-404", "no such hook"));
        sink.tick();
        assertThat(deadLetters()).as("only the one that found out").hasSize(1);
        tickAfter(sink, Duration.ofMinutes(10));
        answer(new Answer.Delivered());
        sink.tick();
        assertThat(sink.status().state()).isEqualTo(State.UP);
        answer(new Answer.Delivered());
        sink.tick();
        assertThat(sink.counts().of(SpoolFate.DELIVERED)).isEqualTo(2);
        assertThat(sink.counts().of(SpoolFate.DEAD_LETTERED)).isEqualTo(1);
        close(sink);
    }

    @Test
    void shouldSplitWhatIsTooLargeUntilItFits() throws IOException {
        RemoteSink sink = sink(5);
        SinkContract.deliver(sink, Alerts.numbered(0, 5));
        sink.tick();
        List<String> delivered = new ArrayList<>();
        for (int round = 0; round < 20 && sink.counts().waiting() > 0; round++) {
            Notification last = sent.get(sent.size() - 1);
            boolean fits = last.alerts().size() == 1 && !ids(last).contains("alert-3");
            answer(fits ? new Answer.Delivered() : new Answer.TooLarge("too big"));
            if (fits) {
                delivered.addAll(ids(last));
            }
            sink.tick();
        }
        assertThat(delivered).containsExactly("alert-0", "alert-1", "alert-2", "alert-4");
        assertThat(deadLetters()).hasSize(1).allSatisfy(line -> assertThat(line).contains("too-large", "alert-3"));
        assertThat(sink.counts().of(SpoolFate.DELIVERED)).isEqualTo(4);
        assertThat(sink.counts().of(SpoolFate.DEAD_LETTERED)).isEqualTo(1);
        assertThat(sink.counts().imbalance()).isZero();
        close(sink);
    }

    @Test
    void shouldNotSendWhatWasGivenUpMeanwhile() throws IOException {
        spoolConfig = new SpoolConfig(ByteSize.mib(1), Duration.ofMinutes(10));
        RemoteSink sink = sink(1);
        SinkContract.deliver(sink, Alerts.numbered(0, 3));
        sink.tick();
        answer(new Answer.Later("connect", "refused", Duration.ofMinutes(11)));
        sink.tick();
        tickAfter(sink, Duration.ofMinutes(11));
        assertThat(sent).hasSize(1);
        assertThat(sink.counts().of(SpoolFate.EXPIRED)).isEqualTo(3);
        assertThat(sink.counts().waiting()).isZero();
        close(sink);
    }

    @Test
    void shouldKeepWhatIsUndeliveredForTheNextRun() throws IOException {
        RemoteSink sink = sink(1);
        SinkContract.deliver(sink, Alerts.numbered(0, 3));
        sink.tick();
        answer(new Answer.Later("connect", "refused", null));
        sink.tick();
        sink.close();
        sink.close();
        assertThat(sink.counts().waiting()).isEqualTo(3);

        sent.clear();
        RemoteSink second = sink(1);
        for (int i = 0; i < 3; i++) {
            second.tick();
            answer(new Answer.Delivered());
        }
        second.tick();
        assertThat(sent.stream().flatMap(n -> ids(n).stream())).containsExactly("alert-0", "alert-1", "alert-2");
        assertThat(second.counts().recovered()).isEqualTo(3);
        assertThat(second.counts().waiting()).isZero();
        close(second);
    }

    @Test
    void shouldLoseNothingWhateverTheAnswers() throws IOException {
        Random random = new Random(3);
        RemoteSink sink = sink(3);
        Set<String> delivered = new HashSet<>();
        int raised = 0;
        for (int step = 0; step < 4_000; step++) {
            if (step < 2_000 && random.nextInt(4) == 0) {
                int more = random.nextInt(6);
                SinkContract.deliver(sink, Alerts.numbered(raised, raised + more));
                raised += more;
            }
            if (!asked.isEmpty() && !asked.get(asked.size() - 1).isDone()) {
                Notification last = sent.get(sent.size() - 1);
                Answer answer = switch (step < 2_000 ? random.nextInt(8) : 7) {
                    case 0 -> new Answer.Later("io", "", null);
                    case 1 -> new Answer.Later("http-429", "", Duration.ofMillis(random.nextInt(3_000)));
                    case 2 -> new Answer.TooLarge("");
                    case 3 -> new Answer.Refused("http-400", "");
                    case 4 -> random.nextInt(10) == 0 ? new Answer.Blocked("http-403", "") : new Answer.Delivered();
                    default -> new Answer.Delivered();
                };
                if (answer instanceof Answer.Delivered) {
                    delivered.addAll(ids(last));
                }
                answer(answer);
            }
            tickAfter(sink, Duration.ofSeconds(step < 2_000 ? random.nextInt(3) : 60));
            assertThat(sink.counts().imbalance()).isZero();
        }
        assertThat(raised).isGreaterThan(500);
        assertThat(sink.counts().waiting()).isZero();
        Set<String> known = new HashSet<>(delivered);
        deadLetters().forEach(line -> known.add(line.replaceAll(".*\"id\":\"(alert-\\d+)\".*", "$1")));
        assertThat(known)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, raised).mapToObj(n -> "alert-" + n).toList());
        assertThat(sink.counts().of(SpoolFate.DELIVERED)).isEqualTo(delivered.size());
        close(sink);
    }

    @Test
    void shouldSurviveACourierThatBreaksItsPromise() throws IOException {
        RemoteSink sink = sink(1);
        SinkContract.deliver(sink, Alerts.numbered(0, 1));
        sink.tick();
        asked.get(0).completeExceptionally(new IllegalStateException("bug"));
        sink.tick();
        assertThat(sink.status().state()).isEqualTo(State.RETRYING);
        tickAfter(sink, Duration.ofSeconds(1));
        answer(new Answer.Delivered());
        sink.tick();
        assertThat(sink.counts().waiting()).isZero();
        close(sink);
    }
}
