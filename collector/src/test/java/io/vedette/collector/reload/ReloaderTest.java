package io.vedette.collector.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.vedette.collector.alert.LogCapture;
import io.vedette.collector.config.ConfigInputs;
import io.vedette.collector.config.ConfigReader;
import io.vedette.collector.meter.OpenMetrics;
import io.vedette.core.setting.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real files, as editors, package managers and Kubernetes change them. */
class ReloaderTest {

    /** Two sections. */
    public record Config(
            @Setting("One.") Section one, @Setting("Two.") Section two) {}

    /** One key of each kind. */
    public record Section(
            @Setting(value = "Changes.", reloadable = true) int loose,
            @Setting("Stays.") int fixed,

            @Setting(value = "File.", reloadable = true) @Nullable
            Path file) {

        public Section {
            if (loose > fixed) {
                throw new IllegalArgumentException("loose " + loose + ", expected at most fixed");
            }
        }
    }

    private static final Config DEFAULTS = new Config(new Section(1, 10, null), new Section(1, 10, null));

    /** Refuses 7, breaks on 8; notes what it was given. A file may be changed as soon as it has read it. */
    private static final class Component implements Reloadable<Section> {

        private final List<Integer> applied = new CopyOnWriteArrayList<>();
        private final AtomicReference<Path> changesWhenRead = new AtomicReference<>();

        @Override
        public Runnable prepare(Section settings) throws IOException {
            if (settings.loose() == 7) {
                throw new IOException("loose: 7 is unlucky");
            }
            if (settings.loose() == 8) {
                throw new IllegalStateException("on purpose");
            }
            Path changed = settings.file() == null ? null : changesWhenRead.getAndSet(null);
            if (changed != null) {
                Files.writeString(changed, "changed");
            }
            return () -> applied.add(settings.loose());
        }

        @Override
        public List<Path> files(Section settings) {
            return settings.file() == null ? List.of() : List.of(settings.file());
        }
    }

    @TempDir
    Path directory;

    private Path file;
    private final Component one = new Component();
    private final Component two = new Component();
    private final AtomicInteger reads = new AtomicInteger();
    private @Nullable Reloader<Config> reloader;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("v.yaml");
        Files.writeString(file, "one: {loose: 2}\n");
    }

    @AfterEach
    void close() {
        if (reloader != null) {
            reloader.close();
        }
    }

    private Reloader<Config> started(@Nullable Duration watch) throws IOException {
        return started(watch, file);
    }

    private Reloader<Config> started(@Nullable Duration watch, Path path) throws IOException {
        ConfigReader<Config> reader = new ConfigReader<>(Config.class, DEFAULTS);
        Reloader.Source<Config> source = () -> {
            reads.incrementAndGet();
            return reader.read(
                    new ConfigInputs(new ConfigInputs.File("v.yaml", Files.readString(path)), Map.of(), List.of()));
        };
        Reloader<Config> made =
                new Reloader<>(source.read().value(), source, List.of(path), watch, () -> Instant.ofEpochSecond(1_000));
        made.add("one.", Config::one, one);
        made.add("two.", Config::two, two);
        made.start();
        reloader = made;
        return made;
    }

    private static String metrics(Reloader<Config> reloader) {
        OpenMetrics metrics = new OpenMetrics();
        reloader.writeMetrics(metrics);
        return metrics.text();
    }

    @Test
    void shouldTellWhatChangedAndWhatWaits() throws IOException {
        Reloader<Config> made = started(null);
        Files.writeString(file, "one: {loose: 3, fixed: 20}\ntwo: {file: x}\n");

        Reloader.Outcome outcome = made.reload("test");

        assertThat(outcome.done()).isTrue();
        assertThat(outcome.lines())
                .containsExactly("one.loose 2 → 3", "two.file none → x", "one.fixed 10 → 20 needs a restart");
        assertThat(made.running().one()).isEqualTo(new Section(3, 10, null));
        assertThat(one.applied).containsExactly(3);
        assertThat(metrics(made))
                .contains("config_last_reload_successful 1")
                .contains("config_reloads_total{result=\"done\"} 1");
    }

    @Test
    void shouldLogTheFirstOfThousandsOfMistakes() throws IOException {
        Reloader<Config> made = started(null);
        Files.writeString(
                file,
                IntStream.range(0, 5_000).mapToObj(i -> "key" + i + ": 1\n").collect(Collectors.joining()));

        try (LogCapture log = LogCapture.of(Reloader.class)) {
            assertThat(made.reload("test").lines()).hasSize(5_000);
            assertThat(log.messages(Level.ERROR))
                    .hasSize(22)
                    .last()
                    .isEqualTo("and 4980 more; \"vedette config check\" has them all");
        }
    }

    @Test
    void shouldKeepTheRunningOneWhenTheFileIsBad() throws IOException {
        Reloader<Config> made = started(null);
        Files.writeString(file, "one:\n  lose: 3\ntwo:\n  loose: many\n");

        Reloader.Outcome outcome = made.reload("test");

        assertThat(outcome.done()).isFalse();
        assertThat(outcome.lines())
                .containsExactly(
                        "v.yaml:2:3: one.lose: unknown key, did you mean \"loose\"?",
                        "v.yaml:4:10: two.loose: \"many\", expected a whole number");
        assertThat(made.running().one().loose()).isEqualTo(2);
        assertThat(one.applied).isEmpty();
        assertThat(metrics(made))
                .contains("config_last_reload_successful 0")
                .contains("config_reloads_total{result=\"refused\"} 1")
                .contains("config_last_reload_timestamp_seconds 1000");
    }

    @Test
    void shouldChangeNothingWhenOneComponentRefuses() throws IOException {
        Reloader<Config> made = started(null);
        Files.writeString(file, "one: {loose: 3}\ntwo: {loose: 7}\n");

        assertThat(made.reload("test").lines()).containsExactly("two.loose: 7 is unlucky");
        assertThat(one.applied).isEmpty();
        assertThat(made.running().one().loose()).isEqualTo(2);
    }

    @Test
    void shouldAnswerTheNextRequestAfterABug() throws IOException {
        Reloader<Config> made = started(null);
        AtomicInteger answers = new AtomicInteger();
        made.onAnswered(answers::incrementAndGet);
        Files.writeString(file, "one: {loose: 8}\n");
        made.request("SIGHUP");
        await().until(() -> answers.get() == 1);
        assertThat(made.running().one().loose()).isEqualTo(2);

        Files.writeString(file, "one: {loose: 3}\n");
        made.request("SIGHUP");
        await().until(() -> answers.get() == 2);
        assertThat(made.running().one().loose()).isEqualTo(3);
    }

    @Test
    void shouldRefuseAMixtureThatCannotBe() throws IOException {
        Reloader<Config> made = started(null);
        Files.writeString(file, "one: {loose: 15, fixed: 20}\n");

        assertThat(made.reload("test").lines()).containsExactly("loose 15, expected at most fixed");
        assertThat(made.running().one()).isEqualTo(new Section(2, 10, null));
    }

    @Test
    void shouldSayThatTheFileIsGone() throws IOException {
        Reloader<Config> made = started(null);
        Files.delete(file);

        assertThat(made.reload("test").done()).isFalse();
    }

    @Test
    void shouldAnswerManyRequestsWithFewReloads() throws IOException {
        Reloader<Config> made = started(null);
        for (int i = 0; i < 100; i++) {
            made.request("SIGHUP");
        }
        await().until(() -> reads.get() >= 2);
        await().during(Duration.ofMillis(600)).until(() -> reads.get() <= 3);
    }

    @Test
    void shouldSeeAFileThatIsReplaced() throws IOException {
        started(Duration.ofMillis(100));
        Path next = Files.writeString(directory.resolve("next"), "one: {loose: 4}\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);

        await().until(() -> one.applied.contains(4));
    }

    /** Between the reading of a file and the first look at it lies the start of the whole program. */
    @Test
    void shouldSeeAFileThatWasReplacedBeforeItWasWatched() throws IOException {
        ConfigReader<Config> reader = new ConfigReader<>(Config.class, DEFAULTS);
        Files.writeString(file, "one: {loose: 4}\n");
        Reloader<Config> made = new Reloader<>(
                DEFAULTS,
                () -> reader.read(
                        new ConfigInputs(new ConfigInputs.File("v.yaml", Files.readString(file)), Map.of(), List.of())),
                List.of(file),
                Duration.ofMillis(100),
                () -> Instant.ofEpochSecond(1_000));
        reloader = made;
        made.add("one.", Config::one, one);
        made.start();

        await().until(() -> one.applied.equals(List.of(4)));
        await().during(Duration.ofMillis(400)).until(() -> one.applied.size() == 1);
    }

    @Test
    void shouldSayNothingWhenNothingHasChanged() throws IOException {
        Reloader<Config> made = started(Duration.ofMillis(100));

        await().until(() -> one.applied.equals(List.of(2)));
        assertThat(metrics(made)).contains("config_reloads_total{result=\"done\"} 0");
    }

    /** A config map: the file is a link into a directory that is a link, which is turned. */
    @Test
    void shouldSeeALinkThatIsTurned() throws IOException {
        Path older = Files.createDirectory(directory.resolve("..1"));
        Path newer = Files.createDirectory(directory.resolve("..2"));
        Files.writeString(older.resolve("v.yaml"), "one: {loose: 2}\n");
        Files.writeString(newer.resolve("v.yaml"), "one: {loose: 5}\n");
        Files.setLastModifiedTime(newer.resolve("v.yaml"), Files.getLastModifiedTime(older.resolve("v.yaml")));
        Path data = Files.createSymbolicLink(directory.resolve("..data"), older.getFileName());
        Path link = Files.createSymbolicLink(directory.resolve("link.yaml"), Path.of("..data", "v.yaml"));
        started(Duration.ofMillis(100), link);

        Path turned = Files.createSymbolicLink(directory.resolve("..tmp"), newer.getFileName());
        Files.move(turned, data, StandardCopyOption.ATOMIC_MOVE);

        await().until(() -> one.applied.contains(5));
    }

    @Test
    void shouldNotReadAFileWhileItIsWritten() throws IOException {
        Reloader<Config> made = started(Duration.ofMillis(1_500));
        StringBuilder text = new StringBuilder("one: {loose: 6}\n");
        long end = System.nanoTime() + Duration.ofMillis(4_000).toNanos();
        while (System.nanoTime() < end) { // changes between any two looks
            text.append("# more\n");
            Files.writeString(file, text);
        }
        assertThat(reads.get()).isEqualTo(1);

        await().until(() -> made.running().one().loose() == 6);
    }

    @Test
    void shouldSayOnceThatAFileIsBadAndTakeTheNextOne() throws IOException {
        Reloader<Config> made = started(Duration.ofMillis(100));
        Files.writeString(file, "one: {loose: none}\n");
        await().until(() -> metrics(made).contains("config_last_reload_successful 0"));
        int before = reads.get();
        await().during(Duration.ofMillis(500)).until(() -> reads.get() == before);

        Files.writeString(file, "one: {loose: 9}\n");
        await().until(() -> one.applied.contains(9));
        assertThat(metrics(made)).contains("config_last_reload_successful 1");
    }

    @Test
    void shouldWatchTheFilesOfComponentsAndThoseOfNewSettings() throws IOException {
        Path watched = Files.writeString(directory.resolve("watched"), "a");
        Files.writeString(file, "one: {loose: 2}\n");
        Reloader<Config> made = started(Duration.ofMillis(100));
        Files.writeString(file, "one: {loose: 3, file: " + watched + "}\n");
        await().until(() -> one.applied.contains(3));
        int before = one.applied.size();
        Files.writeString(watched, "ab");

        await().until(() -> one.applied.size() > before);
        assertThat(made.running().one().file()).isEqualTo(watched);
    }

    @Test
    void shouldNoticeThatANewFileChangedRightAfterItWasRead() throws IOException {
        Path watched = Files.writeString(directory.resolve("watched"), "a");
        Reloader<Config> made = started(Duration.ofMillis(100));
        one.changesWhenRead.set(watched);
        Files.writeString(file, "one: {loose: 3, file: " + watched + "}\n");

        await().until(() -> Collections.frequency(one.applied, 3) >= 2);
        assertThat(made.running().one().file()).isEqualTo(watched);
    }

    @Test
    void shouldKeepOrderBetweenThreads() throws Exception {
        Reloader<Config> made = started(null);
        CountDownLatch finished = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            new Thread(() -> {
                        for (int j = 0; j < 50; j++) {
                            made.reload("test");
                        }
                        finished.countDown();
                    })
                    .start();
        }
        finished.await();

        assertThat(one.applied).hasSize(200).containsOnly(2);
    }
}
