package io.vedette.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alert that a suppression keeps back is on record, marked, and counted for every other sink. */
class SuppressedAlertsTest {

    @TempDir
    Path directory;

    @Test
    void goToTheLogAloneAndTheEquationsHold() throws Exception {
        Path path = directory.resolve("alerts.ndjson");
        AlertLog log = new AlertLog(AlertLogConfig.at(path), Instant::now, System::nanoTime);
        ScriptedSink screen = new ScriptedSink("screen", Guarantee.AT_LEAST_ONCE, 10);
        AlertDispatcher dispatcher =
                new AlertDispatcher(List.of(screen, log), alert -> number(alert.id()) % 3 == 0 ? "s-1a2b3c" : null);
        dispatcher.start();
        Alerts.numbered(0, 300).forEach(dispatcher::raise);
        assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();

        assertThat(screen.delivered).hasSize(200).noneMatch(id -> number(id) % 3 == 0);
        List<String> lines = Files.readAllLines(path);
        assertThat(lines).hasSize(300);
        for (int n = 0; n < 300; n++) {
            LoggedAlert logged = LoggedAlert.read(lines.get(n));
            assertThat(logged).isNotNull();
            assertThat(logged.alert()).isEqualTo(Alerts.numbered(n));
            assertThat(logged.suppression()).isEqualTo(n % 3 == 0 ? "s-1a2b3c" : "");
        }
        assertThat(dispatcher.counts()).allMatch(counts -> counts.imbalance() == 0 && counts.raised() == 300);
        assertThat(dispatcher.counts())
                .extracting(counts -> counts.settled(Fate.SUPPRESSED))
                .containsExactlyInAnyOrder(0L, 100L);
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring("alert-".length()));
    }
}
