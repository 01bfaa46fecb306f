package io.vedette.collector.alert.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vedette.collector.alert.Alerts;
import io.vedette.collector.alert.spool.SpoolConfig;
import io.vedette.collector.alert.syslog.SyslogConfig.Content;
import io.vedette.collector.alert.syslog.SyslogConfig.Transport;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Technique;
import io.vedette.core.detect.format.AlertFormat;
import io.vedette.core.detect.json.AlertJson;
import io.vedette.core.setting.Setting;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyslogMessageTest {

    private static final SyslogConfig TEXT = SyslogConfig.of("siem", "syslog.example", 6514, Transport.TLS);

    private static SyslogConfig with(Content content, String hostname, int maxBytes) {
        return new SyslogConfig(
                "siem",
                "syslog.example",
                6514,
                Transport.TLS,
                content,
                4,
                hostname,
                9_999,
                maxBytes,
                Severity.INFO,
                null,
                SpoolConfig.defaults());
    }

    private static String text(Alert alert, SyslogConfig config) {
        return new String(SyslogMessage.encode(alert, config), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(
            value = Content.class,
            names = {"ECS", "OCSF", "CEF"})
    void shouldSayItInTheWordsOfOthers(Content content) {
        Alert alert = Alerts.numbered(1);
        String message = text(alert, with(content, "sensor-1", 8_192));

        String words = AlertFormat.valueOf(content.name()).text(alert);
        // Readers of JSON and of CEF take a byte order mark for text that is not theirs.
        assertThat(message).endsWith("] " + words);
    }

    @Test
    void shouldSayAnAlertAsTheRfcDemands() {
        assertThat(text(Alerts.numbered(1), TEXT))
                .isEqualTo("<131>1 2026-11-01T02:14:07.000Z - vedette - tcp-scan [vedette@32473 id=\"alert-1\""
                        + " incident=\"incident-1\" stage=\"opened\" severity=\"high\" source=\"203.0.113.66\""
                        + " technique=\"syn\" shape=\"vertical\" hosts=\"1\" ports=\"214\" couples=\"214\""
                        + " contacts=\"221\" first=\"2026-11-01T02:14:03Z\" attack=\"T1046\"] \ufeff"
                        + "HIGH SYN scan (like nmap -sS) from 203.0.113.66: 214 ports of 198.18.1.38 in 4 s,"
                        + " 199 refused, 15 silent; 213 ports refused or silent");
    }

    @Test
    void shouldSayTheAlertInJsonWhenAskedTo() {
        String message = text(Alerts.numbered(1), with(Content.JSON, "sensor-1", 8_192));
        assertThat(message)
                .startsWith("<35>1 2026-11-01T02:14:07.000Z sensor-1 vedette - tcp-scan [vedette@9999 id=")
                .endsWith("] " + AlertJson.text(Alerts.numbered(1)));
    }

    @Test
    void shouldLetNoTextEndAValueOrAMessage() {
        Alert alert = Alerts.with(
                "a\"]\\b\n<1>1 - - \u202e",
                Stage.OPENED,
                Severity.CRITICAL,
                Technique.SYN,
                Shape.VERTICAL,
                "x\r\n<1>1 forged \u001b[31m");
        String message = text(alert, TEXT);
        assertThat(message).startsWith("<130>1 ");
        assertThat(message).contains("id=\"a\\\"\\]\\\\\\\\b\\\\n<1>1 - - \\\\u202e\"");
        assertThat(message.replace("\ufeff", "").chars()).allMatch(c -> c >= ' ' && c < 0x7f);
        assertThat(message).endsWith("x\\r\\n<1>1 forged \\u001b[31m");
    }

    @Test
    void shouldCutTheTextOnTheBorderOfACodePointToFit() {
        Alert alert = Alerts.with(
                "id-1", Stage.OPENED, Severity.LOW, Technique.SYN, Shape.VERTICAL, "\ud83d\ude00".repeat(4_000));
        for (int limit = 1_024; limit < 1_044; limit++) {
            byte[] message = SyslogMessage.encode(alert, with(Content.TEXT, null, limit));
            assertThat(message.length).isBetween(limit - 3, limit);
            assertThat(new String(message, StandardCharsets.UTF_8))
                    .endsWith("\ud83d\ude00\u2026")
                    .doesNotContain("\ufffd");
        }
    }

    @Test
    void shouldDescribeEveryKeyAndRefuseWhatIsOutOfRange() {
        for (RecordComponent key : SyslogConfig.class.getRecordComponents()) {
            assertThat(key.getAnnotation(Setting.class).value()).endsWith(".");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SyslogConfig.of("siem", "x", 0, Transport.UDP))
                .withMessage("port 0, expected 1 to 65535");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Content.TEXT, "two words", 2_048))
                .withMessage("hostname: expected 1 to 255 printable ASCII characters without blanks");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Content.TEXT, null, 100))
                .withMessage("max-bytes 100, expected 1024 to 65000");
    }
}
