package io.vedette.collector.alert.remote;

import io.vedette.collector.alert.spool.SpooledAlert;
import org.jspecify.annotations.Nullable;

/** Shows the first alert of each notification only. */
final class OneShown implements Outbox {

    private final Outbox all;

    OneShown(Outbox all) {
        this.all = all;
    }

    @Override
    public boolean hasRoom() {
        return all.hasRoom();
    }

    @Override
    public boolean take(SpooledAlert alert, long nowNanos) {
        return all.take(alert, nowNanos);
    }

    @Override
    public @Nullable Notification next(long nowNanos) {
        Notification next = all.next(nowNanos);
        return next == null
                ? null
                : new Notification(
                        next.group(),
                        next.kind(),
                        next.alerts().subList(0, 1),
                        2,
                        next.sources(),
                        next.techniques(),
                        next.tickets());
    }

    @Override
    public void hurry() {
        all.hurry();
    }
}
