package io.vedette.collector.darknet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.collector.darknet.BlockPlan.Block;
import io.vedette.collector.darknet.BlockRun.Missing;
import io.vedette.collector.darknet.BlockRun.Places;
import io.vedette.collector.enrich.AnnotationSources;
import io.vedette.core.darknet.DarknetSettings;
import io.vedette.core.darknet.json.EventJson.Fields;
import io.vedette.core.flow.PrefixSet;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Periods, hour by hour and block by block. */
class BlockRunTest {

    private static final long HOUR = 3_600_000_000_000L;
    private static final long START = 1_600_000_000_000_000_000L - 1600L * 1_000_000_000L; // 2020-09-13T12:00:00Z
    private static final LocalDateTime FIRST = LocalDateTime.of(2020, 9, 13, 12, 0);

    @TempDir
    Path directory;

    private final List<String> said = new ArrayList<>();

    private boolean run(List<Block> blocks, Missing missing) throws IOException {
        Places places = new Places(
                new HourTemplate(directory + "/%Y-%m-%d.%H.pcap"),
                directory.resolve("out"),
                directory.resolve("out"),
                missing,
                Layout.LINES,
                Fields.REFERENCE);
        return new BlockRun(
                        DarknetSettings.of(Duration.ofSeconds(1800), 1),
                        PrefixSet.empty(),
                        AnnotationSources.NONE,
                        places,
                        InstantSource.fixed(Instant.EPOCH),
                        () -> 0,
                        said::add)
                .run(blocks, null);
    }

    private void hour(int hour) throws IOException {
        hour(hour, 0);
    }

    private void hour(int hour, long lateNanos) throws IOException {
        PcapFile pcap = new PcapFile(ByteOrder.LITTLE_ENDIAN, true);
        for (int i = 0; i < 6; i++) {
            pcap.add(
                    START + lateNanos + hour * HOUR + i * HOUR / 6,
                    PcapFile.tcp("203.0.113.9", 1, "192.0.2." + (hour * 6 + i), 23, 2, 1));
        }
        pcap.write(directory.resolve("2020-09-13." + (12 + hour) + ".pcap"));
    }

    private String out(String name) throws IOException {
        return Files.readString(directory.resolve("out").resolve(name));
    }

    @Test
    void shouldCarryOpenEventsFromBlockToBlockAndGoOnAfterAFailure() throws IOException {
        List<Block> blocks = BlockPlan.of(FIRST, FIRST.plusHours(5), 2);
        assertThat(blocks)
                .extracting(Block::name)
                .containsExactly(
                        "2020-09-13:12_2020-09-13:14", "2020-09-13:14_2020-09-13:16", "2020-09-13:16_2020-09-13:17");
        hour(0);
        hour(1);
        hour(2);
        assertThatThrownBy(() -> run(blocks, Missing.FAIL)).hasMessageContaining("2020-09-13.15.pcap: no such file");
        assertThat(said).last().asString().endsWith("2020-09-13:12_2020-09-13:14 DONE");
        hour(3);
        hour(4);
        said.clear();
        assertThat(run(blocks, Missing.FAIL)).isTrue();

        assertThat(said)
                .containsExactly(
                        "1970-01-01T00:00:00Z STARTING",
                        "1970-01-01T00:00:00Z 2020-09-13:12_2020-09-13:14 was DONE before",
                        "1970-01-01T00:00:00Z 2020-09-13:14_2020-09-13:16 DONE",
                        "1970-01-01T00:00:00Z 2020-09-13:16_2020-09-13:17 DONE",
                        "1970-01-01T00:00:00Z COMPLETE");
        // One source that is never silent for half an hour: it stays open over all blocks.
        assertThat(out("results_2020-09-13:16_2020-09-13:17.json")).isEmpty();
        assertThat(out("ongoing_2020-09-13:16_2020-09-13:17.json"))
                .contains("\"First\":\"2020-09-13T12:00:00Z\"", "\"Packets\":30", "\"UniqueDests\":30");
        assertThat(out("parse_2020-09-13:14_2020-09-13:16.log")).contains("read 2 inputs, 12 frames");
        assertThat(out("parse_job.log")).contains("COMPLETE");
        assertThat(directory.resolve("out").toFile().list())
                .noneMatch(name -> name.endsWith(".part") && name.contains("16_"));
    }

    /** As tcpdump names them east and west of Greenwich; and one that begins a little early. */
    @Test
    void shouldTellOfNamesThatAreNotInUtc() throws IOException {
        for (int hours : new int[] {-1, 5}) {
            hour(0, hours * HOUR);
            run(BlockPlan.of(FIRST, FIRST.plusHours(1), 1), Missing.FAIL);
            assertThat(said.remove(1)).contains("captures begin outside of these hours: their names have to be in UTC");
            Files.delete(directory.resolve("out/cache_2020-09-13:12_2020-09-13:13.state"));
            said.clear();
        }
        hour(0, -HOUR / 100);
        run(BlockPlan.of(FIRST, FIRST.plusHours(1), 1), Missing.FAIL);
        assertThat(said).noneMatch(line -> line.contains("UTC"));
    }

    @Test
    void shouldNotWorkWhereAnotherRunDoes() throws IOException {
        hour(0);
        List<Block> blocks = BlockPlan.of(FIRST, FIRST.plusHours(1), 1);
        Path lock = Files.createDirectories(directory.resolve("out")).resolve("parse_job.lock");
        try (FileChannel other = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = other.lock()) {
            assertThatThrownBy(() -> run(blocks, Missing.FAIL))
                    .isInstanceOf(IOException.class)
                    .hasMessage(directory.resolve("out") + ": another run is at work here");
            assertThat(held.isValid()).isTrue();
        }
        assertThat(directory.resolve("out").toFile().list()).containsExactly("parse_job.lock");
        assertThat(run(blocks, Missing.FAIL)).as("it went away").isTrue();
    }

    @Test
    void shouldGoOnWithoutMissingHoursIfAskedTo() throws IOException {
        hour(1);
        assertThat(run(BlockPlan.of(FIRST, FIRST.plusHours(2), 24), Missing.SKIP))
                .isFalse();
        assertThat(out("parse_2020-09-13:12_2020-09-13:14.log"))
                .contains("2020-09-13.12.pcap: no such file, hour left out");
        assertThat(said)
                .as("why the exit code will not be 0")
                .anyMatch(line -> line.endsWith("2020-09-13.12.pcap: no such file, hour left out"));
    }

    @Test
    void shouldFindTheMostRecentDatabase() throws IOException {
        HourTemplate template = new HourTemplate(directory + "/%y%j-%H%%.mmdb");
        assertThat(template.mostRecent(FIRST)).isEmpty();
        Files.writeString(directory.resolve("20256-23%.mmdb"), "odd hours are not looked at");
        Files.writeString(directory.resolve("20250-02%.mmdb"), "");
        Files.writeString(directory.resolve("20256-04%.mmdb"), "");
        assertThat(template.mostRecent(FIRST)).contains(directory.resolve("20256-04%.mmdb"));
    }

    @Test
    void shouldRefuseOddTimesAndTemplates() {
        for (String wrong : List.of("2020-09-13", "2020-09-31:00", "2020-09-13:24", "x")) {
            assertThatThrownBy(() -> BlockPlan.hour(wrong)).hasMessageContaining("expected YYYY-MM-DD:HH");
        }
        assertThat(BlockPlan.hour("2020-09-13:12")).isEqualTo(FIRST);
        Block block = new Block(FIRST, FIRST.plusHours(2));
        assertThat(Block.in("results_" + block.name() + ".json.gz")).contains(block);
        for (String none : List.of("monday.json", "2020-09-13:12_2020-09-13:12", "2020-09-31:12_2020-10-13:12")) {
            assertThat(Block.in(none)).as(none).isEmpty();
        }
        assertThatThrownBy(() -> BlockPlan.of(FIRST, FIRST, 24)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HourTemplate("%q")).hasMessageContaining("expected one of");
        assertThatThrownBy(() -> new HourTemplate("x%")).hasMessageContaining("expected one of");
    }
}
