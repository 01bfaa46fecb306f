package io.vedette.collector.alert.spool;

import static io.vedette.collector.alert.spool.SpoolFixture.alert;
import static io.vedette.collector.alert.spool.SpoolFixture.assertBalanced;
import static io.vedette.collector.alert.spool.SpoolFixture.ids;
import static io.vedette.collector.alert.spool.SpoolFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.alert.LogCapture;
import io.vedette.core.detect.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A spool that finds its directory in disorder: it starts, delivers what is intact, and counts the rest. */
class SpoolDamageTest {

    private final SpoolFixture fixture = new SpoolFixture();
    private LogCapture recoveryLog;
    private LogCapture spoolLog;

    @BeforeEach
    void listen() {
        recoveryLog = LogCapture.of(SpoolRecovery.class);
        spoolLog = LogCapture.of(Spool.class);
    }

    @AfterEach
    void stopListening() {
        recoveryLog.close();
        spoolLog.close();
    }

    /** The files of a spool with three segments of alerts: high 0 to 2, low 3 to 5, high 6 to 8, the first settled. */
    private Map<String, byte[]> files() {
        for (int life = 0; life < 3; life++) {
            Spool spool = fixture.open();
            int first = 3 * life;
            Severity severity = life == 1 ? Severity.LOW : Severity.HIGH;
            IntStream.range(first, first + 3).forEach(n -> spool.append(alert(n, severity)));
            if (life == 2) {
                spool.settle(spool.read(1).get(0).ticket(), SpoolFate.DELIVERED);
            }
            spool.close();
        }
        assertThat(fixture.store.files)
                .containsOnlyKeys(
                        "0000000000000000-0.high", "0000000000000003-0.low", "0000000000000006-0.high", "cursor");
        return new TreeMap<>(fixture.store.files);
    }

    private Spool openWith(Map<String, byte[]> files) {
        fixture.store.files.clear();
        fixture.store.files.putAll(files);
        return fixture.open();
    }

    @Test
    void shouldDeliverTheRestWhenTheLastSegmentEndsAnywhere() {
        Map<String, byte[]> files = files();
        byte[] whole = files.get("0000000000000006-0.high");
        int record = whole.length / 3;
        for (int length = 0; length < whole.length; length++) {
            files.put("0000000000000006-0.high", Arrays.copyOf(whole, length));
            Spool spool = openWith(files);
            int intact = length / record;
            assertThat(ids(readAll(spool))).containsExactlyElementsOf(names(1, 6 + intact));
            assertThat(spool.counts().of(SpoolFate.LOST)).isEqualTo(3 - intact);
            assertThat(spool.counts().recovered()).isEqualTo(8);
            assertThat(spool.badFiles()).as("torn, not damaged").isZero();
            assertBalanced(spool);
        }
    }

    @Test
    void shouldDeliverTheRestWhenAnyBitOfARecordIsWrong() {
        Map<String, byte[]> files = files();
        byte[] whole = files.get("0000000000000003-0.low");
        int record = whole.length / 3;
        Random random = new Random(4);
        for (int octet = record; octet < 2 * record; octet++) {
            byte[] damaged = whole.clone();
            damaged[octet] ^= (byte) (1 << (octet < record + 28 ? octet % 8 : random.nextInt(8)));
            files.put("0000000000000003-0.low", damaged);
            Spool spool = openWith(files);

            assertThat(ids(readAll(spool)))
                    .containsExactly("alert-1", "alert-2", "alert-3", "alert-5", "alert-6", "alert-7", "alert-8");
            assertThat(spool.counts().of(SpoolFate.LOST)).isEqualTo(1);
            assertThat(spool.badFiles()).isEqualTo(1);
            assertThat(fixture.store.files.get("0000000000000003-0.low.bad")).isEqualTo(damaged);
            assertBalanced(spool);
        }
    }

    @Test
    void shouldKeepWhatItSavedFromADamagedSegmentThroughTheNextKill() {
        Map<String, byte[]> files = files();
        files.get("0000000000000003-0.low")[40] ^= 1;
        openWith(files);
        Spool second = fixture.open();
        assertThat(ids(readAll(second)))
                .containsExactly("alert-1", "alert-2", "alert-4", "alert-5", "alert-6", "alert-7", "alert-8");
        assertThat(second.counts().of(SpoolFate.LOST)).as("counted once").isZero();
        assertThat(second.badFiles()).isZero();
    }

    @Test
    void shouldDeliverEverythingAgainWhenTheCursorIsGoneOrDamaged() {
        Map<String, byte[]> files = files();
        byte[] cursor = files.remove("cursor");
        Spool without = openWith(files);
        assertThat(ids(readAll(without))).containsExactlyElementsOf(names(0, 9));
        assertThat(without.counts().of(SpoolFate.LOST)).isZero();

        for (int bit = 0; bit < cursor.length * 8; bit++) {
            byte[] damaged = cursor.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            files.put("cursor", damaged);
            Spool spool = openWith(files);
            assertThat(ids(readAll(spool))).containsExactlyElementsOf(names(0, 9));
            assertThat(fixture.store.files).containsKeys("cursor", "cursor.bad");
            assertBalanced(spool);
        }
    }

    @Test
    void shouldCountTheAlertsOfASegmentThatIsMissing() {
        Map<String, byte[]> files = files();
        files.remove("0000000000000003-0.low");
        Spool spool = openWith(files);
        assertThat(ids(readAll(spool))).containsExactly("alert-1", "alert-2", "alert-6", "alert-7", "alert-8");
        assertThat(spool.counts().of(SpoolFate.LOST)).isEqualTo(3);
        assertBalanced(spool);

        spool.append(alert(9, Severity.LOW));
        assertThat(ids(readAll(spool))).containsExactly("alert-9");
    }

    @Test
    void shouldNotMindSegmentsThatShouldNotBeThere() {
        Map<String, byte[]> files = files();
        files.put("0000000000000001-7.high", files.get("0000000000000000-0.high")); // the same alerts again
        files.put("0000000000000099-0.medium", new byte[0]);
        files.put("notes.txt", "do not touch".getBytes(StandardCharsets.US_ASCII));
        Spool spool = openWith(files);
        assertThat(ids(readAll(spool))).containsExactlyElementsOf(names(1, 9));
        assertThat(spool.counts().of(SpoolFate.LOST)).isZero();
        assertThat(fixture.store.files).containsKey("notes.txt");
        assertBalanced(spool);
    }

    @Test
    void shouldForgetASegmentThatWasSettledButNotDeleted() {
        Map<String, byte[]> files = files();
        byte[] settled = files.get("0000000000000000-0.high");
        Spool spool = openWith(files);
        readAll(spool).forEach(alert -> spool.settle(alert.ticket(), SpoolFate.DELIVERED));
        spool.close();
        fixture.store.files.put("0000000000000000-0.high", settled);

        Spool second = fixture.open();
        assertThat(readAll(second)).isEmpty();
        second.close();
        assertThat(fixture.store.files).containsOnlyKeys("cursor");
    }

    @Test
    void shouldKeepFewDamagedFiles() {
        for (int n = 0; n < 20; n++) {
            Spool spool = fixture.open();
            spool.append(alert(n, Severity.HIGH));
            spool.close();
            fixture.store.files.replaceAll((name, bytes) -> {
                if (name.endsWith(".high")) {
                    bytes[30] ^= 1;
                }
                return bytes;
            });
        }
        fixture.open();
        assertThat(fixture.store.files.keySet().stream().filter(name -> name.endsWith(".bad")))
                .hasSize(8);
    }

    @Test
    void shouldStartOnRandomBytes() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            Map<String, byte[]> files = new TreeMap<>();
            for (String name : List.of("cursor", "0000000000000000-0.high", "0000000000000002-0.info")) {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                files.put(name, bytes);
            }
            Spool spool = openWith(files);
            assertThat(readAll(spool)).isEmpty();
            spool.append(alert(round, Severity.HIGH));
            assertThat(readAll(spool)).hasSize(1);
            assertBalanced(spool);
            spool.close();
        }
    }

    private static List<String> names(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> "alert-" + n).toList();
    }
}
