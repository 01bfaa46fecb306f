package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever adds a library says under which licence it is. */
class ThirdPartyTest {

    /** Beginnings of the names of what only tests use. */
    private static final List<String> TESTS_ONLY = List.of(
            "apiguardian-api",
            "archunit",
            "assertj-core",
            "awaitility",
            "byte-buddy",
            "hamcrest",
            "junit-",
            "opentest4j",
            "surefire-",
            "vedette-");

    @Test
    void shouldNameEveryLibraryThatIsShippedAndNoOther() throws IOException {
        String table = Files.readString(Path.of("..", "THIRD-PARTY.md")).split("\n## ")[0];
        List<String> named = Pattern.compile("`([a-z0-9_-]+)`[,| ]")
                .matcher(table)
                .results()
                .map(artifact -> artifact.group(1))
                .toList();

        assertThat(new TreeSet<>(named)).isEqualTo(shipped());
    }

    private static TreeSet<String> shipped() {
        TreeSet<String> artifacts = new TreeSet<>();
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).getFileName().toString())
                .filter(name -> name.endsWith(".jar"))
                .map(name -> name.replaceFirst("-[0-9].*", ""))
                .filter(name -> TESTS_ONLY.stream().noneMatch(name::startsWith))
                .forEach(artifacts::add);
        return artifacts;
    }
}
