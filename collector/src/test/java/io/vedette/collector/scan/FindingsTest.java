package io.vedette.collector.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingsTest {

    private static Alert alert(String source, long firstMillis, Stage stage, Severity severity, String why) {
        IpAddress address = IpAddress.parse(source);
        return new Alert(
                source + "-" + stage,
                source,
                stage,
                "tcp-scan",
                severity,
                0.5,
                address,
                Technique.SYN,
                Shape.VERTICAL,
                1,
                20,
                20,
                21,
                15,
                4,
                1,
                firstMillis,
                firstMillis + 1500,
                List.of(new Target(address, 22, 6, Outcome.REFUSED)),
                why,
                "T1046");
    }

    private static Alert closed(String source, long firstMillis) {
        return alert(source, firstMillis, Stage.CLOSED, Severity.MEDIUM, "because");
    }

    @Test
    void shouldKeepTheClosingAlertOfEachIncidentInOrderOfFirstContactAndSource() {
        Findings findings = new Findings(10);
        findings.raise(alert("192.0.2.9", 5, Stage.OPENED, Severity.CRITICAL, ""));
        findings.raise(alert("192.0.2.9", 5, Stage.UPDATED, Severity.CRITICAL, ""));
        findings.raise(closed("192.0.2.9", 5));
        findings.raise(closed("192.0.2.10", 4));
        findings.raise(closed("192.0.2.2", 5));

        assertThat(findings.inOrder())
                .extracting(alert -> alert.subject().toString())
                .containsExactly("192.0.2.10", "192.0.2.2", "192.0.2.9");
        assertThat(findings.count()).isEqualTo(3);
        assertThat(findings.reach(Severity.MEDIUM)).isTrue();
        assertThat(findings.reach(Severity.HIGH)).isFalse();
    }

    @Test
    void shouldKeepTheEarliestAtItsLimitAndCountTheOthers() {
        Findings findings = new Findings(2);
        for (int i : new int[] {3, 1, 4, 2}) {
            findings.raise(closed("192.0.2." + i, i));
        }

        assertThat(findings.inOrder()).extracting(Alert::firstMillis).containsExactly(1L, 2L);
        assertThat(findings.count()).isEqualTo(4);
        assertThat(findings.beyondLimit()).isEqualTo(2);
    }

    @Test
    void shouldWriteATableAsWideAsItsCells() throws IOException {
        StringBuilder out = new StringBuilder();
        FindingFormat.TABLE.write(List.of(closed("192.0.2.1", 0), closed("2001:db8::1", 61_000)), out);

        assertThat(out).hasToString("""
                        FIRST SEEN           LAST SEEN            SEVERITY  SOURCE       TECHNIQUE  SHAPE     HOSTS  PORTS  REFUSED  SILENT  ANSWERED
                        1970-01-01 00:00:00  1970-01-01 00:00:01  MEDIUM    192.0.2.1    SYN scan   vertical      1     20       15       4         1
                        1970-01-01 00:01:01  1970-01-01 00:01:02  MEDIUM    2001:db8::1  SYN scan   vertical      1     20       15       4         1
                        """);
    }

    @Test
    void shouldWriteNoTableWithoutRows() throws IOException {
        StringBuilder out = new StringBuilder();
        FindingFormat.TABLE.write(List.of(), out);
        FindingFormat.NDJSON.write(List.of(), out);

        assertThat(out).isEmpty();
    }

    @Test
    void shouldWriteCsvThatIsNoFormula() throws IOException {
        StringBuilder out = new StringBuilder();
        FindingFormat.CSV.write(
                List.of(alert("192.0.2.1", 0, Stage.CLOSED, Severity.HIGH, "=1+2, \"x\"\n\u001b[2J")), out);

        assertThat(out.toString().lines().skip(1))
                .containsExactly(
                        "1970-01-01T00:00:00Z,1970-01-01T00:00:01.500Z,high,192.0.2.1,syn,vertical,1,20,20,21,15,4,1,0.500,"
                                + "tcp-scan,T1046,192.0.2.1,\"'=1+2, \"\"x\"\"\\n\\u001b[2J\",,");
    }

    @ParameterizedTest
    @CsvSource({"=x, '''=x'", "+1, '''+1'", "-1, '''-1'", "@x, '''@x'", "plain, plain", "a=b, a=b"})
    void shouldPutAnApostropheBeforeWhatWouldBeAFormula(String value, String cell) {
        assertThat(FindingCsv.cell(value)).isEqualTo(cell);
    }

    @Test
    void shouldPutAnApostropheBeforeATab() {
        assertThat(FindingCsv.cell("\t=x")).isEqualTo("'\\t=x");
    }
}
