package io.vedette.collector.alert.remote;

import io.vedette.collector.alert.spool.SpooledAlert;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Technique;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tells of up to {@code most} alerts at once, and at once. */
final class PlainOutbox implements Outbox {
    private final List<SpooledAlert> waiting = new ArrayList<>();
    private final int most;

    PlainOutbox(int most) {
        this.most = most;
    }

    @Override
    public boolean hasRoom() {
        return waiting.size() < most;
    }

    @Override
    public boolean take(SpooledAlert alert, long nowNanos) {
        if (alert.alert().severity() == Severity.LOW) {
            return false; // stands for more of the same
        }
        waiting.add(alert);
        return true;
    }

    @Override
    public Notification next(long nowNanos) {
        if (waiting.isEmpty()) {
            return null;
        }
        List<SpooledAlert> some = waiting.subList(0, Math.min(most, waiting.size()));
        Notification next = new Notification(
                "all",
                Notification.Kind.ONGOING,
                some.stream().map(SpooledAlert::alert).toList(),
                some.size(),
                1,
                Map.of(Technique.SYN, (long) some.size()),
                some.stream().map(SpooledAlert::ticket).toList());
        some.clear();
        return next;
    }

    @Override
    public void hurry() {}
}
