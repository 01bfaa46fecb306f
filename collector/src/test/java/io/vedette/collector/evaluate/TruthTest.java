package io.vedette.collector.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TruthTest {

    private static Truth read(String json) throws IOException {
        return Truth.read("truth.json", json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldReadAllThatIsKnownInTheOrderOfTheText() throws IOException {
        Truth truth = read("""
                {"b.pcap": {"scanners": [{"src": "2001:db8::66", "technique": "odd-flags", "shape": "block"},
                                         {"src": "192.0.2.1", "technique": "", "shape": ""}],
                            "victims": [{"dst": "198.51.100.7", "kind": "flood"}],
                            "note": "two", "packets": 12, "hard_as_flows": true},
                 "a.ndjson": {"scanners": [], "hard": true}}
                """);

        assertThat(truth.problems()).isEmpty();
        assertThat(truth.files()).extracting(LabelledFile::name).containsExactly("b.pcap", "a.ndjson");
        LabelledFile first = truth.files().get(0);
        assertThat(first.scanners())
                .containsExactly(
                        new LabelledScanner(IpAddress.parse("2001:db8::66"), Technique.ODD_FLAGS, Shape.BLOCK),
                        new LabelledScanner(IpAddress.parse("192.0.2.1"), null, null));
        assertThat(first.victims()).containsExactly(IpAddress.parse("198.51.100.7"));
        assertThat(first.note()).isEqualTo("two");
        assertThat(first.counts(Input.PACKETS)).isTrue();
        assertThat(first.counts(Input.BIFLOW)).isFalse();
        assertThat(truth.files().get(1).counts(Input.PACKETS)).isFalse();
    }

    @Test
    void shouldNameEveryProblemWithItsPlace() throws IOException {
        Truth truth = read("""
                {"a.pcap": {"scanners": [{"src": "192.0.2.256"}],
                            "scaners": []},
                 "b.pcap": {"scanners": [{"src": "192.0.2.1", "technique": "synn"},
                                         {"technique": "syn"}]},
                 "c.pcap": {},
                 "d.pcap": {"scanners": "none", "hard": "yes"},
                 "e.pcap": 7}
                """);

        assertThat(truth.problems())
                .satisfiesExactly(
                        one -> assertThat(one).isEqualTo("truth.json:1:34: src \"192.0.2.256\" is no IP address"),
                        one -> assertThat(one).startsWith("truth.json:1:").contains("a scanner without src"),
                        one -> assertThat(one)
                                .startsWith("truth.json:2:")
                                .contains("key \"scaners\" is unknown, expected scanners, "),
                        one -> assertThat(one)
                                .startsWith("truth.json:3:")
                                .contains("technique \"synn\", expected one of syn, connect, "),
                        one -> assertThat(one).startsWith("truth.json:4:").contains("a scanner without src"),
                        one -> assertThat(one).startsWith("truth.json:5:").contains("scanners is missing"),
                        one -> assertThat(one).startsWith("truth.json:6:").contains("scanners is not a list"),
                        one -> assertThat(one).startsWith("truth.json:6:").contains("hard is not true or false"),
                        one -> assertThat(one).startsWith("truth.json:7:").contains("is not an object"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a': {'scanners': []}                 | truth.json:1:",
                "[]                                     | truth.json:1:1: the truth is not an object",
                "{}                                     | no file is labelled",
                "''                                     | the truth is not an object",
                "{'a': {'scanners': []}, 'a': {}}       | Duplicate field 'a'",
                "{'a': {'scanners': [{'src': '1'}]}}    | src \"1\" is no IP address",
                "{'a': {'scanners': [{'src': '::1'}, {'src': '0:0::1'}]}} | scanner ::1 is listed twice",
                "not json                               | truth.json:1:",
                "{'a': {'scanners': []}} {'b': {}}      | truth.json:1:25: something follows the truth, which is one object",
                "{'a': {'scanners': []}} x              | truth.json:1:",
                "{'a\\u0000': {'scanners': []}}          | \"a\\u0000\" cannot be the name of a file here",
                "{'': {'scanners': []}}                 | \"\" cannot be the name of a file here",
            })
    void shouldRefuseWhatIsNoTruth(String json, String problem) throws IOException {
        assertThat(read(json.equals("''") ? "" : json.replace('\'', '"')).problems())
                .isNotEmpty()
                .anySatisfy(text -> assertThat(text).contains(problem));
    }

    @Test
    void shouldListABoundedNumberOfProblemsAndPrintNoControlCharacters() throws IOException {
        String scanner = "{\"src\": \"\\u001b[31m\"}";
        Truth truth = read("{\"a\": {\"scanners\": [" + (scanner + ", ").repeat(100) + scanner + "]}}");

        assertThat(truth.problems()).hasSize(Truth.MAX_PROBLEMS);
        assertThat(truth.problems().get(0)).contains("\\u001b[31m").doesNotContain("\u001b");
    }
}
