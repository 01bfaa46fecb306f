package io.vedette.collector.alert.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.alert.Alerts;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Technique;
import io.vedette.core.setting.ByteSize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A spool over a {@link MemoryStore}, and the time it lives in. */
final class SpoolFixture {

    final MemoryStore store = new MemoryStore();
    Instant now = Instant.parse("2026-11-01T02:14:03Z");

    /** What the clock is wrong by; the ticker never is. */
    Duration clockError = Duration.ZERO;

    SpoolConfig config = new SpoolConfig(ByteSize.mib(4), Duration.ofHours(24));

    /** A new life of the process. */
    Spool open() {
        Spool spool =
                new Spool("test", store, config, () -> now.plus(clockError), () -> now.toEpochMilli() * 1_000_000);
        spool.open();
        return spool;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    static Alert alert(int n, Severity severity) {
        return Alerts.with(
                "alert-" + n, Alert.Stage.OPENED, severity, Technique.SYN, Shape.VERTICAL, "213 ports refused");
    }

    static List<SpooledAlert> readAll(Spool spool) {
        List<SpooledAlert> all = new ArrayList<>();
        List<SpooledAlert> some;
        while (!(some = spool.read(7)).isEmpty()) {
            all.addAll(some);
        }
        return all;
    }

    static List<String> ids(List<SpooledAlert> alerts) {
        return alerts.stream().map(spooled -> spooled.alert().id()).toList();
    }

    /** The books are right, and what they call waiting is there. */
    static void assertBalanced(Spool spool) {
        assertThat(spool.counts().imbalance()).isZero();
        assertThat(spool.outstanding()).isEqualTo(spool.counts().waiting());
        assertThat(spool.knowsItsSize()).isTrue();
    }
}
