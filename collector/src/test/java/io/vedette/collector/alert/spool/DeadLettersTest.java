package io.vedette.collector.alert.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vedette.collector.alert.Alerts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of dead letters has whole lines, whatever the disk does. */
class DeadLettersTest {

    private static final Instant NOW = Instant.parse("2026-11-01T02:14:03Z");

    @TempDir
    Path directory;

    @Test
    void shouldBeginANewLineBehindATornOne() throws IOException {
        Path file = directory.resolve("hook.dead.ndjson");
        add(file, 0, 1);
        String torn = Files.readString(file).substring(0, 100);
        Files.writeString(file, torn, StandardOpenOption.APPEND); // as a process leaves it that was killed

        add(file, 1, 2);

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).isEqualTo(torn);
        assertThat(lines.get(2))
                .startsWith("{\"time\":")
                .contains("\"id\":\"alert-1\"")
                .endsWith("}}");
    }

    /** Needs the right to mount; is skipped without it. */
    @Test
    void shouldHaveEachAlertWholeAndOnceAfterAFullDisk() throws IOException, InterruptedException {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()),
                "needs the right to mount a file system");
        try {
            Path file = disk.resolve("hook.dead.ndjson");
            Path ballast = disk.resolve("ballast");
            Files.write(ballast, new byte[56 * 1024]);
            add(file, 0, 1);
            assertThatThrownBy(() -> add(file, 1, 17)).isInstanceOf(IOException.class);
            assertThat(Files.readAllLines(file)).hasSize(1);

            Files.delete(ballast);
            add(file, 1, 17);

            assertThat(Files.readAllLines(file))
                    .hasSize(17)
                    .doesNotHaveDuplicates()
                    .allMatch(line -> line.startsWith("{\"time\":") && line.endsWith("}}"));
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static void add(Path file, int from, int to) throws IOException {
        new DeadLetters(file).add(NOW, "hook", "http-400", "invalid_payload", Alerts.numbered(from, to));
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of("/bin/" + command[0]))) {
            return false;
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor() == 0;
    }
}
