package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The commands on sequence numbers as they are typed. */
class IsnCommandTest {

    private static final Path CAPTURES = Path.of("../core/src/test/resources/captures");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine commands = Vedette.commandLine(new PrintWriter(out), new PrintWriter(err));

    @TempDir
    Path directory;

    private int run(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of("isn", command));
        all.addAll(List.of("--store", directory.resolve("isn.db").toString()));
        all.addAll(List.of(arguments));
        return commands.execute(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import|expected a capture, a folder or -",
                "import --limit 0 x|--limit 0, expected at least 1",
                "import --tz Kathmandu x|--tz \"Kathmandu\", expected a zone, for example UTC or Europe/Luxembourg",
                "import --pattern [ x|--pattern: ",
                "import --queue redis://127.0.0.1:1/0 --enqueue -|--enqueue: standard input has no path",
                "watch --pattern [ x|--pattern: Missing ']",
                "plot --until +999999999-12-31|--until \"+999999999-12-31\", expected a day, for example 2026-11-20",
                "stats --days 0|--days 0, expected 1 to 10000",
                "stats --until yesterday|--until \"yesterday\", expected a day, for example 2026-11-20",
                "stats --min-ratio 3|--min-syns, --min-ratio: share at least 3.0, expected 0 to 1",
                "stats --min-syns -1|--min-syns, --min-ratio: SYNs at least -1, expected 0 or more",
                "stats --ports 0|--ports 0, expected 1 to 65536",
                "stats -o xml|--output",
                "stats --daily|--daily needs --out",
            })
    void shouldSayWhatIsWrong(String line, String expected) {
        String[] words = line.split(" ");
        int code = run(words[0], List.of(words).subList(1, words.length).toArray(String[]::new));

        assertThat(code).isEqualTo(2);
        assertThat(err).asString().contains(expected).contains("Try \"vedette isn");
        assertThat(directory.resolve("isn.db")).doesNotExist();
    }

    @Test
    void shouldAskForASubcommand() {
        assertThat(commands.execute("isn")).isEqualTo(2);
        assertThat(err).asString().contains("expected import, watch, stats or plot");
    }

    /** The scanner's targets are on one port; its capture is of 2026-11-21. */
    @Test
    void shouldTellWhichPortsAScannerWants() {
        String capture = CAPTURES.resolve("scan-mirai-like.pcap").toString();
        assertThat(run("import", capture, capture)).isZero();
        assertThat(err)
                .asString()
                .contains("counted 1 capture,")
                .contains("frames: 0 not IP, 0 malformed, 0 of unknown link types")
                .contains(" with ISN=DST");
        assertThat(run("import", capture)).isZero();
        assertThat(err).asString().contains("counted 0 captures").contains("1 counted before");

        assertThat(run("stats", "--until", "2026-11-21", "--min-syns", "1", "--by-day", "-o", "csv"))
                .isZero();

        assertThat(out).asString().startsWith("port,day,all,isn_dst,share,share_low,share_high,sources,");
        assertThat(out).asString().containsPattern("\n23,2026-11-21,([0-9]+),\\1,1,0\\.[0-9]+,1,1,1,true\n");
        assertThat(err).asString().contains("nothing known of 29 of 30 days (first known: 2026-11-21)");
    }

    @Test
    void shouldWriteEachFormat() {
        run("import", CAPTURES.toString());
        String[] options = {"--until", "2026-11-21", "--min-syns", "1", "-q", "-o"};
        for (String format : List.of("table", "ndjson", "csv")) {
            List<String> all = new ArrayList<>(List.of(options));
            all.add(format);
            assertThat(run("stats", all.toArray(String[]::new))).isZero();
        }

        assertThat(out)
                .asString()
                .containsPattern("PORT +SYNS +ISN=DST +SHARE +95 % +SOURCES +WITH ISN=DST +DAYS\n23 +[0-9]+ +")
                .contains("{\"port\":23,\"first\":\"2026-10-23\",\"last\":\"2026-11-21\",\"all\":")
                .contains("\"sources\":1,\"isn_dst_sources\":1,\"sources_exact\":true}\n")
                .contains(
                        "port,first,last,all,isn_dst,share,share_low,share_high,sources,isn_dst_sources,sources_exact\n")
                .contains("\n23,2026-10-23,2026-11-21,");
    }

    @Test
    void shouldWriteAFileForEachDay() throws IOException {
        run("import", CAPTURES.toString());
        Path folder = directory.resolve("www/isn");
        for (int twice = 0; twice < 2; twice++) {
            assertThat(run("stats", "--until", "2026-11-21", "--daily", "--out", folder.toString(), "-o", "csv"))
                    .isZero();
        }
        assertThat(run("stats", "--until", "2026-11-21", "--min-syns", "1", "--out", folder.toString()))
                .isZero();

        assertThat(Files.readString(folder.resolve("2026-11-21/stats.csv"))).startsWith("port,first,last,all,");
        assertThat(Files.readString(folder.resolve("stats.ndjson"))).startsWith("{\"port\":23,");
        assertThat(out).asString().endsWith(folder.resolve("stats.ndjson") + System.lineSeparator());
        try (Stream<Path> files = Files.list(folder.resolve("2026-11-21"))) {
            assertThat(files).hasSize(1);
        }
        Files.createFile(directory.resolve("file"));
        assertThat(run("stats", "--out", directory.resolve("file/x").toString()))
                .isEqualTo(1);
        assertThat(err).asString().contains("stats.ndjson: cannot be written: ");
    }

    @Test
    void shouldSayThatThereIsNoStore() {
        assertThat(run("stats")).isEqualTo(1);
        assertThat(err).asString().contains("isn.db: no such store; \"vedette isn import\" makes one");
        assertThat(directory.resolve("isn.db")).doesNotExist();
    }

    @Test
    void shouldTellPartFromNothing() throws IOException {
        Path text = Files.writeString(directory.resolve("notes"), "nothing that was captured\n");
        assertThat(run("import", text.toString(), "none")).isEqualTo(1);
        assertThat(err).asString().contains("none: no such file").contains("notes: not a capture");
        assertThat(run(
                        "import",
                        text.toString(),
                        CAPTURES.resolve("scan-zmap.pcap").toString()))
                .isEqualTo(4);
    }

    @Test
    void shouldKeepTheZoneOfAStore() {
        String capture = CAPTURES.resolve("scan-zmap.pcap").toString();
        assertThat(run("import", "--tz", "Asia/Kathmandu", capture)).isZero();
        assertThat(run("import", capture)).isZero();
        assertThat(run("stats", "--tz", "UTC")).isEqualTo(1);
        assertThat(err).asString().contains("counts the days of Asia/Kathmandu, not of UTC");
    }
}
