package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that says which test holds which row names tests that exist, and rows that the manual has. */
class FaultTestsTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z]\\d\\d) \\| (.*) \\|$");
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

    private static Map<String, String> tests() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (String module : List.of("core", "collector", "cli")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
                for (Path file : files.filter(each -> each.toString().endsWith("Test.java"))
                        .toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    sources.merge(name, Files.readString(file), String::concat); // two modules may have one of a name
                }
            }
        }
        return sources;
    }

    private static Map<String, String> rows(String page) throws IOException {
        Map<String, String> rows = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(DOCS.resolve(page)));
        while (row.find()) {
            assertThat(rows.put(row.group(1), row.group(2))).as(row.group(1)).isNull();
        }
        return rows;
    }

    @Test
    void shouldNameTestsThatExist() throws IOException {
        Map<String, String> sources = tests();
        Map<String, String> rows = rows("fault-tests.md");
        assertThat(rows).hasSizeGreaterThanOrEqualTo(30);
        List<String> missing = new ArrayList<>();
        rows.forEach((row, cells) -> {
            List<MatchResult> named = NAMED.matcher(cells).results().toList();
            assertThat(named).as(row).isNotEmpty();
            for (MatchResult test : named) {
                String source = sources.getOrDefault(test.group(1), "");
                boolean there =
                        test.group(2) == null ? !source.isEmpty() : source.contains("void " + test.group(2) + "(");
                if (!there) {
                    missing.add(row + " " + test.group());
                }
            }
        });
        assertThat(missing).isEmpty();
    }

    @Test
    void shouldHaveTheRowsOfTheManual() throws IOException {
        assertThat(rows("faults.md"))
                .containsKeys(rows("fault-tests.md").keySet().toArray(String[]::new));
    }
}
