package io.vedette.core.detect.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.json.AlertJson;
import io.vedette.core.detect.json.SampleAlerts;
import io.vedette.core.flow.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlertFormatTest {

    private static final List<Alert> ALERTS = SampleAlerts.all();

    private static String resource(String name) {
        try (InputStream in = AlertFormatTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = AlertFormat.class,
            names = {"ECS", "OCSF", "CEF"})
    void shouldWriteExactlyTheGoldenLines(AlertFormat format) {
        assertThat(ALERTS.stream().map(format::text))
                .containsExactlyElementsOf(resource("golden." + format.name().toLowerCase(Locale.ROOT))
                        .lines()
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(
            value = AlertFormat.class,
            names = {"VEDETTE", "ECS", "OCSF"})
    void shouldGiveTheWholeAlertBack(AlertFormat format) {
        for (Alert alert : ALERTS) {
            assertThat(AlertFormat.ownWords(format.text(alert))).isEqualTo(AlertJson.text(alert));
            assertThat(AlertFormat.ownWords(format.marked(alert, "suppressed", "s-1")))
                    .isEqualTo(AlertFormat.VEDETTE.marked(alert, "suppressed", "s-1"));
            assertThat(AlertFormat.isCef(format.text(alert))).isFalse();
        }
    }

    @Test
    void shouldKnowCefAndLeaveEverythingElseAsItIs() {
        for (Alert alert : ALERTS) {
            String line = AlertFormat.CEF.text(alert);
            assertThat(AlertFormat.isCef(line)).isTrue();
            assertThat(AlertFormat.ownWords(line)).isEqualTo(line);
        }
        String torn = AlertFormat.ECS.text(ALERTS.get(0)).replaceFirst("..$", "");
        assertThat(AlertFormat.ownWords(torn)).isEqualTo(torn);
    }

    @ParameterizedTest
    @EnumSource(AlertFormat.class)
    void shouldWriteOneLineThatIsSafeOnATerminal(AlertFormat format) {
        for (Alert alert : ALERTS) {
            assertThat(format.text(alert)).isNotEmpty().doesNotContainPattern("[\\p{Cc}\\p{Cs}\\u2028\\u202e]");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = AlertFormat.class,
            names = {"ECS", "OCSF"})
    void shouldHaveWhatTheStandardRequires(AlertFormat format) {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(resource(format.name().toLowerCase(Locale.ROOT) + ".schema.json"));
        for (Alert alert : ALERTS) {
            String line = format.text(alert);
            List<Error> errors = schema.validate(line, InputFormat.JSON);
            assertThat(errors).as(line).isEmpty();
        }
        assertThat(schema.validate("{}", InputFormat.JSON)).isNotEmpty();
    }

    /** So what an alert will say tomorrow is in these formats without a change to them. */
    @ParameterizedTest
    @EnumSource(
            value = AlertFormat.class,
            names = {"ECS", "OCSF"})
    void shouldCarryTheWholeAlert(AlertFormat format) {
        for (Alert alert : ALERTS) {
            String key = format == AlertFormat.ECS ? "vedette" : "unmapped";
            assertThat(format.text(alert)).endsWith(",\"" + key + "\":" + AlertJson.text(alert) + "}");
        }
    }

    /** Takes a line apart as a reader of the format does: seven unescaped bars, then keys before unescaped equals signs. */
    private static Map<String, String> readCef(String line) {
        Map<String, String> parts = new LinkedHashMap<>();
        List<String> header = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        int at = 0;
        while (header.size() < 7) {
            char c = line.charAt(at++);
            if (c == '\\') {
                field.append(line.charAt(at++));
            } else if (c == '|') {
                header.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        parts.put("class", header.get(4));
        parts.put("name", header.get(5));
        parts.put("severity", header.get(6));
        Matcher key = Pattern.compile("(?:^| )([A-Za-z0-9]+)(?<!\\\\)=").matcher(line.substring(at));
        String extension = line.substring(at);
        String last = "";
        int from = 0;
        while (key.find()) {
            if (!last.isEmpty()) {
                parts.put(last, unescaped(extension.substring(from, key.start())));
            }
            last = key.group(1);
            from = key.end();
        }
        parts.put(last, unescaped(extension.substring(from)));
        return parts;
    }

    private static String unescaped(String value) {
        return value.replaceAll("\\\\(.)", "$1");
    }

    @Test
    void shouldWriteCefThatReadersTakeApart() {
        for (Alert alert : ALERTS) {
            String line = AlertFormat.CEF.text(alert);
            assertThat(line).startsWith("CEF:0|Vedette|Vedette|1|");
            Map<String, String> parts = readCef(line);
            assertThat(parts)
                    .containsEntry("class", alert.rule())
                    .containsEntry("name", alert.technique().title())
                    .containsEntry("start", Long.toString(alert.firstMillis()))
                    .containsEntry("cn1", Long.toString(alert.hosts()))
                    .containsEntry("cs3", alert.stage().name().toLowerCase(Locale.ROOT))
                    .containsKey("msg");
            IpAddress source = alert.source();
            if (source != null) {
                assertThat(parts).containsEntry(source.isIpv4() ? "src" : "c6a2", source.toString());
            }
            assertThat(Integer.parseInt(parts.get("severity"))).isBetween(0, 10);
            assertThat(Integer.parseInt(parts.get("cnt"))).isNotNegative();
            parts.keySet().stream()
                    .filter(key -> key.matches("(cs|cn|cfp|c6a)[0-9]"))
                    .forEach(key -> assertThat(parts).containsKey(key + "Label"));
        }
    }

    @Test
    void shouldEscapeInCefWhatWouldEndAField() {
        Alert alert = ALERTS.get(0);
        Alert hostile = new Alert(
                "id=1|2\\3",
                alert.incident(),
                alert.stage(),
                "a|b\\c\nCEF:0|x",
                alert.severity(),
                alert.confidence(),
                alert.source(),
                alert.technique(),
                alert.shape(),
                alert.hosts(),
                alert.ports(),
                alert.couples(),
                alert.contacts(),
                alert.refused(),
                alert.silent(),
                alert.answered(),
                alert.firstMillis(),
                alert.lastMillis(),
                alert.targets(),
                "why dst=10.0.0.1 | or \\=\r\nnot " + "x".repeat(2000),
                alert.attack());
        String line = AlertFormat.CEF.text(hostile);

        // A backslash is first made visible as two, and each of them escaped.
        assertThat(line)
                .contains("|a\\|b\\\\\\\\c\\\\nCEF:0\\|x|")
                .contains(" externalId=id\\=1|2\\\\\\\\3 ")
                .contains(" msg=why dst\\=10.0.0.1 | or \\\\\\\\\\=\\\\r\\\\nnot xxx");
        Map<String, String> parts = readCef(line);
        assertThat(parts).containsEntry("externalId", "id=1|2\\\\3").containsEntry("class", "a|b\\\\c\\nCEF:0|x");
        assertThat(parts.get("msg")).hasSize(1023);
        assertThat(parts.get("dst")).isEqualTo("198.18.1.38");
    }

    /** Every key that is written is explained on the page about alerts. */
    @Test
    void shouldExplainEveryKey() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "alerts.md"));
        readCef(AlertFormat.CEF.text(ALERTS.get(0))).keySet().stream()
                .filter(key -> !List.of("class", "name", "severity").contains(key) && !key.endsWith("Label"))
                .forEach(key -> assertThat(page).contains('`' + key + '`'));
        for (String key : List.of(
                "@timestamp",
                "event.kind",
                "event.risk_score",
                "rule.id",
                "source.ip",
                "destination.ip",
                "network.transport",
                "threat.technique.id",
                "finding_info.uid",
                "metadata.uid",
                "status_id",
                "evidences",
                "unmapped")) {
            assertThat(page).contains('`' + key + '`');
        }
    }
}
