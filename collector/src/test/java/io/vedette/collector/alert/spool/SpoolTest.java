package io.vedette.collector.alert.spool;

import static io.vedette.collector.alert.spool.SpoolFixture.alert;
import static io.vedette.collector.alert.spool.SpoolFixture.assertBalanced;
import static io.vedette.collector.alert.spool.SpoolFixture.ids;
import static io.vedette.collector.alert.spool.SpoolFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import io.vedette.collector.alert.Alerts;
import io.vedette.collector.alert.LogCapture;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Technique;
import io.vedette.core.setting.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpoolTest {

    private final SpoolFixture fixture = new SpoolFixture();

    @Test
    void shouldGiveAlertsInTheOrderInWhichTheyCameWhateverTheirSeverity() {
        Spool spool = fixture.open();
        for (int n = 0; n < 40; n++) {
            spool.append(alert(n, Severity.values()[n % 5]));
        }
        List<SpooledAlert> read = readAll(spool);

        assertThat(ids(read)).containsExactlyElementsOf(names(0, 40));
        assertThat(read.get(3).alert()).isEqualTo(alert(3, Severity.HIGH));
        assertThat(read.get(3).spooledMillis()).isEqualTo(fixture.now.toEpochMilli());
        assertThat(spool.read(10)).as("each alert is read once").isEmpty();
        assertThat(spool.counts())
                .isEqualTo(new SpoolCounts(40, 0, spool.counts().fates(), 40));
        assertBalanced(spool);
    }

    @Test
    void shouldBringBackAfterARestartWhatWasNotSettled() {
        Spool spool = fixture.open();
        IntStream.range(0, 10).forEach(n -> spool.append(alert(n, Severity.HIGH)));
        List<SpooledAlert> read = readAll(spool);
        for (int n : new int[] {0, 1, 5, 9}) {
            assertThat(spool.settle(read.get(n).ticket(), SpoolFate.DELIVERED)).isTrue();
            assertThat(spool.settle(read.get(n).ticket(), SpoolFate.DELIVERED))
                    .as("only once")
                    .isFalse();
            assertThat(spool.holds(read.get(n).ticket())).isFalse();
        }
        spool.close();
        assertThat(spool.counts().of(SpoolFate.DELIVERED)).isEqualTo(4);
        assertBalanced(spool);

        Spool second = fixture.open();
        assertThat(ids(readAll(second)))
                .containsExactly("alert-2", "alert-3", "alert-4", "alert-6", "alert-7", "alert-8");
        assertThat(second.counts().recovered()).isEqualTo(6);
        assertThat(second.counts().of(SpoolFate.LOST)).isZero();
        assertBalanced(second);
    }

    @Test
    void shouldKnowWhatWasFoldedBetweenThousandsThatWait() {
        int waiting = 3_000;
        fixture.config = new SpoolConfig(ByteSize.mib(16), Duration.ofHours(24));
        Spool spool = fixture.open();
        for (int n = 0; n < waiting; n++) {
            spool.append(alert(2 * n, Severity.HIGH));
            spool.append(alert(2 * n + 1, Severity.LOW));
            spool.settle(spool.read(2).get(1).ticket(), SpoolFate.FOLDED);
            fixture.pass(Duration.ofMillis(100));
            spool.tick();
        }
        assertThat(spool.counts().of(SpoolFate.FOLDED)).isEqualTo(waiting);
        assertThat(spool.counts().waiting()).isEqualTo(waiting);
        spool.close();

        Spool second = fixture.open();
        assertThat(second.counts().of(SpoolFate.LOST)).isZero();
        assertThat(second.counts().recovered()).isEqualTo(waiting);
        assertThat(readAll(second))
                .as("nothing that is settled comes back")
                .hasSize(waiting)
                .allMatch(alert -> alert.alert().severity() == Severity.HIGH);
        assertBalanced(second);
    }

    @Test
    void shouldKeepNothingButTheCursorWhenEverythingIsSettled() {
        Spool spool = fixture.open();
        IntStream.range(0, 10).forEach(n -> spool.append(alert(n, Severity.values()[n % 5])));
        readAll(spool).forEach(alert -> spool.settle(alert.ticket(), SpoolFate.DELIVERED));
        spool.close();
        assertThat(fixture.store.files).containsOnlyKeys("cursor");

        Spool second = fixture.open();
        second.append(alert(10, Severity.LOW));
        assertThat(ids(readAll(second))).containsExactly("alert-10");
        assertThat(second.counts().of(SpoolFate.LOST)).isZero();
    }

    @Test
    void shouldDropTheOldestOfTheLowestSeverityFirstAndCountThem() {
        fixture.config = new SpoolConfig(ByteSize.kib(64), Duration.ofHours(24));
        Spool spool = fixture.open();
        IntStream.range(0, 30).forEach(n -> spool.append(alert(n, Severity.HIGH)));
        IntStream.range(30, 200).forEach(n -> spool.append(alert(n, Severity.LOW)));

        List<String> left = ids(readAll(spool));
        assertThat(left).startsWith(names(0, 30).toArray(new String[0]));
        List<String> low = left.subList(30, left.size());
        assertThat(low).as("the newest of the lowest").containsExactlyElementsOf(names(200 - low.size(), 200));
        assertThat(low).hasSizeBetween(40, 75);
        assertThat(spool.counts().of(SpoolFate.OVERFLOW)).isEqualTo(200 - left.size());
        assertThat(fixture.store.used()).isLessThan(64 << 10);
        assertBalanced(spool);

        IntStream.range(200, 400).forEach(n -> spool.append(alert(n, Severity.CRITICAL)));
        spool.close();
        Spool second = fixture.open();
        assertThat(readAll(second)).allMatch(alert -> alert.alert().severity() == Severity.CRITICAL);
        assertThat(second.counts().of(SpoolFate.LOST))
                .as("what was dropped is known to be dropped")
                .isZero();
        assertBalanced(second);
    }

    @Test
    void shouldMakeRoomWithWhatIsSettledBeforeItDropsAnything() {
        fixture.config = new SpoolConfig(ByteSize.kib(64), Duration.ofHours(24));
        Spool spool = fixture.open();
        for (int n = 0; n < 1_000; n++) {
            spool.append(alert(n, Severity.LOW));
            readAll(spool).forEach(alert -> spool.settle(alert.ticket(), SpoolFate.DELIVERED));
        }
        assertThat(spool.counts().of(SpoolFate.DELIVERED)).isEqualTo(1_000);
        assertThat(spool.counts().of(SpoolFate.OVERFLOW)).isZero();
    }

    @Test
    void shouldGiveUpWhatIsTooOld() {
        fixture.config = new SpoolConfig(ByteSize.mib(1), Duration.ofMinutes(10));
        Spool spool = fixture.open();
        spool.append(alert(0, Severity.CRITICAL));
        spool.append(alert(1, Severity.LOW));
        fixture.pass(Duration.ofMinutes(6));
        spool.append(alert(2, Severity.LOW));
        List<SpooledAlert> read = readAll(spool);
        fixture.pass(Duration.ofMinutes(5));
        spool.tick();

        assertThat(read).extracting(alert -> spool.holds(alert.ticket())).containsExactly(false, false, true);
        assertThat(spool.counts().of(SpoolFate.EXPIRED)).isEqualTo(2);
        assertBalanced(spool);
    }

    @Test
    void shouldGiveNothingUpBeforeItsTimeOrAfterItBecauseTheClockWasSet() {
        for (Duration step : List.of(Duration.ofDays(3), Duration.ofDays(-3))) {
            SpoolFixture life = new SpoolFixture();
            Spool spool = life.open();
            spool.append(alert(0, Severity.HIGH));
            spool.tick();
            life.clockError = step;
            spool.append(alert(1, Severity.HIGH));
            spool.tick();
            assertThat(spool.counts().waiting()).isEqualTo(2);

            life.pass(Duration.ofHours(23));
            spool.append(alert(2, Severity.HIGH));
            spool.tick();
            assertThat(spool.counts().waiting()).isEqualTo(3);

            life.pass(Duration.ofHours(2));
            spool.tick();
            assertThat(spool.counts().of(SpoolFate.EXPIRED)).isEqualTo(2);
            assertBalanced(spool);
        }
    }

    @Test
    void shouldGoOnInMemoryWhileTheDiskIsFullAndOnDiskAgainByItself() {
        Spool spool = fixture.open();
        IntStream.range(0, 5).forEach(n -> spool.append(alert(n, Severity.HIGH)));
        fixture.store.capacity = fixture.store.used() + 100; // in the middle of a record
        try (LogCapture log = LogCapture.of(SpoolDisk.class)) {
            IntStream.range(5, 10).forEach(n -> spool.append(alert(n, Severity.HIGH)));
            fixture.pass(Duration.ofSeconds(5));
            spool.tick();
            assertThat(spool.isDegraded()).isTrue();
            assertThat(ids(readAll(spool))).containsExactlyElementsOf(names(0, 10));
            assertThat(log.messages(Level.ERROR))
                    .containsExactly("spool of test goes on in memory: No space left on device; it is tried again");

            fixture.store.capacity = Long.MAX_VALUE;
            fixture.pass(Duration.ofSeconds(2));
            spool.tick();
            assertThat(spool.isDegraded()).isFalse();
            assertThat(log.messages(Level.WARN)).containsExactly("spool of test is on disk again");
        }
        assertBalanced(spool);
        // no close: the process is killed
        Spool second = fixture.open();
        assertThat(ids(readAll(second))).containsExactlyElementsOf(names(0, 10));
        assertThat(second.badFiles()).isZero();
        assertThat(second.counts().of(SpoolFate.LOST)).isZero();
    }

    @Test
    void shouldBoundTheMemoryOfADegradedSpoolToo() {
        fixture.config = new SpoolConfig(ByteSize.kib(64), Duration.ofHours(24));
        Spool spool = fixture.open();
        fixture.store.capacity = 0;
        IntStream.range(0, 20).forEach(n -> spool.append(alert(n, Severity.HIGH)));
        IntStream.range(20, 500).forEach(n -> spool.append(alert(n, Severity.INFO)));

        List<String> left = ids(readAll(spool));
        assertThat(left).startsWith(names(0, 20).toArray(new String[0])).hasSizeBetween(60, 105);
        assertThat(spool.counts().of(SpoolFate.OVERFLOW)).isEqualTo(500 - left.size());
        assertBalanced(spool);

        spool.close();
        assertThat(spool.counts().of(SpoolFate.ABANDONED)).isEqualTo(left.size());
        assertThat(spool.counts().waiting()).isZero();
    }

    @Test
    void shouldJoinADirectoryThatBecomesReadableLater() {
        Spool first = fixture.open();
        IntStream.range(0, 3).forEach(n -> first.append(alert(n, Severity.HIGH)));
        fixture.store.usable = false;
        Spool spool = fixture.open();
        assertThat(spool.isDegraded()).isTrue();
        IntStream.range(3, 6).forEach(n -> spool.append(alert(n, Severity.HIGH)));
        List<SpooledAlert> early = readAll(spool);
        assertThat(ids(early)).containsExactlyElementsOf(names(3, 6));
        spool.settle(early.get(0).ticket(), SpoolFate.DELIVERED);

        fixture.store.usable = true;
        fixture.pass(Duration.ofSeconds(2));
        spool.tick();
        assertThat(spool.isDegraded()).isFalse();
        assertThat(ids(readAll(spool))).containsExactlyElementsOf(names(0, 3));
        assertBalanced(spool);
        spool.close();

        Spool third = fixture.open();
        assertThat(ids(readAll(third))).containsExactly("alert-0", "alert-1", "alert-2", "alert-4", "alert-5");
        assertThat(third.counts().of(SpoolFate.LOST)).isZero();
    }

    @Test
    void shouldCountAnAlertThatIsTooLongForARecord() {
        Spool spool = fixture.open();
        spool.append(Alerts.with(
                "long",
                Alert.Stage.OPENED,
                Severity.LOW,
                Technique.SYN,
                Shape.VERTICAL,
                "x".repeat(SpoolRecord.MOST_TEXT)));
        assertThat(spool.counts().of(SpoolFate.LOST)).isEqualTo(1);
        assertBalanced(spool);
    }

    @Test
    void shouldRefuseASpoolWithoutRoom() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SpoolConfig(ByteSize.kib(1), Duration.ofHours(1)))
                .withMessage("size 1KiB, expected 4KiB or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SpoolConfig(ByteSize.mib(1), Duration.ZERO))
                .withMessage("max-age PT0S, expected 1 s or more");
    }

    private static List<String> names(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> "alert-" + n).toList();
    }
}
