package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code config check} on files with one mistake each. The last line of each file is a comment with what must be said: line,
 * column, key, and the beginning of the sentence.
 */
class PlantedMistakesTest {

    private static final Path MISTAKES = Path.of("src", "test", "resources", "mistakes");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(MISTAKES)) {
            return files.sorted().toList();
        }
    }

    @Test
    void shouldBeThirtyAtLeast() throws IOException {
        assertThat(files()).hasSizeGreaterThanOrEqualTo(30);
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldBeFoundWhereItIs(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String expected = lines.get(lines.size() - 1).substring(2);
        StringWriter err = new StringWriter();

        int exitCode = Vedette.commandLine(new PrintWriter(Writer.nullWriter()), new PrintWriter(err, true))
                .execute("config", "check", "-c", file.toString());

        assertThat(err.toString().lines()).hasSize(2).first().asString().startsWith(file + ":" + expected);
        assertThat(err.toString()).endsWith("bad configuration: 1 problem\n");
        assertThat(exitCode).isEqualTo(ExitCode.BAD_CONFIGURATION);
    }
}
