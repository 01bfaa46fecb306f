package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The darknet commands as they are typed. */
class DarknetCommandTest {

    private static final Path CAPTURE = Path.of("../core/src/test/resources/captures/scan-mirai-like.pcap");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine commands = Vedette.commandLine(new PrintWriter(out), new PrintWriter(err));

    @TempDir
    Path directory;

    private static Path capture() {
        return CAPTURE.toAbsolutePath();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("darknet"));
        all.addAll(List.of(arguments));
        return commands.execute(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "parse|Must specify a threshold timeout.",
                "parse --threshold 0|Must specify a threshold timeout.",
                "parse -threshold=624|Must specify how many samples to take.",
                "parse --threshold 624 --samples 0|Must specify how many samples to take.",
                "parse --threshold 624 --samples 3 --uniques -1|Must specify a positive uniques number.",
                "parse --threshold 624 --samples 3|Must specify a location to write event data to.",
                "parse --threshold 624 --samples 3 --eventout x|Must specify at least one pcap file.",
                "parse --threshold 624 --samples 3 --eventout x --live eth0 p|--live takes no captures besides",
                "parse --threshold 6m --samples 3|--threshold \"6m\", expected a number of seconds or auto",
                "parse --threshold 1 --samples 3 --darknet 192.0.2.0/33|--darknet: not a prefix",
                "parse --threshold 1 --samples 3 --eventout x --dns name p|--dns: ",
                "count|Must specify at least one file of events.",
                "count a\0b|not a file name",
                "timeseries --infiles a\0b|not a file name",
                "count --darknet-size 0 x|--darknet-size 0, expected 1 to 4294967296",
                "timeseries --ports 82,65536 x|--ports 65536, expected 0 to 65535",
                "timeseries --overlap=-3 x|--overlap -3, expected 0 to 65535",
                "timeseries --window 0 x|--window 0, expected at least 1",
                "count --plot x.gif x|--plot \"x.gif\", expected a name that ends in .svg, .png or @2x.png",
                "count --plot volume=x.svg x|expected FILE or one of ports=FILE, countries=FILE, coverage=FILE",
                "timeseries --plot x.svg --theme grey x|--theme \"grey\", expected one of light, dark",
                "run 2026-11-01:00 soon|\"soon\", expected YYYY-MM-DD:HH",
                "''|expected parse, count, timeseries or run"
            })
    void shouldSayWhatIsWrong(String line, String message) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void shouldTakeSeveralFilesInOneArgumentAndTheSwitchesOfGo() throws IOException {
        Path events = directory.resolve("events");
        Path pcap =
                Files.copy(capture(), directory.resolve("a.pcap")); // blanks part names, and the checkout may have some
        int code = run(
                "parse",
                "-threshold=624",
                "-samples",
                "1",
                "-newdl=true",
                "--reference",
                "-eventout",
                events.toString(),
                "-pcap",
                pcap + " " + directory.resolve("none"));
        assertThat(code).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("none: no such file");

        assertThat(run(
                        "parse",
                        "-threshold=auto",
                        "-samples",
                        "1",
                        "-newdl=true",
                        "--reference",
                        "-eventout",
                        events.toString(),
                        "-pcap",
                        capture().toString()))
                .isEqualTo(ExitCode.DONE);
        assertThat(err.toString()).contains("idle timeout 624 s", "darknet of 475136 addresses");
        assertThat(Files.readAllLines(events)).isNotEmpty().allMatch(line -> line.endsWith("\"}"));
        assertThat(run("count", "--out", directory.resolve("t").toString(), events.toString()))
                .isEqualTo(ExitCode.DONE);
        assertThat(directory.resolve("t/counts.csv")).isNotEmptyFile();
        assertThat(run("timeseries", "--all", "--out", directory.resolve("t").toString(), events.toString()))
                .isEqualTo(ExitCode.DONE);
        assertThat(directory.resolve("t/timeseries_total_volume.csv")).isNotEmptyFile();
    }

    @Test
    void shouldLeaveFilesAloneThatAreNamedForTwoPurposesOrWithACaptureThatIsMissing() throws IOException {
        Path pcap = Files.copy(capture(), directory.resolve("a.pcap"));
        Files.createSymbolicLink(directory.resolve("link"), pcap);
        String old = Files.writeString(directory.resolve("old.json"), "[]").toString();
        String state = directory.resolve("state").toString();
        byte[] before = Files.readAllBytes(pcap);

        List<String> usual = List.of("parse", "-q", "--threshold=9", "--samples=1");
        for (List<String> wrong : List.of(
                List.of("--eventout", old, directory + "/missing"),
                List.of("--eventout", directory + "/link", pcap.toString()),
                List.of("--eventout", old, "--ongoingout", old, pcap.toString()),
                List.of("--eventout", old, "--cacheout", old, pcap.toString()),
                List.of("--eventout", old, "--victimout", directory + "/x", "--cachein", old, pcap.toString()))) {
            List<String> all = new ArrayList<>(usual);
            all.addAll(wrong);
            assertThat(run(all.toArray(String[]::new))).as(wrong.toString()).isEqualTo(ExitCode.FAILURE);
        }
        assertThat(err.toString())
                .contains("missing: no such file", "link: not written, as it is named for something else as well");
        assertThat(Path.of(old)).content().isEqualTo("[]");
        assertThat(pcap).hasBinaryContent(before);

        for (String in : List.of("--reference", "--cachein=" + state)) {
            assertThat(run(
                            "parse",
                            "--threshold=9",
                            "--samples=1",
                            in,
                            "--eventout",
                            old,
                            "--cacheout",
                            state,
                            pcap + ""))
                    .as("a state may take the place of the one before")
                    .isEqualTo(ExitCode.DONE);
        }
    }

    private Path events() throws IOException {
        Path events = directory.resolve("results_2026-11-01:00_2026-11-02:00.json");
        assertThat(run(
                        "parse",
                        "--threshold=auto",
                        "--samples=1",
                        "--eventout",
                        events.toString(),
                        capture().toString()))
                .isEqualTo(ExitCode.DONE);
        return events;
    }

    @Test
    void shouldDrawWhatItCounts() throws IOException {
        String events = events().toString();
        String tables = directory.resolve("t").toString();
        assertThat(run(
                        "count",
                        "--out",
                        tables,
                        "--plot",
                        directory.resolve("ports.svg").toString(),
                        "--plot",
                        "rates=" + directory.resolve("rates.svg"),
                        events))
                .isEqualTo(ExitCode.DONE);
        assertThat(directory.resolve("ports.svg")).content().contains("<title>Events by port", ">23/tcp SYN<");
        assertThat(directory.resolve("rates.svg")).content().contains("<title>Events and packets by rate");

        Path volume = directory.resolve("volume.svg");
        assertThat(run("timeseries", "--all", "--theme=dark", "--out", tables, "--plot", volume.toString(), events))
                .isEqualTo(ExitCode.DONE);
        assertThat(volume)
                .content()
                .contains("All events: packets and events", "Time (from 2026-11-01, UTC)", "#16191d");
    }

    /** A Java without AWT, as some images have it. */
    @Test
    void shouldSayWhatToDoWhereThereAreNoGraphics() throws Exception {
        List<String> modules =
                List.of("--limit-modules", "java.base,java.logging,java.naming,java.xml,jdk.unsupported");
        for (String name : List.of("ports.png", "ports.svg")) {
            try (Program count =
                    Program.startWith(modules, directory, "darknet", "count", "--plot", name, events().toString())) {
                assertThat(count.exitCode()).isEqualTo(name.endsWith("svg") ? ExitCode.DONE : ExitCode.FAILURE);
                if (name.endsWith("png")) {
                    assertThat(count.err())
                            .contains("ports.png: no PNG can be made here", "use a name that ends in .svg")
                            .doesNotContain("\tat ");
                }
            }
        }
        assertThat(directory.resolve("ports.svg")).isNotEmptyFile();
        assertThat(directory.resolve("ports.png")).doesNotExist();
    }

    @Test
    void shouldRecordWhereTimeAndMemoryGo() throws Exception {
        try (Program parse = Program.start(
                directory,
                "darknet",
                "parse",
                "--threshold",
                "624",
                "--samples",
                "1",
                "--eventout",
                "e",
                "--cpu",
                "cpu.jfr",
                "--mem",
                "mem.jfr",
                capture().toString())) {
            assertThat(parse.exitCode()).as(parse.err()).isZero();
        }
        assertThat(directory.resolve("cpu.jfr")).isNotEmptyFile();
        assertThat(directory.resolve("mem.jfr")).isNotEmptyFile();
    }

    /** A live capture through a pipe: what was seen is written when the program is told to stop. */
    @Test
    void shouldWriteEventsWhenItIsToldToStop() throws Exception {
        byte[] file = Files.readAllBytes(capture());
        try (Program parse = Program.start(
                directory,
                "darknet",
                "parse",
                "--threshold",
                "624",
                "--samples",
                "1",
                "--eventout",
                "e",
                "--cacheout",
                "c",
                "--progress",
                "never",
                "-")) {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(directory.resolve(".c.tmp")));
            parse.terminate();
            parse.feed(file);
            assertThat(parse.exitCode()).as(parse.err()).isIn(ExitCode.DONE, ExitCode.PARTIAL);
            assertThat(parse.err()).contains("read ", "events: ");
        }
        assertThat(directory.resolve("c")).isNotEmptyFile();
    }
}
