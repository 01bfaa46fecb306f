package io.vedette.collector.isn;

import static io.vedette.collector.isn.Syns.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.vedette.collector.isn.store.IsnStore;
import io.vedette.collector.isn.store.SqliteStore;
import io.vedette.collector.isn.store.StoreChange;
import io.vedette.core.isn.DayRange;
import io.vedette.core.isn.Interest;
import io.vedette.core.isn.IsnHistory;
import io.vedette.core.isn.PortHistory;
import io.vedette.core.isn.SourceCount;
import io.vedette.core.isn.SynCount;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportRunTest {

    private static final DayRange DAYS = DayRange.ending(DAY, 3);
    private static final Interest ANY = new Interest(0, 0);

    @TempDir
    Path directory;

    private ImportReport report = new ImportReport();
    private IsnStore store;

    @BeforeEach
    void open() throws IOException {
        store = SqliteStore.open(directory.resolve("isn.db"), null);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private ImportReport run(ImportSettings settings, String... names) throws IOException {
        report = new ImportReport();
        CaptureFinder finder = new CaptureFinder(CaptureFinder.DEFAULT_PATTERNS);
        Arrays.stream(names).map(name -> directory.resolve(name).toString()).forEach(finder::add);
        new ImportRun(store, settings, report).count(finder.found(), InputStream.nullInputStream());
        return report;
    }

    private ImportReport run(String... names) throws IOException {
        return run(ImportSettings.DEFAULT, names);
    }

    private SynCount total() throws IOException {
        return store.history(DAYS, ANY, 10).totals().values().stream().reduce(SynCount.NONE, SynCount::plus);
    }

    @Test
    void shouldSayHowManyProblemsItDoesNotList() {
        for (int i = 0; i < 1002; i++) {
            report.problem(i + ".pcap: not a capture");
        }
        assertThat(report.problems()).hasSize(1001).endsWith("and 2 more that could not be read");
    }

    @Test
    void shouldKeepCountsByDayAndPort() throws IOException {
        new Syns()
                .add(23, 5, 2)
                .add(80, 1, 0)
                .on(DAY.minusDays(2))
                .add(23, 3, 3)
                .write(directory.resolve("a.pcap"));
        run("a.pcap");

        IsnHistory history = store.history(DAYS, ANY, 10);

        assertThat(report.counted()).isOne();
        assertThat(report.problems()).isEmpty();
        assertThat(history.totals()).isEqualTo(Map.of(DAY.minusDays(2), new SynCount(3, 3), DAY, new SynCount(6, 2)));
        assertThat(history.isGap(DAY.minusDays(1))).isTrue();
        assertThat(history.ports()).extracting(PortHistory::port).containsExactly(23, 80);
        PortHistory telnet = history.ports().get(0);
        assertThat(telnet.total()).isEqualTo(new SynCount(8, 5));
        assertThat(telnet.sources()).isEqualTo(new SourceCount(5, 3, true));
        assertThat(telnet.days().keySet()).containsExactly(DAY.minusDays(2), DAY);
        assertThat(history.ports().get(1).days().get(DAY.minusDays(2)).syns()).isEqualTo(SynCount.NONE);
    }

    /** The worked example: 30 of 1000 in the window are interesting; 999, or 29 of 1000, are not. */
    @Test
    void shouldFindInterestingPortsAtTheLimits() throws IOException {
        new Syns().add(23, 999, 29).add(81, 999, 999).add(82, 1000, 29).write(directory.resolve("a.cap"));
        new Syns()
                .on(DAY.minusDays(1))
                .add(23, 1, 1)
                .on(DAY.plusDays(1))
                .add(81, 1, 1)
                .write(directory.resolve("b.cap"));
        run("a.cap", "b.cap");

        assertThat(store.history(DAYS, Interest.DEFAULT, 10).ports())
                .extracting(PortHistory::port, PortHistory::total)
                .containsExactly(tuple(23, new SynCount(1000, 30)));
        assertThat(store.history(DAYS, ANY, 2).ports())
                .extracting(PortHistory::port)
                .containsExactly(23, 81);
        assertThat(store.history(DAYS, ANY, 2).leftOut()).isOne();
    }

    @Test
    void shouldPutSendersOfFilesTogether() throws IOException {
        new Syns().add(23, 1000, 40).write(directory.resolve("a.cap"));
        new Syns().add(23, 1500, 50).write(directory.resolve("b.cap"));
        run("a.cap", "b.cap");

        SourceCount sources = store.history(DAYS, ANY, 1).ports().get(0).sources();

        assertThat(sources.exact()).isFalse();
        assertThat(sources.all()).isBetween(1350L, 1650L);
        assertThat(sources.matching()).isEqualTo(50);
    }

    /** A set of senders is a kilobyte at most; a page of four for each would be what SQLite takes for rows that are too long. */
    @Test
    void shouldNotTakeAPageForEachSetOfSenders() throws IOException {
        for (String name : List.of("a.cap", "b.cap")) {
            Syns syns = new Syns();
            for (int port = 1; port <= 500; port++) {
                syns.add(port, name.startsWith("a") ? 40 : 90, 0);
            }
            syns.write(directory.resolve(name));
        }
        run("a.cap", "b.cap");
        store.close();

        assertThat(Files.size(directory.resolve("isn.db"))).isLessThan(500 * 1600);
        open();
        assertThat(store.history(DAYS, ANY, 500).ports())
                .hasSize(500)
                .noneMatch(port -> port.sources().exact());
    }

    /** Under its name, under another, compressed, and as another process would give it. */
    @Test
    void shouldCountEachCaptureOnce() throws IOException {
        Syns syns = new Syns().add(23, 7, 2);
        syns.write(directory.resolve("a.pcap"));
        run("a.pcap");
        assertThat(run("a.pcap").unchanged()).isOne();
        Files.setLastModifiedTime(directory.resolve("a.pcap"), FileTime.fromMillis(1_000_000));
        assertThat(run("a.pcap").known()).isOne();
        assertThat(run("a.pcap").unchanged()).isOne();
        syns.writeGzip(directory.resolve("b.pcap.gz"));
        assertThat(run("b.pcap.gz").known()).isOne();
        new ImportRun(store, ImportSettings.DEFAULT, report)
                .count(new CaptureFinder(List.of()).add("-").found(), new ByteArrayInputStream(syns.bytes()));

        assertThat(report.known()).isEqualTo(2);
        assertThat(report.counted()).isZero();
        assertThat(report.syns()).isZero();
        assertThat(total()).isEqualTo(new SynCount(7, 2));
    }

    @Test
    void shouldCountOnceMoreWhenAsked() throws IOException {
        new Syns().add(23, 7, 2).write(directory.resolve("a.pcap"));
        ImportSettings again = new ImportSettings(true, false, 10, 1 << 20);
        run("a.pcap");
        run(again, "a.pcap");
        run(again, "a.pcap");

        assertThat(total()).isEqualTo(new SynCount(21, 6));
        assertThat(store.history(DAYS, ANY, 1).ports().get(0).sources()).isEqualTo(new SourceCount(7, 2, true));
    }

    /** Cut anywhere, in the middle of a packet too, and more than once. */
    @ParameterizedTest
    @ValueSource(ints = {1, 24, 25, 80, 100, 136, 10_000, 111_999})
    void shouldCountWhatIsNewOfACaptureThatGrew(int cut) throws IOException {
        byte[] whole = new Syns().add(23, 2000, 100).bytes();
        Path file = directory.resolve("growing.pcap");
        Files.write(file, Arrays.copyOf(whole, cut));
        run("growing.pcap");
        Files.write(file, Arrays.copyOf(whole, cut + 1));
        run("growing.pcap");
        Files.write(file, whole);
        run("growing.pcap");

        assertThat(report.counted()).isOne();
        assertThat(total()).isEqualTo(new SynCount(2000, 100));
        Files.copy(file, directory.resolve("copy.pcap"));
        assertThat(run("copy.pcap").known()).isOne();
    }

    /** As a D4 server does: a file is rotated, compressed, and has another name; it was counted twice while it grew. */
    @ParameterizedTest
    @ValueSource(ints = {1024, 1025, 5_000, 100_000})
    void shouldCountWhatIsNewUnderAnotherName(int cut) throws IOException {
        Syns syns = new Syns().add(23, 2000, 100);
        Files.write(directory.resolve("open.cap"), Arrays.copyOf(syns.bytes(), cut));
        run("open.cap");
        Files.write(directory.resolve("open.cap"), Arrays.copyOf(syns.bytes(), cut + 500));
        run("open.cap");
        Files.delete(directory.resolve("open.cap"));
        syns.writeGzip(directory.resolve("open.cap.gz"));
        assertThat(run("open.cap.gz").notes()).singleElement().asString().contains("only what is new was counted");

        assertThat(total()).isEqualTo(new SynCount(2000, 100));
    }

    /** As a ring of files does, each used again and again. */
    @Test
    void shouldCountNewContentUnderAnOldName() throws IOException {
        Path file = directory.resolve("ring0.pcap");
        new Syns().add(23, 3, 1).write(file);
        run("ring0.pcap");
        new Syns().add(80, 400, 1).write(file);
        run("ring0.pcap");
        new Syns().add(81, 2, 1).write(file);
        run("ring0.pcap");

        assertThat(total()).isEqualTo(new SynCount(405, 3));
    }

    @Test
    void shouldCountOnlyTheReadablePartOfADamagedCaptureAndThatOnce() throws IOException {
        byte[] whole = new Syns().add(23, 30_000, 100).bytes();
        Arrays.fill(whole, 24 + 56 * 1000 + 8, 24 + 56 * 1000 + 16, (byte) 0xff);
        Files.write(directory.resolve("a.pcap"), whole);
        run("a.pcap");
        assertThat(report.problems()).singleElement().asString().contains("a.pcap");
        Files.copy(directory.resolve("a.pcap"), directory.resolve("b.pcap"));

        assertThat(run("b.pcap").known()).isOne();
        assertThat(total()).isEqualTo(new SynCount(1000, 100));
    }

    @Test
    void shouldSayWhatIsNoCapture() throws IOException {
        Files.writeString(directory.resolve("notes.cap.txt"), "day,port\n");
        Files.createFile(directory.resolve("empty.pcap"));
        run("notes.cap.txt", "empty.pcap");

        assertThat(report.problems()).hasSize(2).anyMatch(text -> text.contains("not a capture"));
        assertThat(report.counted()).isZero();
        assertThat(total()).isEqualTo(SynCount.NONE);
    }

    @Test
    void shouldFindCapturesBeneathAFolderByTheirNames() throws IOException {
        Path deep = Files.createDirectories(directory.resolve("spool/2026/11"));
        for (String name : List.of("a.cap", "b.cap.gz", "c.pcap", "d.pcapng.zst", "e.txt", "cap")) {
            new Syns().add(name.charAt(0), 1, 0).write(deep.resolve(name));
        }
        for (String name : List.of(".a.cap.x81kq", "f.pcap.part", "g.cap.tmp")) {
            new Syns().add(9, 1, 0).write(deep.resolve(name));
        }
        Files.createSymbolicLink(deep.resolve("again.cap"), deep.resolve("a.cap"));
        run("spool", "spool/2026");

        assertThat(report.counted()).isEqualTo(4);
        assertThat(total().all()).isEqualTo(4);
    }

    @Test
    void shouldStopAtItsLimit() throws IOException {
        Files.createDirectory(directory.resolve("spool"));
        for (int i = 0; i < 5; i++) {
            new Syns().add(i, 1, 0).write(directory.resolve("spool/" + i + ".cap"));
        }
        ImportSettings two = new ImportSettings(false, false, 2, 1 << 20);

        assertThat(run(two, "spool").counted()).isEqualTo(2);
        assertThat(run(two, "spool").counted()).isEqualTo(2);
        assertThat(run(two, "spool").counted()).isOne();
        assertThat(total().all()).isEqualTo(5);
    }

    /** Time stamps on thousands of days, and hardly any memory: what does not fit is in the same change. */
    @Test
    void shouldCountAllOrNothingOfWhatDoesNotFitIntoMemory() throws IOException {
        Syns syns = new Syns();
        for (int i = 0; i < 1000; i++) {
            syns.on(LocalDate.of(2000, 1, 1).plusDays(i * 7L % 5000)).add(i, i % 2 == 0, i);
        }
        syns.write(directory.resolve("odd.pcap"));
        ImportSettings tight = new ImportSettings(false, false, 1, 1 << 16);
        run(tight, "odd.pcap");
        syns.writeGzip(directory.resolve("odd.pcap.gz"));
        assertThat(run(tight, "odd.pcap.gz").known()).isOne();

        IsnHistory history = store.history(new DayRange(LocalDate.of(2000, 1, 1), LocalDate.of(2014, 1, 1)), ANY, 2000);

        assertThat(history.ports()).hasSize(1000);
        assertThat(history.totals().values().stream().reduce(SynCount.NONE, SynCount::plus))
                .isEqualTo(new SynCount(1000, 500));
    }

    /** Two processes on one store, the second one while a change is open. */
    @Test
    void shouldReadWhileAnotherWrites() throws IOException {
        new Syns().add(23, 4, 1).write(directory.resolve("a.pcap"));
        run("a.pcap");
        try (IsnStore other = SqliteStore.open(directory.resolve("isn.db"), null);
                StoreChange change = other.begin()) {
            assertThat(change.isDone("nothing")).isFalse();
            assertThat(total()).isEqualTo(new SynCount(4, 1));
        }
    }

    @Test
    void shouldRefuseWhatIsNoStore() throws IOException {
        Path text = Files.writeString(directory.resolve("notes.txt"), "not a database, whatever it is ".repeat(100));
        assertThatThrownBy(() -> SqliteStore.open(text, null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("notes.txt: ");
        assertThatThrownBy(() -> SqliteStore.openExisting(directory.resolve("none"), null))
                .hasMessageContaining("no such store");
        assertThatThrownBy(() -> SqliteStore.open(directory.resolve("none/isn.db"), null))
                .hasMessageContaining("no such folder");
        assertThatThrownBy(() -> SqliteStore.open(directory.resolve("isn.db"), ZoneId.of("Asia/Kathmandu")))
                .hasMessageContaining("counts the days of UTC, not of Asia/Kathmandu");
    }
}
