package io.vedette.collector.alert.syslog;

import io.vedette.collector.alert.remote.Notification;
import io.vedette.collector.alert.remote.Outbox;
import io.vedette.collector.alert.spool.SpooledAlert;
import io.vedette.core.detect.Technique;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every alert by itself and at once, up to {@value #MOST} in one write: programs read syslog, and group as they like. */
final class Packets implements Outbox {

    static final int MOST = 256;

    private final List<SpooledAlert> waiting = new ArrayList<>();

    @Override
    public boolean hasRoom() {
        return waiting.size() < MOST;
    }

    @Override
    public boolean take(SpooledAlert alert, long nowNanos) {
        waiting.add(alert);
        return true;
    }

    @Override
    public @Nullable Notification next(long nowNanos) {
        if (waiting.isEmpty()) {
            return null;
        }
        List<SpooledAlert> some = waiting.subList(0, Math.min(MOST, waiting.size()));
        Map<Technique, Long> techniques = new EnumMap<>(Technique.class);
        some.forEach(alert -> techniques.merge(alert.alert().technique(), 1L, Long::sum));
        Notification notification = new Notification(
                "syslog",
                Notification.Kind.ONGOING,
                some.stream().map(SpooledAlert::alert).toList(),
                some.size(),
                some.stream().map(alert -> alert.alert().subject()).distinct().count(),
                techniques,
                some.stream().map(SpooledAlert::ticket).toList());
        some.clear();
        return notification;
    }

    @Override
    public void hurry() {}
}
