package io.vedette.collector.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.vedette.core.flow.RejectReason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlowServerCloseTest {

    @Test
    void shouldTakeTheLastLineOfASilentProbe() throws IOException {
        try (ServerFixture fixture = ServerFixture.withDefaults()) {
            fixture.connect().getOutputStream().write(Lines.bytes(Lines.flow(1) + "\n" + Lines.flow(2)));
            fixture.connect().getOutputStream().write(Lines.bytes(Lines.flow(3) + "\n{\"IPV4"));
            fixture.connect();
            await().until(() -> fixture.metric("lines_read") == 2 && fixture.metric("connections_open") == 3);

            long took = timed(() -> fixture.server.close(Duration.ofSeconds(20)));

            assertThat(took).isBetween(400L, 19_000L);
            assertThat(fixture.intake.flows()).isEqualTo(3);
            assertThat(fixture.intake.allClosed()).isTrue();
            ProbeTotals totals = fixture.server.totals();
            assertThat(totals.intake.partialLines.get()).isEqualTo(1);
            assertThat(totals.intake.rejected.get(RejectReason.PARTIAL_LINE)).isEqualTo(1);
            assertThat(totals.intake.imbalance()).isZero();
            assertThat(totals.held()).isZero();
            assertThat(fixture.metric("connections_closed{shutdown}")).isEqualTo(3);
            assertThat(fixture.server.probes()).isEmpty();
        }
    }

    /** The half-closed connection tells the probe, which still has something to say. */
    @Test
    void shouldReadUntilTheProbeCloses() throws Exception {
        try (ServerFixture fixture = ServerFixture.withDefaults()) {
            Socket socket = fixture.connect();
            socket.getOutputStream().write(Lines.flows(0, 10));
            await().until(() -> fixture.intake.flows() == 10);
            CompletableFuture<Void> probe = CompletableFuture.runAsync(() -> {
                try {
                    assertThat(socket.getInputStream().read()).isEqualTo(-1);
                    socket.getOutputStream().write(Lines.flows(10, 5000));
                    socket.close();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });

            fixture.server.close(Duration.ofSeconds(20));

            probe.get(60, TimeUnit.SECONDS);
            assertThat(fixture.intake.input(0).packets())
                    .isEqualTo(IntStream.range(0, 5000).boxed().toList());
            assertThat(fixture.metric("connections_closed{end_of_stream}")).isEqualTo(1);
        }
    }

    @Test
    void shouldStopAtTheDeadlineUnderFullLoadAndLoseNothingThatWasRead() throws Exception {
        try (ServerFixture fixture = ServerFixture.withDefaults()) {
            Socket socket = fixture.connect();
            AtomicInteger sent = new AtomicInteger();
            CompletableFuture<Void> probe = CompletableFuture.runAsync(() -> {
                try {
                    while (true) {
                        int from = sent.getAndAdd(100);
                        socket.getOutputStream().write(Lines.flows(from, from + 100));
                    }
                } catch (IOException e) {
                    // the server has gone
                }
            });
            await().until(() -> fixture.intake.flows() > 1000);

            long took = timed(() -> fixture.server.close(Duration.ofMillis(1500)));

            probe.get(60, TimeUnit.SECONDS);
            assertThat(took).isBetween(1400L, 20_000L);
            List<Integer> received = fixture.intake.input(0).packets();
            assertThat(received)
                    .isEqualTo(IntStream.range(0, received.size()).boxed().toList());
            assertThat(fixture.intake.input(0).isClosed()).isTrue();
            ProbeTotals totals = fixture.server.totals();
            assertThat(totals.intake.flows.get()).isEqualTo(received.size());
            assertThat(totals.intake.lines.get()
                            + totals.intake.rejected.get(RejectReason.PARTIAL_LINE)
                            + totals.intake.partialLines.get())
                    .isEqualTo(totals.intake.records.get());
            assertThat(totals.intake.imbalance()).isZero();
            assertThat(fixture.log.messages(Level.ERROR)).isEmpty();
        }
    }

    @Test
    void shouldNotWaitForFullShardsBeyondTheDeadline() throws IOException {
        try (ServerFixture fixture = ServerFixture.withDefaults()) {
            fixture.intake.fillUpAt(1);
            fixture.connect().getOutputStream().write(Lines.flows(0, 10));
            await().until(() -> fixture.intake.flows() == 10);

            long took = timed(() -> fixture.server.close(Duration.ofSeconds(1)));

            assertThat(took).isBetween(900L, 20_000L);
            assertThat(fixture.intake.allClosed()).isTrue();
            assertThat(fixture.intake.flows()).isEqualTo(10);
        }
    }

    @Test
    void shouldLeaveNoThreadAndNoPortBehind() throws IOException {
        var settings = new ServerFixture.Settings();
        try (ServerFixture fixture = new ServerFixture(settings)) {
            fixture.connect().getOutputStream().write(Lines.flows(0, 10));
            await().until(() -> fixture.intake.flows() == 10);
            var address = fixture.server.localAddress();

            fixture.server.close(Duration.ofSeconds(5));
            fixture.server.close();

            assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()))
                    .isInstanceOf(ConnectException.class);
            // A loop says that it has ended a moment before its thread has.
            await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("vedette-")));
        }
    }

    private static long timed(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) / 1_000_000;
    }
}
