package io.vedette.collector.alert.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.alert.Alerts;
import io.vedette.collector.alert.remote.Notification;
import io.vedette.collector.alert.remote.Notification.Kind;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Crowd;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.Prefix;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person reads on a telephone. */
class WordsTest {

    private static final IpAddress VICTIM = IpAddress.parse("2001:db8::80");

    private static Notification of(Alert alert, Kind kind) {
        return Notification.of(alert, kind, List.of());
    }

    private static String details(Alert alert, Kind kind) {
        return String.join("\n", Words.details(of(alert, kind)));
    }

    private static Alert flood(Stage stage, long lastMillis) {
        return new Alert(
                "id-0",
                "id-0",
                stage,
                "flood",
                Severity.LOW,
                0.9,
                null,
                Technique.SYN_FLOOD,
                Shape.VICTIM,
                1,
                1,
                1,
                2_900,
                0,
                0,
                0,
                Alerts.FIRST,
                lastMillis,
                List.of(new Target(VICTIM, 80, IpProtocol.TCP, Outcome.UNKNOWN)),
                "2900 contacts of about 2900 sources were not completed",
                "T1499.001",
                null,
                new Crowd(Prefix.of(VICTIM), 2_900, List.of(), true),
                null);
    }

    @Test
    void shouldSayOfAFloodWhatTheHeadlineDoesNot() {
        Alert flood = flood(Stage.OPENED, Alerts.FIRST + 86_400_000L);

        assertThat(Words.headline(of(flood, Kind.ONGOING)))
                .isEqualTo(
                        "LOW 2001:db8::80 is the victim of a SYN flood: 2900 contacts of 2900 sources, forged by the look of"
                                + " them, to port 80 in 1 d");
        assertThat(details(flood, Kind.ONGOING)).isEqualTo("""
                        Why: 2900 contacts of about 2900 sources were not completed
                        2026-11-01 02:14:03 to 2026-11-02 02:14:03 UTC, confidence 90 %, ATT&CK T1499.001
                        Rule flood, incident id-0
                        Not again: vedette suppress add --target 2001:db8::80 --rule flood --for 7d --reason \u2026""");
    }

    @Test
    void shouldTellAMomentOnce() {
        assertThat(details(flood(Stage.OPENED, Alerts.FIRST + 1), Kind.ONGOING))
                .contains("\n2026-11-01 02:14:03 UTC, confidence");
    }

    @Test
    void shouldNotBeSurerThanAnybodyCanBe() {
        Alert matched = Alerts.of("192.0.2.1", Stage.MATCHED, "m", Severity.LOW, Technique.FIN);
        assertThat(details(matched, Kind.ONGOING)).doesNotContain("confidence");
        Alert sure = new Alert(
                "a",
                "a",
                Stage.OPENED,
                "tcp-scan",
                Severity.LOW,
                1,
                VICTIM,
                Technique.SYN,
                Shape.VERTICAL,
                1,
                1,
                1,
                1,
                0,
                0,
                0,
                Alerts.FIRST,
                Alerts.FIRST,
                List.of(),
                "because",
                "T1046");
        assertThat(details(sure, Kind.ONGOING)).contains("confidence 99 %");
    }

    @Test
    void shouldLeaveOutOfATestWhatLeadsNowhere() {
        String test = details(Alerts.numbered(0), Kind.TEST);

        assertThat(Words.headline(of(Alerts.numbered(0), Kind.TEST)))
                .startsWith("Test, nothing happened. HIGH SYN scan");
        assertThat(test).doesNotContain("suppress", "incident");
    }

    /** A telephone shows about two lines of a notification; a headline that is longer still begins with what matters. */
    @ParameterizedTest
    @EnumSource(Technique.class)
    void shouldBeginWithWhatMatters(Technique technique) {
        for (Stage stage : Stage.values()) {
            Alert alert = Alerts.of("2001:db8:1111:2222:3333:4444:5555:6666", stage, "i", Severity.CRITICAL, technique);
            String headline = Words.headline(of(alert, stage == Stage.CLOSED ? Kind.OVER : Kind.ONGOING));

            assertThat(headline).startsWith("CRIT ").doesNotContain("  ", " 1 ports", " 1 hosts", "null");
            assertThat(headline.indexOf("2001:db8:1111:2222:3333:4444:5555:6666"))
                    .as(headline)
                    .isBetween(5, 60);
            assertThat(headline.length()).as(headline).isLessThanOrEqualTo(180);
        }
    }

    @Test
    void shouldTellADigestInOneLine() {
        Notification digest = new Notification(
                "digest",
                Kind.DIGEST,
                List.of(Alerts.numbered(0), Alerts.numbered(1)),
                1_234,
                987,
                Map.of(Technique.SYN, 900L, Technique.UDP, 334L),
                List.of());

        assertThat(Words.headline(digest)).isEqualTo("HIGH 1234 alerts about 987 sources: 900 SYN scan, 334 UDP scan");
        assertThat(Words.details(digest)).hasSize(3).last().isEqualTo("1232 more in the alert log");
    }
}
