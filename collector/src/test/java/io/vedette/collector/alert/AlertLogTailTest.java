package io.vedette.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertLogTailTest {

    @TempDir
    Path directory;

    private boolean isTruncated(Path log) {
        try {
            Files.writeString(log, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }

    /** What logrotate does with copytruncate, at the worst moment. */
    @Test
    void shouldGoOnWhenTheLogIsTruncatedWhileItLooksBack() throws IOException {
        String longLine = "x".repeat(100_000);
        Path log = Files.writeString(directory.resolve("log"), longLine + "\n" + longLine + "\nlast\n");
        try (AlertLogTail tail = new AlertLogTail(log)) {
            assertThat(tail.last(3, line -> isTruncated(log))).containsExactly("last");

            List<String> further = new ArrayList<>();
            tail.poll(further::add);
            Files.writeString(log, "new\n");
            tail.poll(further::add);
            assertThat(further).containsExactly("new");
        }
    }

    @Test
    void shouldGiveWhatIsWantedAndThenWhatComes() throws IOException {
        Path log = directory.resolve("log");
        try (AlertLogTail tail = new AlertLogTail(log)) {
            assertThat(tail.last(2, line -> true)).isEmpty();
        }
        Files.writeString(log, "a1\nb\na2\na3\nbeg");
        try (AlertLogTail tail = new AlertLogTail(log)) {
            assertThat(tail.last(2, line -> line.startsWith("a"))).containsExactly("a2", "a3");
            Files.writeString(log, "a1\nb\na2\na3\nbegun\n");
            List<String> further = new ArrayList<>();
            tail.poll(further::add);
            assertThat(further).containsExactly("begun");
        }
    }
}
