package io.vedette.collector.alert.suppress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vedette.core.detect.Technique;
import io.vedette.core.flow.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuppressionFileTest {

    private static final Instant NOW = Instant.parse("2026-11-01T02:14:07Z");

    @TempDir
    Path directory;

    private Path path() {
        return directory.resolve("suppressions.ndjson");
    }

    private SuppressionFile file() {
        return new SuppressionFile(path());
    }

    static Suppression of(String id, @Nullable String source, Instant until) {
        Prefix block = source == null ? null : Prefix.parse(source);
        return new Suppression(id, block, null, null, "tcp-scan", null, until, "audit", "me", NOW);
    }

    @Test
    void givesBackWhatWasAdded() throws IOException {
        Suppression all = new Suppression(
                "s-1",
                Prefix.parse("10.0.0.0/8"),
                Prefix.parse("2001:db8::/32"),
                PortRange.parse("1-1024"),
                "udp-scan",
                Technique.ODD_FLAGS,
                NOW.plusSeconds(60),
                "quotes \" and \\ and \u001b[2J and \n and \u202e",
                "J\u00f6rg",
                NOW);
        Suppression few = of("s-2", null, NOW);
        file().add(all);
        file().add(few);

        assertThat(file().read().suppressions()).containsExactly(all, few);
        assertThat(file().read().problems()).isEmpty();
        assertThat(Files.readString(path())).as("inert on a terminal").matches("[ -~\n]*");
    }

    @Test
    void isEmptyWhileThereIsNone() throws IOException {
        assertThat(file().read().suppressions()).isEmpty();
        assertThat(file().expire("s-1", NOW)).isFalse();
        assertThat(path()).doesNotExist();
    }

    /** Root adds one; the collector, another user, must go on reading the file and may change it later. */
    @Test
    void leavesTheFileToItsOwner() throws IOException {
        Files.writeString(path(), "# ours\n");
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-------"));
        assumeTrue(canGiveAway(path()), "only root gives files away");
        giveAway(directory);
        file().add(of("s-1", "192.0.2.1", NOW.plusSeconds(60)));
        SuppressionFile another = new SuppressionFile(directory.resolve("new.ndjson"));
        another.add(of("s-1", "192.0.2.1", NOW.plusSeconds(60)));

        for (String name : List.of("suppressions.ndjson", "suppressions.ndjson.lock", "new.ndjson")) {
            assertThat(Files.readAttributes(directory.resolve(name), "unix:uid,gid"))
                    .as(name)
                    .isEqualTo(Map.of("uid", 12_345, "gid", 54_321));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
    }

    private static boolean canGiveAway(Path file) {
        try {
            giveAway(file);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void giveAway(Path file) throws IOException {
        Files.setAttribute(file, "unix:gid", 54_321);
        Files.setAttribute(file, "unix:uid", 12_345);
    }

    @Test
    void leavesCommentsAndWhatItCannotReadAsTheyAre() throws IOException {
        String text = "# the scanners of the audit team\n\nnonsense\n";
        Files.writeString(path(), text);
        file().add(of("s-1", "192.0.2.1", NOW.plusSeconds(60)));

        assertThat(file().expire("s-1", NOW)).isTrue();

        assertThat(Files.readString(path())).startsWith(text);
        assertThat(file().read().suppressions())
                .singleElement()
                .matches(suppression -> suppression.until().equals(NOW));
        assertThat(file().removeExpired(NOW)).isEqualTo(1);
        assertThat(path()).hasContent(text);
    }

    @Test
    void readsWhatEditorsMakeOfIt() throws IOException {
        file().add(of("s-1", "192.0.2.1", NOW.plusSeconds(60)));
        String line = Files.readString(path());
        Files.writeString(path(), "\ufeff" + line.replace("\n", "\r\n") + "  # until the audit is over\r\n");

        assertThat(file().read().problems()).isEmpty();
        assertThat(file().read().suppressions()).hasSize(1);
        assertThat(file().removeExpired(NOW.plusSeconds(61))).isEqualTo(1);
        assertThat(file().read().problems()).isEmpty();
    }

    @Test
    void anEndIsNeverMovedToLater() throws IOException {
        file().add(of("s-1", "192.0.2.1", NOW.minusSeconds(60)));
        assertThat(file().expire("s-1", NOW)).isTrue();
        assertThat(file().read().suppressions().get(0).until()).isEqualTo(NOW.minusSeconds(60));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'id':'s-1'}|no until",
                "{'id':'s-1','until':'2026-12-01T00:00:00Z','source':'10.0.0.1'}|no reason",
                "{'id':'s-1','until':'2026-12-01T00:00:00Z','reason':'x'}|no condition",
                "{'id':'s-1','until':'soon','reason':'x','rule':'a'}|until \"soon\", expected a time such as",
                "{'id':'s-1','until':'2026-12-01T00:00:00Z','reason':'x','rool':'a'}|unknown key \"rool\"",
                "{'id':'s-1','until':'2026-12-01T00:00:00Z','reason':'x','source':'10.0.0.1/33'}|source: not a prefix",
                "{'id':'s-1','until':'2026-12-01T00:00:00Z','reason':'x','port':'70000'}|port: ports 70000-70000, expected",
                "{'id':'s-1','until':'2026-12-01T00:00:00Z','reason':'x','port':22}|port: expected a text",
                "{'id':'s-1','until':'2026-12-01T00:00:00Z','reason':'x','technique':'sin'}|technique: \"sin\", expected one of syn,",
                "{'id':'S 1','until':'2026-12-01T00:00:00Z','reason':'x','rule':'a'}|id \"S 1\", expected",
                "{'id':'s-1','id':'s-2'}|not JSON: Duplicate field",
                "{'id':'s-1'} {}|text after the object",
                "[]|expected one JSON object on a line",
                "{'id':|not JSON"
            })
    void saysWhichLineIsWrongAndWhy(String line, String why) throws IOException {
        Files.writeString(path(), "# first\n" + line.replace('\'', '"') + "\n");

        assertThat(file().read().suppressions()).isEmpty();
        assertThat(file().read().problems())
                .singleElement()
                .asString()
                .startsWith(path() + ":2: ")
                .contains(why);
    }

    @Test
    void refusesASecondOfTheSameIdAndMoreThanThereMayBe() throws IOException {
        file().add(of("s-1", "192.0.2.1", NOW));
        file().add(of("s-1", "192.0.2.2", NOW));
        assertThat(file().read().problems()).singleElement().asString().endsWith("a second suppression s-1");

        StringBuilder many = new StringBuilder();
        for (int i = 0; i < SuppressionFile.MOST; i++) {
            many.append(SuppressionLine.write(of("s-" + i, "192.0.2.1", NOW))).append('\n');
        }
        Files.writeString(path(), many);
        assertThatThrownBy(() -> file().add(of("one-more", "192.0.2.1", NOW)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has 1000 suppressions");
        Files.writeString(path(), many.append(SuppressionLine.write(of("one-more", "192.0.2.1", NOW))));
        assertThat(file().read().suppressions()).hasSize(SuppressionFile.MOST);
        assertThat(file().read().problems()).hasSize(1);
    }

    @Test
    void manyChangesAtOnceAllCountAndReadersNeverSeeHalfAFile() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Callable<Void>> changes = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String id = "s-" + i;
            changes.add(() -> {
                synchronized (SuppressionFileTest.class) { // within one JVM the lock of a file says so by an exception
                    file().add(of(id, "192.0.2.1", NOW));
                }
                return null;
            });
            changes.add(() -> {
                assertThat(file().read().problems()).isEmpty();
                return null;
            });
        }
        for (Future<Void> change : threads.invokeAll(changes)) {
            change.get();
        }
        threads.shutdown();

        assertThat(file().read().suppressions()).hasSize(60);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("suppressions.ndjson", "suppressions.ndjson.lock");
        }
    }

    @Test
    void anyDamageIsAProblemOfALineAndNeverAnException() throws IOException {
        String line = SuppressionLine.write(of("s-1", "192.0.2.1", NOW));
        Random random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder damaged = new StringBuilder(line);
            for (int n = random.nextInt(4); n >= 0; n--) {
                int at = random.nextInt(damaged.length());
                switch (random.nextInt(3)) {
                    case 0 -> damaged.setCharAt(at, (char) (32 + random.nextInt(95)));
                    case 1 -> damaged.deleteCharAt(at);
                    default -> damaged.insert(at, (char) random.nextInt(0xd800));
                }
            }
            Files.writeString(path(), damaged);
            SuppressionFile.Content content = file().read();
            assertThat(content.suppressions().size() + content.problems().size())
                    .as(damaged::toString)
                    .isBetween(0, 5);
            content.problems().forEach(problem -> assertThat(problem).doesNotContain("\u001b", "\n"));
        }
    }
}
