package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counting what comes, as a process that is told to end. */
class IsnWatchCommandTest {

    private static final Path CAPTURE = Path.of("../core/src/test/resources/captures/scan-mirai-like.pcap");
    private static final Path NMAP = Path.of("/usr/bin/nmap");

    @TempDir
    Path directory;

    private String stats(String... more) {
        StringWriter out = new StringWriter();
        List<String> all = new ArrayList<>(List.of(
                "isn",
                "stats",
                "--store",
                directory.resolve("isn.db").toString(),
                "-q",
                "-o",
                "csv",
                "--min-syns",
                "1"));
        all.addAll(List.of(more));
        assertThat(Vedette.commandLine(new PrintWriter(out), new PrintWriter(Writer.nullWriter()))
                        .execute(all.toArray(String[]::new)))
                .isZero();
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "watch|expected one of: folders, --queue, -i",
                "watch x -i lo|expected one of: folders, --queue, -i",
                "watch --queue localhost|--queue: expected redis://HOST:PORT/DATABASE",
                "watch --settle soon x|--settle \"soon\": ",
                "watch --poll 1ms x|--poll \"1ms\", expected 10ms or more",
                "import --enqueue x|--enqueue needs --queue",
                "import --copy-from localhost|--copy-from: expected redis://HOST:PORT/DATABASE",
                "import --copy-from redis://h x|expected a capture, a folder or -, or --copy-from",
            })
    void shouldSayWhatIsWrong(String line, String expected) {
        StringWriter err = new StringWriter();
        int code = Vedette.commandLine(new PrintWriter(Writer.nullWriter()), new PrintWriter(err))
                .execute(("isn " + line).split(" "));

        assertThat(code).isEqualTo(2);
        assertThat(err).asString().contains(expected);
    }

    @Test
    void shouldCountWhatAppearsInAFolderUntilItIsTerminated() throws Exception {
        Path spool = Files.createDirectory(directory.resolve("spool"));
        try (Program program = Program.start(
                directory, "isn", "watch", "--store", "isn.db", "--settle", "0s", "--poll", "20ms", "spool")) {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(directory.resolve("isn.db")));
            Path temporary = Files.copy(CAPTURE, directory.resolve("on-its-way"));
            Files.move(temporary, spool.resolve("hour.pcap"));
            await().atMost(Duration.ofSeconds(60)).until(() -> program.err().contains("counted 1 captures"));
            Files.copy(CAPTURE, spool.resolve("copy.cap"));
            program.terminate();

            assertThat(program.exitCode()).isZero();
            assertThat(program.err()).contains("counted 1 capture, ").doesNotContain("\tat ");
        }
        assertThat(stats("--until", "2026-11-21")).containsPattern("\n23,2026-10-23,2026-11-21,[0-9]+,[0-9]+,1,");
    }

    /** A real scan between two hosts, counted at the interface of one of them. */
    @Test
    void shouldCountWhatAnInterfaceSees() throws Exception {
        assumeTrue(Files.isExecutable(NMAP), "nmap is not installed");
        try (TwoHosts hosts = new TwoHosts();
                Program program = Program.startUnder(
                        hosts.onRight(),
                        directory,
                        "isn",
                        "watch",
                        "--store",
                        directory.resolve("isn.db").toString(),
                        "--every",
                        "100ms",
                        "-i",
                        TwoHosts.RIGHT_INTERFACE)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(directory.resolve("isn.db")));
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                scan(hosts);
                return stats("--min-ratio", "0", "--until", "2040-01-01", "--days", "10000")
                        .contains("\n7777,");
            });
            program.terminate();

            assertThat(program.exitCode()).as(program.err()).isZero();
            assertThat(program.err()).contains(", 0 with ISN=DST");
        }
        assertThat(stats("--min-ratio", "0", "--until", "2040-01-01", "--days", "10000"))
                .containsPattern("\n7777,2012-[^\n]*,[1-9][0-9]*,0,0,0,0\\.[0-9]+,1,0,true\n");
    }

    private void scan(TwoHosts hosts) throws IOException, InterruptedException {
        Process nmap = new ProcessBuilder(
                        hosts.onLeft(NMAP.toString(), "-n", "-Pn", "-sS", "-p", "7777", TwoHosts.RIGHT_ADDRESS))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("nmap").toFile())
                .start();
        assertThat(nmap.waitFor()).isZero();
    }
}
