package io.vedette.collector.alert.suppress;

import static io.vedette.collector.alert.suppress.SuppressionFileTest.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.alert.Alerts;
import io.vedette.collector.meter.OpenMetrics;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuppressionsTest {

    private static final Instant NOW = Instant.parse("2026-11-01T02:14:07Z");

    /** From 203.0.113.66 by tcp-scan, technique syn, targets 198.18.1.38:22 and :8080. */
    private static final Alert ALERT = Alerts.numbered(1);

    @TempDir
    Path directory;

    private Instant now = NOW;

    private Path path() {
        return directory.resolve("suppressions.ndjson");
    }

    private Suppressions loaded() {
        Suppressions suppressions = new Suppressions(path(), () -> now);
        suppressions.load();
        return suppressions;
    }

    private void add(String id, String source) throws IOException {
        new SuppressionFile(path()).add(of(id, source, NOW.plusSeconds(60)));
    }

    private String metrics(Suppressions suppressions) {
        OpenMetrics metrics = new OpenMetrics();
        suppressions.writeMetrics(metrics);
        return metrics.text();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "203.0.113.66/32, -, -, -, -, true",
                "203.0.113.0/24, -, -, -, -, true",
                "203.0.113.67/32, -, -, -, -, false",
                "::/0, -, -, -, -, false",
                "-, 198.18.0.0/15, -, -, -, true",
                "-, 198.18.1.39/32, -, -, -, false",
                "-, -, 22-8080, -, -, true",
                "-, -, 22, -, -, false",
                "-, -, 0-1024, -, -, false",
                "-, -, -, tcp-scan, -, true",
                "-, -, -, tcp-sca, -, false",
                "-, -, -, -, SYN, true",
                "-, -, -, -, UDP, false",
                "203.0.113.66/32, 198.18.1.38/32, 22-8080, tcp-scan, SYN, true",
                "203.0.113.66/32, 198.18.1.38/32, 22-8080, tcp-scan, UDP, false",
                "203.0.113.66/32, 198.18.1.38/32, 22-8080, udp-scan, SYN, false",
                "203.0.113.66/32, 198.18.1.38/32, 22, tcp-scan, SYN, false",
                "203.0.113.66/32, 198.18.1.37/32, 22-8080, tcp-scan, SYN, false"
            })
    void coversWhatMeetsAllConditions(
            @Nullable String source,
            @Nullable String target,
            @Nullable String ports,
            @Nullable String rule,
            @Nullable Technique technique,
            boolean covered) {
        Suppression suppression = new Suppression(
                "s-1",
                source == null ? null : Prefix.parse(source),
                target == null ? null : Prefix.parse(target),
                ports == null ? null : PortRange.parse(ports),
                rule,
                technique,
                NOW,
                "audit",
                "",
                NOW);
        assertThat(suppression.covers(ALERT)).isEqualTo(covered);
    }

    @Test
    void keepsBackUntilTheMomentThatWasSaidAndCounts() throws IOException {
        add("s-1", "203.0.113.66");
        Suppressions suppressions = loaded();

        assertThat(suppressions.suppress(ALERT)).isEqualTo("s-1");
        now = NOW.plusSeconds(60).minusMillis(1);
        assertThat(suppressions.suppress(ALERT)).isEqualTo("s-1");
        now = NOW.plusSeconds(60);
        assertThat(suppressions.suppress(ALERT)).isNull();

        assertThat(suppressions.total()).isEqualTo(2);
        assertThat(metrics(suppressions))
                .contains("vedette_suppressions{state=\"in_force\"} 0\n")
                .contains("vedette_suppressions{state=\"over\"} 1\n")
                .contains("vedette_suppression_hits_total{id=\"s-1\"} 2\n");
    }

    @Test
    void theFirstThatCoversCounts() throws IOException {
        add("s-1", "192.0.2.1");
        add("s-2", "203.0.113.0/24");
        add("s-3", "203.0.113.66");
        Suppressions suppressions = loaded();

        assertThat(suppressions.suppress(ALERT)).isEqualTo("s-2");
        assertThat(suppressions.hits()).extracting(Suppressions.Hits::count).containsExactly(0L, 1L, 0L);
    }

    @Test
    void takesOverAChangeAndKeepsTheCounts() throws IOException {
        add("s-1", "203.0.113.66");
        Suppressions suppressions = loaded();
        suppressions.suppress(ALERT);

        add("s-2", "192.0.2.1");
        suppressions.look();
        assertThat(suppressions.hits()).extracting(Suppressions.Hits::count).containsExactly(1L, 0L);

        new SuppressionFile(path()).expire("s-1", NOW);
        suppressions.look();
        assertThat(suppressions.suppress(ALERT)).isNull();
        assertThat(metrics(suppressions)).contains("vedette_suppression_reloads_total{result=\"good\"} 2\n");
    }

    @Test
    void whatIsHalfWrittenChangesNothing() throws IOException {
        add("s-1", "203.0.113.66");
        String whole = Files.readString(path());
        Suppressions suppressions = loaded();

        for (int length = 1; length < whole.length() - 1; length++) {
            Files.writeString(path(), whole.substring(0, length));
            suppressions.reload();
            assertThat(suppressions.suppress(ALERT)).as("cut at %d", length).isEqualTo("s-1");
        }
        assertThat(metrics(suppressions)).contains("vedette_suppressions_good 0\n");

        Files.writeString(path(), whole.replace("203.0.113.66", "203.0.113.67"));
        suppressions.reload();
        assertThat(suppressions.suppress(ALERT)).isNull();
        assertThat(metrics(suppressions)).contains("vedette_suppressions_good 1\n");
    }

    @Test
    void atTheStartWhatIsRightInADamagedFileCounts() throws IOException {
        add("s-1", "203.0.113.66");
        Files.writeString(path(), "{\"id\":\n" + Files.readString(path()) + "\u0000\u0001\n");
        Suppressions suppressions = loaded();

        assertThat(suppressions.suppress(ALERT)).isEqualTo("s-1");
        assertThat(metrics(suppressions)).contains("vedette_suppressions_good 0\n");
    }

    @Test
    void aFileThatIsGoneForAMomentIsNot() throws IOException {
        add("s-1", "203.0.113.66");
        Suppressions suppressions = loaded();
        Path aside = Files.move(path(), directory.resolve("aside"));

        suppressions.look();
        assertThat(suppressions.suppress(ALERT)).isEqualTo("s-1");
        Files.move(aside, path());
        suppressions.look();
        assertThat(suppressions.suppress(ALERT)).isEqualTo("s-1");
        Files.delete(path());
        suppressions.look();
        suppressions.look();
        assertThat(suppressions.suppress(ALERT)).isNull();
    }

    @Test
    void aFileThatCannotBeReadIsNoReasonNotToStart() throws IOException {
        Files.createDirectory(path());
        Suppressions suppressions = loaded();
        assertThat(suppressions.suppress(ALERT)).isNull();
        assertThat(metrics(suppressions)).contains("vedette_suppressions_good 0\n");
    }
}
