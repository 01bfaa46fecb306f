package io.vedette.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesFromEndTest {

    private static final int LONGEST = 200_000;

    @TempDir
    Path directory;

    private List<String> fromEnd(String text, long end) throws IOException {
        Path file = Files.writeString(directory.resolve("log"), text);
        List<String> lines = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            LinesFromEnd reversed = new LinesFromEnd(channel, LONGEST);
            assertThat(reversed.end()).isEqualTo(end);
            for (String line = reversed.previous(); line != null; line = reversed.previous()) {
                lines.add(line);
            }
            assertThat(reversed.previous()).isNull();
            assertThat(channel.position()).isZero();
        }
        return lines;
    }

    @Test
    void shouldGiveWholeLinesOnly() throws IOException {
        assertThat(fromEnd("", 0)).isEmpty();
        assertThat(fromEnd("begun", 0)).isEmpty();
        assertThat(fromEnd("\n", 1)).containsExactly("");
        assertThat(fromEnd("one\n\ntwo\nbegun", 9)).containsExactly("two", "", "one");
    }

    /** Lines of all lengths around a block, and at times one that is begun. */
    @Test
    void shouldGiveTheLinesBackwards() throws IOException {
        Random random = new Random(3);
        for (int round = 0; round < 60; round++) {
            StringBuilder text = new StringBuilder();
            List<String> lines = new ArrayList<>();
            for (int i = random.nextInt(12); i > 0; i--) {
                int around = (64 << 10) * random.nextInt(3) + random.nextInt(7) - 3;
                lines.add(String.valueOf((char) ('a' + i)).repeat(Math.max(0, around)));
                text.append(lines.get(lines.size() - 1)).append('\n');
            }
            int end = text.length();
            text.append("x".repeat(random.nextBoolean() ? 0 : random.nextInt(150_000)));
            Collections.reverse(lines);
            assertThat(fromEnd(text.toString(), end)).isEqualTo(lines);
        }
    }

    @Test
    void shouldNotKeepALineThatIsTooLong() throws IOException {
        String endless = "y".repeat(5 * LONGEST);
        assertThat(fromEnd("one\n" + endless + "\ntwo\n", 5 * LONGEST + 9)).containsExactly("two", "", "one");
        assertThat(fromEnd(endless + "\ntwo\n", 5 * LONGEST + 5)).containsExactly("two", "");
        assertThat(fromEnd("one\n" + endless, 4)).containsExactly("one");
        assertThat(fromEnd(endless, 0)).isEmpty();
    }
}
