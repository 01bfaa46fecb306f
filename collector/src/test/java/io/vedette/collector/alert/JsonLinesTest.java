package io.vedette.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.json.AlertJson;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class JsonLinesTest extends SinkContract {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Override
    Sink create() {
        return new JsonLines(Channels.newChannel(out));
    }

    @Override
    byte[] output() {
        return out.toByteArray();
    }

    @Override
    String trace(Alert alert) {
        return AlertJson.text(alert);
    }

    @Test
    void shouldWaitForRoomOnAFullDisk() {
        List<Alert> alerts = Alerts.numbered(0, 3);
        SmallFile file = new SmallFile(trace(alerts.get(0)).length() + 50);
        AlertDispatcher dispatcher = new AlertDispatcher(List.of(new JsonLines(file)));
        try (LogCapture captured = LogCapture.of(SinkWorker.class)) {
            dispatcher.start();
            alerts.forEach(dispatcher::raise);
            await().until(() -> !captured.messages(Level.ERROR).isEmpty());

            assertThat(captured.messages(Level.ERROR).get(0))
                    .startsWith("sink json-lines is down: No space left on device; alerts wait");
            assertThat(dispatcher.counts().get(0).queued()).isEqualTo(2);

            file.makeRoom(1 << 20);
            assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();
            assertThat(new String(file.written(), StandardCharsets.UTF_8).lines())
                    .containsExactlyElementsOf(alerts.stream().map(this::trace).toList());
        }
    }

    @Test
    void shouldFallSilentWhenItsReaderIsGone() throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SinkChannel writer = pipe.sink();
                LogCapture captured = LogCapture.of(SinkWorker.class)) {
            AlertDispatcher dispatcher = new AlertDispatcher(List.of(new JsonLines(writer)));
            dispatcher.start();
            pipe.source().close();
            Alerts.numbered(0, 3).forEach(dispatcher::raise);

            await().until(() -> dispatcher.counts().get(0).dropped(DropReason.GONE) == 3);
            assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();
            assertThat(captured.messages(Level.ERROR)).isEmpty();
        }
    }

    /** As with {@code >&-}: the number of standard output is that of another file by now. */
    @Test
    void shouldFallSilentWhenItsOutputWasNeverOpen() throws IOException {
        Path other = Files.createFile(folder.resolve("other"));
        FileDescriptor reading = new FileInputStream(other.toFile()).getFD();
        AlertDispatcher dispatcher =
                new AlertDispatcher(List.of(new JsonLines(new FileOutputStream(reading).getChannel())));
        dispatcher.start();
        Alerts.numbered(0, 3).forEach(dispatcher::raise);

        await().until(() -> dispatcher.counts().get(0).dropped(DropReason.GONE) == 3);
        assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();
    }
}
