package io.vedette.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.detect.Alert;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every sink owes the dispatcher and the people behind it. A sink's test extends this. */
public abstract class SinkContract {

    private Sink sink;

    /** A new sink, not opened. */
    abstract Sink create() throws IOException;

    /** Everything that sinks of this test have put out. */
    abstract byte[] output() throws IOException;

    /** What the output of {@code alert} must contain, whole and once. */
    abstract String trace(Alert alert);

    @AfterEach
    void closeSink() {
        if (sink != null) {
            sink.close();
        }
    }

    @Test
    void shouldDescribeItself() throws IOException {
        sink = create();
        assertThat(sink.name()).matches("[a-z]+(-[a-z]+)*");
        assertThat(sink.guarantee()).isNotNull();
        assertThat(sink.queueLimit()).isPositive();
    }

    @Test
    void shouldSettleEveryAlertInOrder() throws IOException {
        sink = create();
        List<Alert> alerts = Alerts.numbered(0, 300);
        SinkCounts counts = deliver(sink, alerts);

        assertThat(counts.settled(Fate.DELIVERED)).isEqualTo(300);
        assertThat(counts.queued()).isZero();
        assertThat(counts.imbalance()).isZero();
        assertThat(text().lines().filter(line -> !line.startsWith(" ")))
                .containsExactlyElementsOf(alerts.stream().map(this::trace).toList());
    }

    @Test
    void shouldGoOnFromBatchToBatch() throws IOException {
        sink = create();
        deliver(sink, Alerts.numbered(0, 2));
        sink.tick();
        deliver(sink, Alerts.numbered(2, 3));
        assertThat(text().lines().filter(line -> !line.startsWith(" "))).hasSize(3);
    }

    @Test
    void shouldPutOutNothingForNothing() throws IOException {
        sink = create();
        sink.tick();
        sink.deliver(new AlertBatch(queue(sink), List.of(), List.of()));
        sink.close();
        assertThat(output()).isEmpty();
    }

    @Test
    void shouldPutOutNoActiveByte() throws IOException {
        sink = create();
        deliver(sink, List.of(Alerts.hostile()));
        for (byte octet : output()) {
            assertThat(octet == '\n' || octet >= ' ' && octet <= '~')
                    .as("byte %d", octet)
                    .isTrue();
        }
        assertThat(text().lines().filter(line -> !line.startsWith(" ")))
                .as("no forged line")
                .hasSize(1);
    }

    @Test
    void shouldCloseWhateverItsState() throws IOException {
        sink = create();
        sink.close();
        sink.close();
        Sink opened = create();
        opened.tick();
        opened.close();
        opened.close();
        assertThat(output()).isEmpty();
    }

    private String text() throws IOException {
        return new String(output(), StandardCharsets.UTF_8);
    }

    static SinkQueue queue(Sink sink) {
        return new SinkQueue(sink.name(), sink.guarantee(), 10_000);
    }

    /** Delivers as the dispatcher does, but on this thread. */
    public static SinkCounts deliver(Sink sink, List<Alert> alerts) throws IOException {
        SinkQueue queue = queue(sink);
        alerts.forEach(queue::add);
        while (queue.counts().queued() > 0) {
            AlertBatch batch = queue.next(0, SinkWorker.BATCH);
            sink.tick();
            sink.deliver(batch);
            assertThat(batch.isEmpty()).isTrue();
        }
        return queue.counts();
    }
}
