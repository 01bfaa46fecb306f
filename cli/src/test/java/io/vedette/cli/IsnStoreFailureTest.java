package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator reads when a store cannot be used: which file, what is wrong with it, what helps. */
class IsnStoreFailureTest {

    private static final Path CAPTURES =
            Path.of("../core/src/test/resources/captures").toAbsolutePath().normalize();
    private static final Path CAPTURE = CAPTURES.resolve("scan-mirai-like.pcap");

    @TempDir
    Path directory;

    private final Deque<Path> mounted = new ArrayDeque<>();

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        while (!mounted.isEmpty()) {
            execute("umount", "-l", mounted.pop().toString());
        }
    }

    private static int execute(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private void mount(Path where, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(options));
        command.add(where.toString());
        assumeTrue(
                Files.isExecutable(Path.of("/bin/mount")) && execute(command.toArray(String[]::new)) == 0,
                "needs the right to mount a file system");
        mounted.push(where);
    }

    /** Runs a command on a store; what it says on standard error. */
    private static String said(int exitCode, Path store, String command, String... arguments) {
        StringWriter err = new StringWriter();
        List<String> line = new ArrayList<>(List.of("isn", command, "--store", store.toString()));
        line.addAll(List.of(arguments));
        int code = Vedette.commandLine(new PrintWriter(Writer.nullWriter()), new PrintWriter(err))
                .execute(line.toArray(String[]::new));
        assertThat(code).as(err.toString()).isEqualTo(exitCode);
        return err.toString();
    }

    private static void assertRefused(Path store, String expected) {
        for (String command : List.of("import", "stats", "plot")) {
            String[] arguments = switch (command) {
                case "import" -> new String[] {CAPTURE.toString()};
                case "plot" ->
                    new String[] {"--out", store.resolveSibling("pictures").toString()};
                default -> new String[0];
            };
            assertThat(said(ExitCode.FAILURE, store, command, arguments))
                    .isEqualTo("vedette isn " + command + ": " + store + ": " + expected + "\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "noise", "capture"})
    void shouldSayThatAFileIsSomethingElse(String content) throws IOException {
        Path file = directory.resolve("isn.db");
        switch (content) {
            case "text" -> Files.writeString(file, "hello\n".repeat(1000));
            case "noise" -> {
                byte[] noise = new byte[9000];
                new Random(1).nextBytes(noise);
                Files.write(file, noise);
            }
            default -> Files.copy(CAPTURE, file);
        }
        byte[] before = Files.readAllBytes(file);

        assertRefused(file, "is something else, no store of counts; --store names another file [SQLITE_NOTADB]");

        assertThat(file).hasBinaryContent(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE senders SET addresses = x'010203'|a set of senders of 3 bytes",
                "UPDATE counts SET matching = syns + 1|67 of 66 SYNs, expected 0 to 66",
                "INSERT INTO counts SELECT day, 70000, 1, 1 FROM counts LIMIT 1|port 70000",
            })
    void shouldSayThatAStoreHoldsWhatCannotBe(String change, String expected) throws Exception {
        Path store = directory.resolve("isn.db");
        said(ExitCode.DONE, store, "import", CAPTURE.toString());
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
                Statement statement = connection.createStatement()) {
            statement.execute(change);
        }
        assertThat(said(ExitCode.FAILURE, store, "stats", "--until", "2026-11-21", "--min-syns", "1"))
                .startsWith("vedette isn stats: " + store + ": this store is damaged. Use a copy of it")
                .endsWith(" [" + expected + "]\n");
    }

    @Test
    void shouldSayThatASetOfSendersCannotBeAddedTo() throws Exception {
        Path store = directory.resolve("isn.db");
        said(ExitCode.DONE, store, "import", CAPTURE.toString());
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE senders SET addresses = x'010203'");
        }
        assertThat(said(ExitCode.FAILURE, store, "import", "--again", CAPTURE.toString()))
                .startsWith("vedette isn import: " + store + ": this store is damaged. Use a copy of it")
                .endsWith(" [a set of senders of 3 bytes]\n");
    }

    @Test
    void shouldSayThatItIsAFolder() {
        assertRefused(directory, "is a folder; a store is one file, for example " + directory.resolve("isn.db"));
    }

    @Test
    void shouldSayThatAStoreIsDamaged() throws IOException {
        Path whole = directory.resolve("whole.db");
        said(ExitCode.DONE, whole, "import", CAPTURES.toString());
        byte[] content = Files.readAllBytes(whole);
        Path cut = Files.write(directory.resolve("isn.db"), Arrays.copyOf(content, content.length / 2));

        assertThat(said(ExitCode.FAILURE, cut, "import", CAPTURE.toString()))
                .startsWith("vedette isn import: " + cut + ": this store is damaged. Use a copy of it,")
                .endsWith("[SQLITE_CORRUPT]\n");
    }

    @Test
    void shouldSayThatTheDiskIsFullAndGoOnWhenItIsNot() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        mount(disk, "-t", "tmpfs", "-o", "size=1m", "tmpfs");
        Path store = disk.resolve("isn.db");
        Path ballast = Files.write(disk.resolve("ballast"), new byte[960 * 1024]);

        assertThat(said(ExitCode.FAILURE, store, "import", CAPTURES.toString()))
                .isEqualTo("vedette isn import: " + store + ": its disk is full; what was counted before is kept."
                        + " Make room there, then run this again [SQLITE_FULL]\n");

        Files.delete(ballast);
        assertThat(said(ExitCode.DONE, store, "import", CAPTURES.toString())).contains("SYNs: 371, 77 with ISN=DST");
    }

    @Test
    void shouldSayThatNothingMayBeWritten() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        mount(disk, "-t", "tmpfs", "-o", "size=1m", "tmpfs");
        Path store = disk.resolve("isn.db");
        said(ExitCode.DONE, store, "import", CAPTURE.toString());
        assumeTrue(execute("mount", "-o", "remount,ro", disk.toString()) == 0, "needs the right to mount");

        assertThat(said(ExitCode.FAILURE, store, "import", CAPTURE.toString()))
                .startsWith("vedette isn import: " + store
                        + ": may not be written by this user, or is on a read-only disk;");
        Path none = disk.resolve("new.db");
        assertThat(said(ExitCode.FAILURE, none, "import", CAPTURE.toString()))
                .startsWith("vedette isn import: " + none + ": cannot be made: this user may not write to " + disk
                        + ", or it is read-only [SQLITE_");
    }

    @Test
    void shouldSayThatItsLibraryCannotBeLoaded() throws Exception {
        Path nowhere = directory.resolve("nowhere");
        try (Program program = Program.startWith(
                List.of("-Dorg.sqlite.tmpdir=" + nowhere), directory, "isn", "import", CAPTURE.toString())) {
            assertThat(program.exitCode()).isEqualTo(ExitCode.FAILURE);
            assertThat(program.err())
                    .startsWith(
                            "vedette isn import: isn.db: SQLite cannot be loaded, which keeps stores. Its library is"
                                    + " unpacked into " + nowhere + ", which has to exist and to allow execution;")
                    .hasLineCount(1);
        }
    }
}
