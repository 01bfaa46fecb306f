package io.vedette.core.detect.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the page about alerts to what is really written. */
class AlertDocsTest {

    private static final Path PAGE = Path.of("..", "docs", "alerts.md");

    @Test
    void shouldShowALineAsItIsWritten() throws IOException {
        Matcher example = Pattern.compile("(?s)```json\n(.*?)\n```").matcher(Files.readString(PAGE));
        assertThat(example.find()).isTrue();
        String line = example.group(1);
        assertThat(AlertJson.read(line.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOfSatisfying(
                        AlertReading.Valid.class,
                        valid -> assertThat(AlertJson.text(valid.alert())).isEqualTo(line));
    }

    @Test
    void shouldExplainEveryKey() throws IOException {
        String page = Files.readString(PAGE);
        TreeSet<String> keys = new TreeSet<>();
        for (String line : AlertJsonTest.golden()) {
            collectLeaves(line, keys);
        }
        assertThat(keys)
                .hasSizeGreaterThan(25)
                .allSatisfy(key -> assertThat(page).contains('`' + key + '`'));
    }

    /** The paths of all values, written as in jq: {@code targets[].port}. */
    private static void collectLeaves(String line, TreeSet<String> paths) throws IOException {
        try (JsonParser json = AlertJson.JSON.createParser(line)) {
            JsonToken token;
            while ((token = json.nextToken()) != null) {
                if (token.isScalarValue()) {
                    String pointer = json.getParsingContext().pathAsPointer().toString();
                    paths.add(pointer.substring(1)
                            .replaceAll("/\\d+$", "[]")
                            .replaceAll("/\\d+/", "[].")
                            .replace('/', '.'));
                }
            }
        }
    }
}
