package io.vedette.core.detect.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Technique;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlertSchemaTest {

    private static final String TEXT = read("alert.schema.json");
    private static final Schema SCHEMA = schema(TEXT);

    @Test
    void shouldDescribeEveryGoldenLine() throws IOException {
        for (String line : AlertJsonTest.golden()) {
            assertThat(errors(SCHEMA, line)).as(line).isEmpty();
        }
    }

    @Test
    void shouldNameEveryKeyThatIsWritten() throws IOException {
        Schema closed = schema(TEXT.replace("\"additionalProperties\": true", "\"additionalProperties\": false")
                .replace(
                        "\"additionalProperties\": { \"$ref\": \"#/$defs/count\" },\n      \"required\"",
                        "\"additionalProperties\": false,\n      \"required\""));
        for (String line : AlertJsonTest.golden()) {
            assertThat(errors(closed, line)).as(line).isEmpty();
        }
        assertThat(errors(closed, last().replace("\"why\"", "\"new\":1,\"why\"")))
                .hasSize(1);
    }

    @Test
    void shouldAllowLaterVersionsToAddKeys() throws IOException {
        assertThat(errors(SCHEMA, last().replace("\"why\"", "\"sensor\":{\"name\":\"a\"},\"why\"")))
                .isEmpty();
        assertThat(errors(SCHEMA, last().replace("\"counts\":{", "\"counts\":{\"sources\":3,")))
                .isEmpty();
    }

    @Test
    void shouldRefuseLinesThatBreakThePromise() throws IOException {
        String line = last();
        assertThat(errors(SCHEMA, line.replace("vedette.alert/1", "vedette.alert/2")))
                .isNotEmpty();
        assertThat(errors(SCHEMA, line.replace("\"opened\"", "\"begun\""))).isNotEmpty();
        assertThat(errors(SCHEMA, line.replace("\"hosts\":", "\"host\":"))).isNotEmpty();
        assertThat(errors(SCHEMA, line.replace("\"confidence\":0", "\"confidence\":1.5")))
                .isNotEmpty();
        assertThat(errors(SCHEMA, line.replace(".000Z", "Z"))).isNotEmpty();
    }

    @Test
    void shouldListEveryConstant() {
        assertThat(TEXT).contains(list("examples", Technique.values()));
        assertThat(TEXT).contains(list("examples", Shape.values()));
        assertThat(TEXT).contains(list("enum", Severity.values()));
    }

    private static String list(String key, Enum<?>[] constants) {
        return Stream.of(constants)
                .map(constant -> '"' + AlertJson.label(constant) + '"')
                .collect(Collectors.joining(", ", '"' + key + "\": [", "]"));
    }

    private static String last() throws IOException {
        List<String> golden = AlertJsonTest.golden();
        return golden.get(golden.size() - 1);
    }

    private static List<Error> errors(Schema schema, String line) {
        return schema.validate(
                line,
                InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    private static Schema schema(String text) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text);
    }

    private static String read(String resource) {
        try (InputStream in = AlertJson.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
