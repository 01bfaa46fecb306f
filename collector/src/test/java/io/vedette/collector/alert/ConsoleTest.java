package io.vedette.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.vedette.core.detect.Alert;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ConsoleTest extends SinkContract {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Override
    Sink create() {
        ConsoleConfig verbose = new ConsoleConfig(true, ColorChoice.AUTO, true, 100);
        return new Console(verbose, Palette.PLAIN, Channels.newChannel(out));
    }

    @Override
    byte[] output() {
        return out.toByteArray();
    }

    @Override
    String trace(Alert alert) {
        return "02:14:07 HIGH   SYN scan (like nmap -sS) from 203.0.113.66: " + alert.ports()
                + " ports of 198.18.1.38 in 4 s, " + alert.refused() + " refused, 15 silent";
    }

    @Test
    void shouldPrintOneLinePerAlertUnlessAskedForMore() throws IOException {
        Console console = new Console(ConsoleConfig.defaults(), Palette.PLAIN, Channels.newChannel(out));
        List<Alert> alerts = Alerts.numbered(0, 3);
        deliver(console, alerts);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(trace(alerts.get(0)) + "\n" + trace(alerts.get(1)) + "\n" + trace(alerts.get(2)) + "\n");
    }

    @Test
    void shouldDropWithACountWhileNobodyReadsAndThenGoOn() throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel reader = pipe.source();
                Pipe.SinkChannel writer = pipe.sink()) {
            int filling = fill(writer);
            ConsoleConfig config = new ConsoleConfig(true, ColorChoice.AUTO, false, 50);
            ScriptedSink log = new ScriptedSink("log", Guarantee.AT_LEAST_ONCE, 10_000);
            AlertDispatcher dispatcher = new AlertDispatcher(List.of(new Console(config, Palette.PLAIN, writer), log));
            dispatcher.start();
            Alerts.numbered(0, 5_000).forEach(dispatcher::raise);

            await().until(() -> log.delivered.size() == 5_000);
            SinkCounts blocked = dispatcher.counts().get(0);
            assertThat(blocked.sink()).isEqualTo("console");
            assertThat(blocked.dropped(DropReason.QUEUE_FULL)).isEqualTo(4_950);
            assertThat(blocked.queued()).isEqualTo(50);
            assertThat(blocked.imbalance()).isZero();

            skip(reader, filling);
            assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();
            assertThat(dispatcher.counts().get(0).settled(Fate.DELIVERED)).isEqualTo(50);
            ByteBuffer printed = ByteBuffer.allocate(16_384);
            reader.read(printed);
            assertThat(new String(printed.array(), 0, printed.position(), StandardCharsets.UTF_8).lines())
                    .containsExactlyElementsOf(
                            Alerts.numbered(0, 50).stream().map(this::trace).toList());
        }
    }

    /** Writes until the pipe takes no more. Returns how much that was. */
    private static int fill(Pipe.SinkChannel writer) throws IOException {
        int filled = 0;
        writer.configureBlocking(false);
        int written;
        while ((written = writer.write(ByteBuffer.allocate(4096))) > 0) {
            filled += written;
        }
        writer.configureBlocking(true);
        return filled;
    }

    private static void skip(Pipe.SourceChannel reader, int count) throws IOException {
        ByteBuffer skipped = ByteBuffer.allocate(count);
        while (skipped.hasRemaining()) {
            reader.read(skipped);
        }
    }

    @Test
    void shouldFallSilentWhenItsOutputIsClosed() throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SinkChannel writer = pipe.sink();
                LogCapture captured = LogCapture.of(SinkWorker.class)) {
            Console console = new Console(ConsoleConfig.defaults(), Palette.PLAIN, writer);
            AlertDispatcher dispatcher = new AlertDispatcher(List.of(console));
            dispatcher.start();
            pipe.source().close();
            Alerts.numbered(0, 3).forEach(dispatcher::raise);

            await().until(() -> dispatcher.counts().get(0).dropped(DropReason.GONE) == 3);
            assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();
            for (Level level : List.of(Level.ERROR, Level.WARN, Level.INFO)) {
                assertThat(captured.messages(level)).isEmpty();
            }
        }
    }

    @Test
    void shouldSayThatItFallsSilentOnAFullDisk() {
        try (LogCapture captured = LogCapture.of(Console.class)) {
            Console console = new Console(ConsoleConfig.defaults(), Palette.PLAIN, new SmallFile(20));
            AlertDispatcher dispatcher = new AlertDispatcher(List.of(console));
            dispatcher.start();
            Alerts.numbered(0, 3).forEach(dispatcher::raise);

            await().until(() -> dispatcher.counts().get(0).dropped(DropReason.GONE) == 3);
            assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();
            assertThat(captured.messages(Level.ERROR))
                    .containsExactly("standard output cannot be written: No space left on device; no more alerts are"
                            + " printed");
        }
    }
}
