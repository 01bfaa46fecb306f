package io.vedette.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.alert.suppress.Suppression;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Crowd;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What people read of incidents with many sources, and what keeps them from reading it. */
class CrowdAlertsTest {

    private static Alert alert(
            Stage stage,
            Technique technique,
            Shape shape,
            long hosts,
            long ports,
            String target,
            long count,
            String... sources) {
        return new Alert(
                "id",
                "id",
                stage,
                "a-rule",
                Severity.MEDIUM,
                0.9,
                null,
                technique,
                shape,
                hosts,
                ports,
                ports,
                5600,
                shape == Shape.VICTIM ? 0 : 198,
                0,
                0,
                0,
                4_000,
                ports == 1 ? List.of(new Target(IpAddress.parse("203.0.113.9"), 80, 6, Outcome.UNKNOWN)) : List.of(),
                "because",
                "T1595.001",
                null,
                new Crowd(
                        Prefix.parse(target),
                        count,
                        List.of(sources).stream().map(IpAddress::parse).toList(),
                        true),
                null);
    }

    @Test
    void shouldBeginWithTheTarget() {
        assertThat(ConsoleText.sentence(
                        alert(Stage.OPENED, Technique.SYN, Shape.DISTRIBUTED, 1, 213, "203.0.113.9", 12)))
                .isEqualTo("203.0.113.9 is scanned by 12 sources together, SYN scan: 213 ports in 4 s, 198 refused");
        assertThat(ConsoleText.sentence(
                        alert(Stage.UPDATED, Technique.SYN, Shape.DISTRIBUTED, 40, 1, "203.0.113.0/24", 8)))
                .isEqualTo(
                        "+ 203.0.113.0/24 is still scanned by 8 sources together, SYN scan: port 80 of 40 hosts in 4 s,"
                                + " 198 refused");
        assertThat(ConsoleText.sentence(alert(Stage.CLOSED, Technique.SYN, Shape.DECOYED, 1, 400, "203.0.113.9", 3)))
                .isEqualTo("- 203.0.113.9 was scanned behind decoys, SYN scan: 3 sources in step, any may be forged,"
                        + " 400 ports in 4 s, 198 refused");
        assertThat(ConsoleText.sentence(
                        alert(Stage.OPENED, Technique.SYN, Shape.SCATTERED, 90, 88, "203.0.0.0/16", 20)))
                .isEqualTo("203.0.0.0/16 is scanned at random by 20 sources, SYN scan: 88 ports of 90 hosts in 4 s,"
                        + " 198 refused");
        assertThat(ConsoleText.sentence(
                        alert(Stage.OPENED, Technique.SYN_FLOOD, Shape.VICTIM, 1, 1, "203.0.113.9", 5590)))
                .isEqualTo(
                        "203.0.113.9 is the victim of a SYN flood: 5600 contacts of 5590 sources, forged by the look of"
                                + " them, to port 80 in 4 s");
        assertThat(ConsoleText.sentence(
                        alert(Stage.OPENED, Technique.BACKSCATTER, Shape.VICTIM, 511, 1, "203.0.113.9", 0)))
                .isEqualTo(
                        "203.0.113.9 is the victim of a flood, backscatter seen: 5600 answers to 511 hosts from port 80"
                                + " in 4 s");
    }

    private static boolean suppressed(@Nullable String source, @Nullable String target, Alert alert) {
        return new Suppression(
                        "one",
                        source == null ? null : Prefix.parse(source),
                        target == null ? null : Prefix.parse(target),
                        null,
                        null,
                        null,
                        Instant.MAX,
                        "a test",
                        "me",
                        Instant.EPOCH)
                .covers(alert);
    }

    @Test
    void shouldBeKeptBackBySourceOnlyIfAllSourcesAreMeant() {
        Alert both =
                alert(Stage.OPENED, Technique.SYN, Shape.DISTRIBUTED, 1, 9, "203.0.113.9", 2, "192.0.2.1", "192.0.2.2");
        assertThat(suppressed("192.0.2.0/24", null, both)).isTrue();
        assertThat(suppressed("192.0.2.1", null, both)).isFalse();
        Alert more =
                alert(Stage.OPENED, Technique.SYN, Shape.DISTRIBUTED, 1, 9, "203.0.113.9", 3, "192.0.2.1", "192.0.2.2");
        assertThat(suppressed("192.0.2.0/24", null, more)).isFalse();
        Alert flood = alert(Stage.OPENED, Technique.SYN_FLOOD, Shape.VICTIM, 1, 9, "203.0.113.9", 900);
        assertThat(suppressed("0.0.0.0/0", null, flood)).isFalse();
        assertThat(suppressed(null, "203.0.113.9", flood)).isTrue();
        assertThat(suppressed(null, "203.0.113.8", flood)).isFalse();
    }
}
