package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code vedette isn plot} as it is typed. The scanner's SYNs to port 23 are of 2026-11-21. */
class IsnPlotCommandTest {

    private static final Path CAPTURE = Path.of("../core/src/test/resources/captures/scan-mirai-like.pcap");
    private static final List<String> DAYS = List.of("--days", "3", "--until", "2026-11-22", "--min-syns", "1");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine commands = Vedette.commandLine(new PrintWriter(out), new PrintWriter(err));

    @TempDir
    Path directory;

    private int run(String command, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("isn", command));
        all.addAll(List.of("--store", directory.resolve("isn.db").toString()));
        all.addAll(arguments);
        return commands.execute(all.toArray(String[]::new));
    }

    private int plot(String... more) {
        assertThat(run("import", List.of("--tz", "Europe/Luxembourg", CAPTURE.toString())))
                .isZero();
        List<String> all = new ArrayList<>(DAYS);
        all.addAll(List.of("--out", directory.resolve("images").toString()));
        all.addAll(List.of(more));
        return run("plot", all);
    }

    @Test
    void shouldDrawEachInterestingPortAndAPage() throws IOException {
        assertThat(plot()).as(err.toString()).isZero();

        Path page = directory.resolve("images/index.html");
        assertThat(out).asString().isEqualTo(page + System.lineSeparator());
        assertThat(err).asString().contains("nothing known of 2 of 3 days");
        String svg = Files.readString(directory.resolve("images/23.svg"));
        assertThat(svg)
                .contains("SYNs, 100 % with ISN = destination</title>")
                .contains("2026-11-20 to 2026-11-22")
                .contains("(from 2026-11-20, Europe/Luxembourg)")
                .contains(">not known<");
        assertThat(page)
                .content()
                .contains("<a href=\"23.svg\">23</a>", "1 of 3 days are known; days are those of Europe/Luxembourg.");
        try (var files = Files.list(directory.resolve("images"))) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .contains("23.svg", "index.html")
                    .noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    @Test
    void shouldWriteIntoAFolderOfTheDay() {
        int code = plot("--daily", "--format", "png2x", "--theme", "dark", "-q");
        assumeFalse(err.toString().contains("no PNG can be made"), "needs fonts");
        assertThat(code).as(err.toString()).isZero();

        assertThat(directory.resolve("images/2026-11-22/23@2x.png")).isNotEmptyFile();
        assertThat(directory.resolve("images/2026-11-22/index.html"))
                .content()
                .contains("<a href=\"23@2x.png\">23</a>", "#16191d");
    }

    @Test
    void shouldSayWhereItCannotWrite() throws IOException {
        Files.writeString(directory.resolve("images"), "a file");

        assertThat(plot()).isEqualTo(ExitCode.FAILURE);
        assertThat(err).asString().contains("images: cannot be made: ").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--format gif|--format \"gif\", expected one of svg, png, png2x",
                "--theme grey|--theme \"grey\", expected one of light, dark",
                "--days 0|--days 0, expected 1 to 10000"
            })
    void shouldSayWhatIsWrong(String line, String expected) {
        assertThat(run("plot", List.of(line.split(" ")))).isEqualTo(ExitCode.USAGE);
        assertThat(err).asString().contains(expected);
    }

    @Test
    void shouldSayThatThereIsNoStore() {
        assertThat(run("plot", List.of())).isEqualTo(ExitCode.FAILURE);
        assertThat(err).asString().contains("isn.db: no such store");
    }
}
