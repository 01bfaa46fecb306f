package io.vedette.collector.alert.spool;

import static io.vedette.collector.alert.spool.SpoolFixture.alert;
import static io.vedette.collector.alert.spool.SpoolFixture.assertBalanced;
import static io.vedette.collector.alert.spool.SpoolFixture.ids;
import static io.vedette.collector.alert.spool.SpoolFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The spool on real disks, in processes that are really killed. */
@Timeout(120)
class SpoolDirectoryTest {

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-11-01T02:14:03Z");

    private Spool open(Path at) {
        Spool spool = new Spool("test", at, SpoolConfig.defaults(), () -> now, () -> now.toEpochMilli() * 1_000_000);
        spool.open();
        return spool;
    }

    /**
     * Spools numbered alerts, from its first argument on, and delivers some, as fast as it can. It prints an id with a plus
     * once the alert is accepted, and with a minus before it is settled.
     */
    static final class Victim {

        private Victim() {}

        public static void main(String[] arguments) {
            Path at = Path.of(arguments[1]);
            Spool spool = new Spool("victim", at, SpoolConfig.defaults(), Instant::now, System::nanoTime);
            spool.open();
            for (int n = Integer.parseInt(arguments[0]); ; n++) {
                spool.append(alert(n, Severity.values()[n % 5]));
                say('+', "alert-" + n);
                for (SpooledAlert read : spool.read(n % 3)) {
                    say('-', read.alert().id());
                    spool.settle(read.ticket(), SpoolFate.DELIVERED);
                }
                spool.tick();
            }
        }

        private static void say(char what, String id) {
            System.out.println(what + id + '.');
            System.out.flush();
        }
    }

    @Test
    void shouldHaveEveryAlertThatWasAcceptedAndNotDeliveredWhenTheProcessWasKilled() throws Exception {
        Random random = new Random(11);
        Set<String> owed = new HashSet<>();
        Set<String> accepted = new HashSet<>();
        int next = 0;
        for (int life = 0; life < 5; life++) {
            List<String> said = killedAfter(2_000 + random.nextInt(30_000), next, "said-" + life);
            for (String line : said) {
                String id = line.substring(1, line.length() - 1);
                if (line.startsWith("+")) {
                    owed.add(id);
                    accepted.add(id);
                    next++;
                } else {
                    owed.remove(id);
                }
            }
            accepted.add("alert-" + next++); // it may have been accepted without a word
            Spool spool = open(directory.resolve("spool"));
            List<String> found = ids(readAll(spool));
            assertThat(found).doesNotHaveDuplicates().containsAll(owed);
            assertThat(accepted).as("none invented").containsAll(found);
            assertThat(spool.counts().of(SpoolFate.LOST)).isZero();
            assertThat(spool.badFiles()).isZero();
            assertBalanced(spool);
            spool.close();
        }
        assertThat(owed).isNotEmpty();
    }

    /** What a victim has said, in whole lines, until it was killed behind about {@code bytes}. */
    private List<String> killedAfter(int bytes, int first, String name) throws Exception {
        Path said = directory.resolve(name);
        Process victim = start(first, said);
        try {
            await().pollInterval(Duration.ofMillis(3)).until(() -> Files.exists(said) && Files.size(said) > bytes);
        } finally {
            victim.destroyForcibly();
        }
        assertThat(victim.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(said).stream()
                .filter(line -> line.endsWith("."))
                .toList();
    }

    private Process start(int first, Path printed) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        Integer.toString(first),
                        directory.resolve("spool").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(printed.toFile())
                .start();
    }

    @Test
    void shouldRecoverByItselfFromAFullDisk() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()), "no right to mount");
        try {
            Path ballast = disk.resolve("ballast");
            Files.write(ballast, new byte[40 * 1024]);
            Spool spool = open(disk.resolve("spool"));
            IntStream.range(0, 60).forEach(n -> spool.append(alert(n, Severity.HIGH)));
            assertThat(spool.isDegraded()).isTrue();
            assertBalanced(spool);

            Files.delete(ballast);
            now = now.plusSeconds(2);
            spool.tick();
            assertThat(spool.isDegraded()).as("64 KiB hold sixty alerts").isFalse();
            assertThat(ids(readAll(spool))).hasSize(60);
            spool.close();

            Spool second = open(disk.resolve("spool"));
            assertThat(ids(readAll(second)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 60).mapToObj(n -> "alert-" + n).toList());
            assertThat(second.counts().of(SpoolFate.LOST)).isZero();
            second.close();
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    @Test
    void shouldGoOnWhenTheDirectoryIsRemoved() throws IOException {
        Path at = directory.resolve("spool");
        Spool spool = open(at);
        spool.append(alert(0, Severity.HIGH));
        assertThat(readAll(spool)).hasSize(1);
        try (Stream<Path> files = Files.list(at)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(at);
        spool.append(alert(1, Severity.HIGH));
        now = now.plusSeconds(2);
        spool.tick();
        assertThat(spool.isDegraded()).isFalse();
        assertThat(ids(readAll(spool))).containsExactly("alert-1");
        assertBalanced(spool);
        spool.close();
        assertThat(Files.exists(at.resolve("cursor"))).isTrue();
    }

    @Test
    void shouldWriteEverythingWhenItsThreadIsInterruptedAtTheEnd() {
        Path at = directory.resolve("spool");
        Spool spool = open(at);
        IntStream.range(0, 3).forEach(n -> spool.append(alert(n, Severity.HIGH)));
        spool.settle(spool.read(1).get(0).ticket(), SpoolFate.DELIVERED);
        Thread.currentThread().interrupt();
        spool.append(alert(3, Severity.HIGH));
        assertThat(spool.isDegraded()).as("the interrupt closed the channel").isTrue();
        spool.close();
        assertThat(Thread.interrupted()).as("the interrupt is passed on").isTrue();

        Spool second = open(at);
        assertThat(ids(readAll(second))).containsExactly("alert-1", "alert-2", "alert-3");
        assertThat(second.counts().of(SpoolFate.LOST)).isZero();
        second.close();
    }

    /** Egypt, Nepal and others have digits of their own, and so may numbers there. */
    @Test
    void shouldFindItsFilesAgainWhateverTheDigitsOfTheMachineAre() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            Spool spool = open(directory);
            spool.append(alert(1, Severity.HIGH));
            spool.close();

            Spool second = open(directory);

            assertThat(ids(readAll(second))).containsExactly("alert-1");
            second.close();
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void shouldLeaveADirectoryAloneThatIsInUse() {
        Path at = directory.resolve("spool");
        Spool first = open(at);
        first.append(alert(0, Severity.HIGH));
        Spool second = open(at);
        assertThat(second.isDegraded()).isTrue();
        second.append(alert(1, Severity.HIGH));
        assertThat(ids(readAll(second))).containsExactly("alert-1");
        first.close();

        now = now.plusSeconds(2);
        second.tick();
        assertThat(second.isDegraded()).isFalse();
        assertThat(ids(readAll(second))).containsExactly("alert-0");
        second.close();
    }

    @Test
    void shouldPutDeadLettersInABoundedFile() throws IOException {
        Path file = directory.resolve("dead").resolve("slack.ndjson");
        DeadLetters letters = new DeadLetters(file);
        letters.add(now, "slack", "http-400", "no\u001b such", List.of(alert(1, Severity.HIGH)));
        assertThat(Files.readString(file))
                .startsWith(
                        "{\"time\":\"2026-11-01T02:14:03Z\",\"sink\":\"slack\",\"reason\":\"http-400\","
                                + "\"detail\":\"no\\\\u001b such\",\"alert\":{\"schema\":\"vedette.alert/1\",\"id\":\"alert-1\"")
                .endsWith("}}\n");
        List<Alert> many =
                IntStream.range(0, 1_000).mapToObj(n -> alert(n, Severity.LOW)).toList();
        for (int round = 0; round < 25; round++) {
            letters.add(now, "slack", "http-400", "", many);
        }
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files)
                    .allSatisfy(one -> assertThat(Files.size(one)).isLessThan(9 << 20))
                    .hasSize(2);
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
