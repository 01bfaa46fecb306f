package io.vedette.core.detect.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds the page about alerts to what is really written. */
class AlertDocsTest {

    private static final Path PAGE = Path.of("..", "docs", "alerts.md");

    @Test
    void shouldShowALineThatIsReallyWritten() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains("\n" + AlertJsonTest.golden().get(0) + "\n");
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
