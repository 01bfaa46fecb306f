package io.vedette.collector.isn;

import static io.vedette.collector.isn.Syns.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.collector.isn.redis.CaptureQueue;
import io.vedette.collector.isn.redis.RedisAddress;
import io.vedette.collector.isn.store.IsnStore;
import io.vedette.collector.isn.store.SqliteStore;
import io.vedette.collector.isn.store.StoreChange;
import io.vedette.core.isn.DayRange;
import io.vedette.core.isn.Interest;
import io.vedette.core.isn.PortHistory;
import io.vedette.core.isn.SynCount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a real server: the queue of a D4 server, and counts under the keys of its analyser. */
class RedisTest {

    private static final DayRange DAYS = DayRange.ending(DAY, 30);
    private static final Interest ANY = new Interest(0, 0);
    private static final int COUNTS = 1;
    private static final int QUEUES = 2;
    private static final String KEY = CaptureQueue.DEFAULT_KEY;

    @TempDir
    Path directory;

    private RedisServer server;

    @BeforeEach
    void start() throws IOException {
        server = new RedisServer(directory.resolve("redis"));
    }

    @AfterEach
    void stop() {
        if (server != null) { // else there is none here, and the test was skipped
            server.close();
        }
    }

    private IsnStore open(ZoneId zone) throws IOException {
        return new StoreLocation(server.address(COUNTS)).open(zone);
    }

    private ImportReport count(IsnStore store, String... names) throws IOException {
        ImportReport report = new ImportReport();
        CaptureFinder finder = new CaptureFinder(CaptureFinder.DEFAULT_PATTERNS);
        List.of(names).forEach(name -> finder.add(directory.resolve(name).toString()));
        new ImportRun(store, ImportSettings.DEFAULT, report).count(finder.found(), InputStream.nullInputStream());
        return report;
    }

    private static SynCount total(IsnStore store) throws IOException {
        return store.history(DAYS, ANY, 10).totals().values().stream().reduce(SynCount.NONE, SynCount::plus);
    }

    private void set(String key, long value) throws IOException {
        onDatabase(COUNTS, "SET", key, Long.toString(value));
    }

    /** Sends a command to one database, by a script: each connection begins at database 0. */
    private String onDatabase(int database, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "EVAL",
                "redis.call('SELECT', ARGV[1]) return redis.call(unpack(ARGV, 2))",
                "0",
                Integer.toString(database)));
        all.addAll(List.of(words));
        return server.command(all.toArray(String[]::new));
    }

    @Test
    void shouldCountUnderTheKeysOfTheReference() throws IOException {
        new Syns().add(23, 5, 2).add(80, 1, 0).write(directory.resolve("a.cap"));
        try (IsnStore store = open(null)) {
            assertThat(count(store, "a.cap").counted()).isOne();
            assertThat(count(store, "a.cap").unchanged()).isOne();
            new Syns().add(23, 5, 2).add(80, 1, 0).writeGzip(directory.resolve("b.cap.gz"));
            assertThat(count(store, "b.cap.gz").known()).isOne();
            byte[] whole = new Syns().add(443, 100, 7).bytes();
            Files.write(directory.resolve("c.cap"), Arrays.copyOf(whole, 3000));
            count(store, "c.cap");
            Files.write(directory.resolve("d.cap"), whole);
            assertThat(count(store, "d.cap").notes()).hasSize(1);
            assertThat(total(store)).isEqualTo(new SynCount(106, 9));
            PortHistory telnet = store.history(DAYS, ANY, 10).ports().get(0);
            assertThat(telnet.total()).isEqualTo(new SynCount(5, 2));
            assertThat(telnet.sources()).isNull();
        }
        assertThat(onDatabase(COUNTS, "GET", "TCP-ISN-IP_2026-11-20_23_ALL")).isEqualTo("$1\r\n5\r\n");
        assertThat(onDatabase(COUNTS, "GET", "TCP-ISN-IP_2026-11-20_23_ISN-DST"))
                .isEqualTo("$1\r\n2\r\n");
        assertThat(onDatabase(COUNTS, "GET", "TCP-ISN-IP_2026-11-20_80_ISN-DST"))
                .isEqualTo("$-1\r\n");
    }

    /** A server that ends idle connections is no reason to end. */
    @Test
    void shouldGoOnWhereIdleConnectionsAreClosed() throws IOException {
        try (IsnStore store = open(null)) {
            for (int i = 1; i <= 3; i++) {
                new Syns().add(23, i, 1).write(directory.resolve(i + ".cap"));
                server.command("CLIENT", "KILL", "TYPE", "normal");
                assertThat(count(store, i + ".cap").counted()).isOne();
            }
            StoreChange open = store.begin();
            server.command("CLIENT", "KILL", "TYPE", "normal");
            assertThat(open.isDone("none")).isFalse();
            open.close();
            StoreChange unmarked = store.begin();
            server.command("CLIENT", "KILL", "TYPE", "normal");
            unmarked.commit();
            assertThat(total(store)).isEqualTo(new SynCount(6, 3));
        }
        assertThat(onDatabase(COUNTS, "GET", "TCP-ISN-IP_2026-11-20_23_ALL")).isEqualTo("$1\r\n6\r\n");

        try (CaptureQueue queue = CaptureQueue.open(RedisAddress.parse(server.address(QUEUES)), KEY)) {
            queue.add(List.of("/spool/a.cap", "/spool/b.cap"));
            queue.take(1);
            queue.take(1);
            server.command("CLIENT", "KILL", "TYPE", "normal");
            queue.done("/spool/a.cap");
            server.command("CLIENT", "KILL", "TYPE", "normal");
            queue.failed("/spool/b.cap");
            assertThat(queue.waiting()).isEmpty();
        }
    }

    /** What another program counted, in thousands of keys, some of which are none. */
    @Test
    void shouldReadWhatTheReferenceCounted() throws IOException {
        for (int port = 0; port < 3000; port++) {
            set("TCP-ISN-IP_2026-11-19_" + port + "_ALL", 1000);
            set("TCP-ISN-IP_2026-11-19_" + port + "_ISN-DST", port % 100);
        }
        set("TCP-ISN-IP_2026-13-19_5_ALL", 7);
        set("TCP-ISN-IP_2026-11-19_70000_ALL", 7);
        set("TCP-ISN-IP_2026-11-21_30_ALL", 7);

        assertThatThrownBy(() -> open(null)).hasMessageContaining("say with --tz whose days they are");
        try (IsnStore store = new StoreLocation(server.address(COUNTS)).openExisting(null)) {
            assertThat(total(store)).isEqualTo(new SynCount(3_000_000, 30 * 4950));
            assertThat(store.history(DAYS, Interest.DEFAULT, 5000).ports()).hasSize(30 * 70);
        }
        try (IsnStore store = open(ZoneId.of("Europe/Luxembourg"))) {
            assertThat(store.zone()).isEqualTo(ZoneId.of("Europe/Luxembourg"));
        }
        assertThatThrownBy(() -> open(ZoneId.of("UTC"))).hasMessageContaining("counts the days of Europe/Luxembourg");
    }

    @Test
    void shouldCopyWhatIsNewAndNothingTwice() throws IOException {
        StoreLocation file = new StoreLocation(directory.resolve("isn.db").toString());
        RedisAddress from = RedisAddress.parse(server.address(COUNTS));
        set("TCP-ISN-IP_2026-11-19_23_ALL", 10);
        set("TCP-ISN-IP_2026-11-19_23_ISN-DST", 4);
        assertThat(file.copy(from, null)).isEqualTo(new SynCount(10, 4));
        assertThat(file.copy(from, null)).isEqualTo(SynCount.NONE);
        set("TCP-ISN-IP_2026-11-19_23_ALL", 15);
        set("TCP-ISN-IP_2026-11-19_23_ISN-DST", 5);
        set("TCP-ISN-IP_2026-11-20_80_ALL", 1);
        assertThat(file.copy(from, null)).isEqualTo(new SynCount(6, 1));
        set("TCP-ISN-IP_2026-11-19_23_ALL", 2); // emptied and begun anew
        set("TCP-ISN-IP_2026-11-19_23_ISN-DST", 1);
        assertThat(file.copy(from, null)).isEqualTo(new SynCount(2, 1));

        try (IsnStore store = file.openExisting(null)) {
            assertThat(total(store)).isEqualTo(new SynCount(18, 6));
            assertThat(store.history(DAYS, ANY, 1).ports().get(0).sources()).isNull();
        }
    }

    @Test
    void shouldNotMixTheDaysOfTwoZones() throws IOException {
        RedisAddress from = RedisAddress.parse(server.address(COUNTS));
        set("TCP-ISN-IP_2026-11-19_23_ALL", 10);
        new StoreLocation(server.address(COUNTS)).open(ZoneId.of("Asia/Tokyo")).close();

        StoreLocation fresh = new StoreLocation(directory.resolve("fresh.db").toString());
        assertThat(fresh.copy(from, null)).isEqualTo(new SynCount(10, 0));
        try (IsnStore store = fresh.openExisting(null)) {
            assertThat(store.zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        }
        StoreLocation other = new StoreLocation(directory.resolve("other.db").toString());
        other.open(null).close();
        assertThatThrownBy(() -> other.copy(from, null))
                .hasMessageContaining("other.db: counts the days of UTC, not of Asia/Tokyo");
        assertThatThrownBy(() -> other.copy(from, ZoneId.of("UTC")))
                .hasMessageContaining(": counts the days of Asia/Tokyo, not of UTC");
    }

    @Test
    void shouldSayThatCountersCannotBe() throws IOException {
        set("TCP-ISN-IP_2026-11-19_23_ALL", Long.MAX_VALUE);
        set("TCP-ISN-IP_2026-11-20_23_ALL", Long.MAX_VALUE);
        try (IsnStore store = new StoreLocation(server.address(COUNTS)).openExisting(null)) {
            assertThatThrownBy(() -> total(store)).hasMessageContaining(": holds counts that cannot be: ");
        }
    }

    @Test
    void shouldSayWhatIsNoCounter() throws IOException {
        set("TCP-ISN-IP_2026-11-19_23_ALL", 1);
        onDatabase(COUNTS, "SET", "TCP-ISN-IP_2026-11-19_23_ISN-DST", "many");
        try (IsnStore store = new StoreLocation(server.address(COUNTS)).openExisting(null)) {
            assertThatThrownBy(() -> total(store))
                    .hasMessageContaining("TCP-ISN-IP_2026-11-19_23_ISN-DST is no counter");
        }
    }

    /** A D4 server pushes at the head; the oldest comes first. One path is not there, one was counted and not taken out. */
    @Test
    void shouldCountWhatTheQueueNames() throws Exception {
        Path first = new Syns().add(23, 3, 1).write(directory.resolve("1.cap"));
        Path second = new Syns().add(23, 30, 10).writeGzip(directory.resolve("2.cap.gz"));
        Path third = new Syns().add(23, 300, 100).write(directory.resolve("3.cap"));
        try (IsnStore store = SqliteStore.open(directory.resolve("isn.db"), null)) {
            count(store, "3.cap");
            onDatabase(QUEUES, "LPUSH", KEY + ":taken", third.toString());
            onDatabase(
                    QUEUES,
                    "LPUSH",
                    KEY,
                    first.toString(),
                    directory.resolve("none.cap").toString(),
                    second.toString());
            ImportReport report = new ImportReport();
            QueueWatch watch = watch(store, report);
            CompletableFuture<Void> running = run(watch);
            await().atMost(Duration.ofSeconds(60)).until(() -> report.counted() == 2);
            server.kill();
            server.restart();
            Path last = new Syns().add(80, 1, 1).write(directory.resolve("4.cap"));
            onDatabase(QUEUES, "LPUSH", KEY, last.toString());
            await().atMost(Duration.ofSeconds(60)).until(() -> report.counted() == 3);
            watch.stop();
            running.get(60, TimeUnit.SECONDS);

            assertThat(report.unchanged()).isOne();
            assertThat(total(store)).isEqualTo(new SynCount(334, 112));
        }
        assertThat(onDatabase(QUEUES, "LLEN", KEY)).isEqualTo(":0\r\n");
        assertThat(onDatabase(QUEUES, "LLEN", KEY + ":taken")).isEqualTo(":0\r\n");
        assertThat(onDatabase(QUEUES, "LRANGE", KEY + ":failed", "0", "-1"))
                .contains("none.cap")
                .startsWith("*1\r\n");
    }

    private QueueWatch watch(IsnStore store, ImportReport report) {
        return new QueueWatch(
                RedisAddress.parse(server.address(QUEUES)),
                KEY,
                new ImportRun(store, ImportSettings.DEFAULT, report),
                report);
    }

    /** In a thread of its own: the common pool may have but one. */
    private static CompletableFuture<Void> run(IsnWatch watch) {
        Runnable task = () -> {
            try {
                watch.run();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        return CompletableFuture.runAsync(task, runnable -> new Thread(runnable, "watch").start());
    }

    @Test
    void shouldKnowWhatWaits() throws IOException {
        try (CaptureQueue queue = CaptureQueue.open(RedisAddress.parse(server.address(QUEUES)), KEY)) {
            queue.add(List.of("/spool/a.cap", "/spool/ä b.cap"));
            assertThat(queue.take(1)).isEqualTo("/spool/a.cap");
            assertThat(queue.waiting()).containsExactlyInAnyOrder("/spool/a.cap", "/spool/ä b.cap");
            assertThat(queue.take(1)).isEqualTo("/spool/ä b.cap");
            assertThat(queue.take(1)).isNull();
            assertThat(queue.unfinished()).containsExactly("/spool/a.cap", "/spool/ä b.cap");
            queue.done("/spool/a.cap");
            queue.failed("/spool/ä b.cap");
            assertThat(queue.waiting()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://",
                "redis://host/x",
                "http://host",
                "redis://host:port/1",
                "redis:///1",
                "redis://h/1?x=y"
            })
    void shouldRefuseOtherAddresses(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisAddress.parse(text))
                .withMessage("expected redis://HOST:PORT/DATABASE");
    }

    @Test
    void shouldNeverShowThePassword() {
        RedisAddress address = RedisAddress.parse("redis://:hunter2@127.0.0.1:1/3");

        assertThat(address).hasToString("redis://127.0.0.1:1/3");
        assertThatThrownBy(() -> CaptureQueue.open(address, KEY))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("redis://127.0.0.1:1/3: ")
                .hasMessageNotContaining("hunter2");
    }
}
