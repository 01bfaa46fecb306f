package io.vedette.collector.alert.spool;

import static io.vedette.collector.alert.spool.SpoolFixture.alert;
import static io.vedette.collector.alert.spool.SpoolFixture.assertBalanced;
import static io.vedette.collector.alert.spool.SpoolFixture.ids;
import static io.vedette.collector.alert.spool.SpoolFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.alert.LogCapture;
import io.vedette.core.detect.Severity;
import io.vedette.core.setting.ByteSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A spool whose process is killed, against a model: what was accepted and not settled comes back, once, in order; what was
 * settled before the cursor was last written does not; nothing else is there.
 */
class SpoolCrashTest {

    /** What an observer knows about a spool. */
    private static final class Model {
        final List<String> accepted = new ArrayList<>();
        final Set<String> settled = new HashSet<>();
        final Set<String> settledForSure = new HashSet<>();
        /** Was being accepted when the process was killed: may be there or not. */
        String inDoubt = "";

        void check(Spool spool, List<String> found) {
            assertThat(found).doesNotHaveDuplicates();
            assertThat(found).as("nothing settled for sure comes back").noneMatch(settledForSure::contains);
            List<String> known = new ArrayList<>(accepted);
            if (!known.contains(inDoubt)) {
                known.add(inDoubt);
            }
            known.retainAll(found);
            assertThat(found).as("in order, none invented").isEqualTo(known);
            List<String> owed = new ArrayList<>(accepted);
            owed.removeAll(settled);
            assertThat(new HashSet<>(found).containsAll(owed))
                    .as("none forgotten")
                    .isTrue();
            assertThat(spool.counts().of(SpoolFate.LOST)).isZero();
            assertThat(spool.badFiles()).isZero();
            assertBalanced(spool);
        }
    }

    @Test
    void shouldSurviveAKillAtEveryByte() {
        long steps = run(Long.MAX_VALUE).store.stepsDone;
        assertThat(steps).isGreaterThan(4_000);
        for (long at = 0; at < steps; at++) {
            run(at);
        }
    }

    /** Six alerts, some settled, with a cursor in between; killed after {@code steps}, and looked at afterwards. */
    private static SpoolFixture run(long steps) {
        SpoolFixture fixture = new SpoolFixture();
        fixture.config = new SpoolConfig(ByteSize.kib(64), Duration.ofHours(1)); // two or three records in a segment
        Model model = new Model();
        fixture.store.steps = steps;
        try {
            Spool spool = fixture.open();
            for (int n = 0; n < 6; n++) {
                model.inDoubt = "alert-" + n;
                spool.append(alert(n, n % 2 == 0 ? Severity.HIGH : Severity.INFO));
                model.accepted.add(model.inDoubt);
                if (n == 2 || n == 4) {
                    settleFirst(spool, model);
                    fixture.pass(Duration.ofSeconds(1));
                    spool.tick();
                    model.settledForSure.addAll(model.settled);
                }
            }
            settleFirst(spool, model);
            spool.close();
            model.settledForSure.addAll(model.settled);
        } catch (MemoryStore.Killed e) {
            assertThat(steps).isLessThan(Long.MAX_VALUE);
        }
        fixture.store.steps = Long.MAX_VALUE;
        Spool spool = fixture.open();
        model.check(spool, ids(readAll(spool)));
        return fixture;
    }

    private static void settleFirst(Spool spool, Model model) {
        List<SpooledAlert> read = spool.read(2);
        for (SpooledAlert alert : read) {
            model.settled.add(alert.alert().id());
            assertThat(spool.settle(alert.ticket(), SpoolFate.DELIVERED)).isTrue();
        }
    }

    @Test
    void shouldAgreeWithTheModelOverManyLivesWithKillsAndFullDisks() {
        try (LogCapture quiet = LogCapture.of(Spool.class)) {
            assertThat(quiet).isNotNull();
            for (int seed = 0; seed < 60; seed++) {
                liveAndDie(new Random(seed));
            }
        }
    }

    private static void liveAndDie(Random random) {
        SpoolFixture fixture = new SpoolFixture();
        fixture.config = new SpoolConfig(ByteSize.kib(256), Duration.ofHours(1));
        Model model = new Model();
        int next = 0;
        for (int life = 0; life < 8; life++) {
            fixture.store.steps = Long.MAX_VALUE;
            fixture.store.capacity = Long.MAX_VALUE;
            Spool spool = fixture.open();
            List<SpooledAlert> read = new ArrayList<>(readAll(spool));
            model.check(spool, ids(read));
            model.accepted.retainAll(ids(read)); // the alert in doubt is settled now
            if (ids(read).contains(model.inDoubt) && !model.accepted.contains(model.inDoubt)) {
                model.accepted.add(model.inDoubt);
            }
            model.settled.clear();
            model.settledForSure.clear();
            model.inDoubt = "";
            fixture.store.steps = random.nextInt(20_000);
            try {
                while (true) {
                    switch (random.nextInt(5)) {
                        case 0, 1 -> {
                            model.inDoubt = "alert-" + next++;
                            spool.append(alert(next - 1, Severity.values()[random.nextInt(5)]));
                            model.accepted.add(model.inDoubt);
                        }
                        case 2 -> read.addAll(spool.read(random.nextInt(5)));
                        case 3 -> {
                            if (!read.isEmpty()) {
                                SpooledAlert alert = read.remove(random.nextInt(read.size()));
                                model.settled.add(alert.alert().id());
                                assertThat(spool.settle(alert.ticket(), SpoolFate.DELIVERED))
                                        .isTrue();
                            }
                        }
                        default -> {
                            fixture.pass(Duration.ofMillis(random.nextInt(1_500)));
                            boolean full = random.nextInt(4) == 0;
                            fixture.store.capacity = full ? fixture.store.used() + random.nextInt(900) : Long.MAX_VALUE;
                            spool.tick();
                            assertBalanced(spool);
                        }
                    }
                    if (spool.isDegraded()) {
                        recover(fixture, spool);
                    }
                }
            } catch (MemoryStore.Killed e) {
                assertThat(fixture.store.steps).isNegative();
            }
        }
    }

    /** A kill while degraded loses what is in memory only; that is another test, so there is none here. */
    private static void recover(SpoolFixture fixture, Spool spool) {
        long steps = fixture.store.steps;
        fixture.store.steps = Long.MAX_VALUE;
        fixture.store.capacity = Long.MAX_VALUE;
        fixture.pass(Duration.ofSeconds(2));
        spool.tick();
        assertThat(spool.isDegraded()).isFalse();
        fixture.store.steps = steps;
    }

    @Test
    void shouldCountWhatWasInMemoryOnlyWhenTheProcessWasKilled() {
        SpoolFixture fixture = new SpoolFixture();
        Spool spool = fixture.open();
        spool.append(alert(0, Severity.HIGH));
        fixture.store.capacity = fixture.store.used();
        spool.append(alert(1, Severity.HIGH));
        fixture.store.capacity = Long.MAX_VALUE;
        assertThat(spool.isDegraded()).isTrue();
        fixture.pass(Duration.ofMillis(600));
        readAll(spool).subList(0, 1).forEach(alert -> spool.settle(alert.ticket(), SpoolFate.DELIVERED));
        spool.tick(); // writes the cursor, not yet what is in memory

        Spool second = fixture.open();
        assertThat(readAll(second)).isEmpty();
        assertThat(second.counts().of(SpoolFate.LOST)).isEqualTo(1);
        assertThat(second.counts().recovered()).isEqualTo(1);
        assertBalanced(second);
    }
}
