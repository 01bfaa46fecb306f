package io.vedette.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class ConsoleTextTest {

    private static final ConsoleText PLAIN = new ConsoleText(Palette.PLAIN, false);
    private static final ConsoleText VERBOSE = new ConsoleText(Palette.PLAIN, true);

    @Test
    void shouldTellOpeningUpdateAndClosingApart() {
        assertThat(print(PLAIN, staged(Stage.OPENED, Severity.HIGH)))
                .isEqualTo(
                        "02:14:07 HIGH   SYN scan (like nmap -sS) from 203.0.113.66: 213 ports of 198.18.1.38 in 4 s,"
                                + " 198 refused, 15 silent\n");
        assertThat(print(PLAIN, staged(Stage.UPDATED, Severity.MEDIUM)))
                .isEqualTo("02:14:07 MEDIUM + SYN scan from 203.0.113.66 so far: 213 ports of 198.18.1.38 in 4 s,"
                        + " 198 refused, 15 silent\n");
        assertThat(print(PLAIN, staged(Stage.CLOSED, Severity.CRITICAL)))
                .isEqualTo("02:14:07 CRIT   - SYN scan from 203.0.113.66 is over: 213 ports of 198.18.1.38 in 4 s,"
                        + " 198 refused, 15 silent\n");
    }

    @Test
    void shouldNameWhatWasProbed() {
        Target ssh = target("198.18.1.38", 22, IpProtocol.TCP);
        assertThat(sentence(Technique.SYN, Shape.HORIZONTAL, 254, 1, 254, ssh)).isEqualTo("port 22 of 254 hosts");
        assertThat(sentence(Technique.SYN, Shape.HORIZONTAL, 254, 3, 762, ssh)).isEqualTo("3 ports of 254 hosts");
        assertThat(sentence(Technique.SYN, Shape.BLOCK, 40, 120, 4800, ssh))
                .isEqualTo("120 ports of 40 hosts, 4800 couples,");
        assertThat(sentence(Technique.SYN, Shape.SINGLE, 1, 1, 1, ssh)).isEqualTo("port 22 of 198.18.1.38");
        assertThat(sentence(Technique.SYN, Shape.HORIZONTAL, 9, 1, 9)).isEqualTo("1 port of 9 hosts");
        assertThat(sentence(Technique.ICMP, Shape.HORIZONTAL, 254, 1, 254, target("198.18.1.1", 2048, 1)))
                .isEqualTo("254 hosts");
        assertThat(sentence(Technique.PROTOCOL, Shape.VERTICAL, 1, 0, 37, target("2001:db8::1", -1, 47)))
                .isEqualTo("37 protocols of 2001:db8::1");
        assertThat(sentence(
                        Technique.PROTOCOL,
                        Shape.VERTICAL,
                        1,
                        31,
                        31,
                        target("198.18.1.38", 80, IpProtocol.SCTP),
                        target("198.18.1.38", 443, IpProtocol.SCTP)))
                .isEqualTo("31 sctp ports of 198.18.1.38");
    }

    @Test
    void shouldSayDurationsInTwoUnitsAtMost() {
        assertThat(ConsoleText.duration(0)).isEqualTo("under 1 s");
        assertThat(ConsoleText.duration(1)).isEqualTo("1 ms");
        assertThat(ConsoleText.duration(99)).isEqualTo("99 ms");
        assertThat(ConsoleText.duration(450)).isEqualTo("0.4 s");
        assertThat(ConsoleText.duration(59_999)).isEqualTo("59 s");
        assertThat(ConsoleText.duration(60_000)).isEqualTo("1 min");
        assertThat(ConsoleText.duration(354_000)).isEqualTo("5 min 54 s");
        assertThat(ConsoleText.duration(Duration.ofMinutes(125).toMillis())).isEqualTo("2 h 5 min");
        assertThat(ConsoleText.duration(Duration.ofHours(76).toMillis())).isEqualTo("3 d 4 h");
    }

    @Test
    void shouldAddReasonsAndTargetsOnIndentedLines() {
        assertThat(print(VERBOSE, staged(Stage.OPENED, Severity.HIGH)).lines())
                .containsExactly(
                        print(PLAIN, staged(Stage.OPENED, Severity.HIGH)).stripTrailing(),
                        "         why: 213 ports",
                        "         from 2026-11-01 02:14:03.000 to 2026-11-01 02:14:07.000 UTC, confidence 97 %, T1046,"
                                + " incident incident-1",
                        "         198.18.1.38 tcp port 22 refused",
                        "         198.18.1.38 tcp port 8080 silent");
    }

    @Test
    void shouldPrintAMatchLikeTheReference() {
        assertThat(print(PLAIN, match(Technique.SYN, IpProtocol.TCP, 22)))
                .isEqualTo("Probable TCP scan: 203.0.113.66 scanner, 3 pkts, 2 flags, 198.18.1.38:22 target"
                        + " (SYN, like nmap -sS)\n");
        assertThat(print(PLAIN, match(Technique.NULL, IpProtocol.TCP, 22))).contains(" 0 flags, ");
        assertThat(print(PLAIN, match(Technique.FIN, IpProtocol.TCP, 22))).contains(" 1 flags, ");
        assertThat(print(PLAIN, match(Technique.RST, IpProtocol.TCP, 22))).contains(" 22 flags, ");
        assertThat(print(PLAIN, match(Technique.XMAS, IpProtocol.TCP, 22))).contains(" 41 flags, ");
        assertThat(print(PLAIN, match(Technique.UDP, IpProtocol.UDP, 161)))
                .isEqualTo("Possible UDP scan: 203.0.113.66 scanner, 3 pkts, 198.18.1.38:161 target"
                        + " (UDP, like nmap -sU)\n");
        assertThat(print(new ConsoleText(Palette.ANSI, false), match(Technique.SYN, IpProtocol.TCP, 22)))
                .as("scripts parse it: never coloured")
                .doesNotContain("\u001b");
    }

    @Test
    void shouldColourTheSeverityAndDimWhatIsNotNew() {
        ConsoleText colourful = new ConsoleText(Palette.ANSI, false);
        assertThat(print(colourful, staged(Stage.OPENED, Severity.HIGH)))
                .startsWith("02:14:07 \u001b[1;31mHIGH\u001b[0m   SYN scan (like nmap -sS) from ");
        assertThat(print(colourful, staged(Stage.CLOSED, Severity.LOW)))
                .startsWith("02:14:07 \u001b[36mLOW\u001b[0m    \u001b[2m- SYN scan from ")
                .endsWith("15 silent\u001b[0m\n");
        for (Severity severity : Severity.values()) {
            for (Stage stage : Stage.values()) {
                Alert alert = staged(stage, severity);
                assertThat(print(colourful, alert).replaceAll("\u001b\\[[0-9;]*m", ""))
                        .as("colour adds nothing but colour")
                        .isEqualTo(print(PLAIN, alert));
            }
        }
    }

    @Test
    void shouldPrintTheSameInEveryLocaleAndTimeZone() {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        String expected = print(VERBOSE, staged(Stage.OPENED, Severity.HIGH));
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            for (String tag : List.of("tr-TR", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist-nu-thai")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                // A new one, so that what it formats with is made under this locale.
                ConsoleText text = new ConsoleText(Palette.PLAIN, true);
                assertThat(print(text, staged(Stage.OPENED, Severity.HIGH))).isEqualTo(expected);
                assertThat(print(text, staged(Stage.OPENED, Severity.INFO))).contains(" INFO   SYN scan");
            }
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    private static String print(ConsoleText text, Alert alert) {
        StringBuilder lines = new StringBuilder();
        text.append(alert, lines);
        return lines.toString();
    }

    private static Alert staged(Stage stage, Severity severity) {
        return Alerts.with("id", stage, severity, Technique.SYN, Shape.VERTICAL, "213 ports");
    }

    /** What stands between the source and the duration. */
    private static String sentence(
            Technique technique, Shape shape, long hosts, long ports, long couples, Target... targets) {
        String line = print(PLAIN, alert(Stage.OPENED, technique, shape, hosts, ports, couples, 9, targets));
        return line.substring(line.indexOf(": ") + 2, line.indexOf(" in 4 s"));
    }

    private static Alert match(Technique technique, int protocol, int port) {
        return alert(Stage.MATCHED, technique, Shape.SINGLE, 1, 1, 1, 3, target("198.18.1.38", port, protocol));
    }

    private static Target target(String address, int port, int protocol) {
        return new Target(IpAddress.parse(address), port, protocol, Outcome.UNKNOWN);
    }

    private static Alert alert(
            Stage stage,
            Technique technique,
            Shape shape,
            long hosts,
            long ports,
            long couples,
            long contacts,
            Target... targets) {
        return new Alert(
                "id",
                "id",
                stage,
                "rule",
                Severity.LOW,
                1,
                IpAddress.parse("203.0.113.66"),
                technique,
                shape,
                hosts,
                ports,
                couples,
                contacts,
                0,
                0,
                0,
                Alerts.FIRST,
                Alerts.FIRST + 4_000,
                List.of(targets),
                "why",
                "T1046");
    }
}
