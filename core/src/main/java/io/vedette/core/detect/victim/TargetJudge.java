package io.vedette.core.detect.victim;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.AlertSink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Joins what all shards have seen of targets, and raises the incidents that no single shard could see.
 *
 * <p>Belongs to one thread at a time, while the shards whose {@link TargetSide}s it reads stand still. What it raises, and in
 * which order, depends on the union of what they hold only.
 */
public final class TargetJudge {

    private static final Comparator<Alert> ALERTS = Comparator.comparing(Alert::stage)
            .thenComparingLong(Alert::firstMillis)
            .thenComparing(Alert::subject)
            .thenComparing(Alert::incident)
            .thenComparingLong(Alert::couples);

    private final Crowds crowds;
    private final SourceAlerts sources;
    private final Floods floods;

    public TargetJudge(VictimSettings settings) {
        this.crowds = new Crowds(settings);
        this.sources = new SourceAlerts(crowds);
        this.floods = new Floods(settings);
    }

    /** Takes what the shards have, judges it, and empties them. */
    public void tick(List<TargetSide> sides, long nowMillis, AlertSink alerts) {
        take(sides, nowMillis, alerts);
        crowds.close(nowMillis, alerts);
        floods.close(nowMillis, alerts);
    }

    /** The same for the last time, and closes all that is open. */
    public void finish(List<TargetSide> sides, long nowMillis, AlertSink alerts) {
        take(sides, nowMillis, alerts);
        crowds.finish(alerts);
        floods.finish(alerts);
    }

    private void take(List<TargetSide> sides, long nowMillis, AlertSink alerts) {
        List<Probe> probes = new ArrayList<>();
        List<Alert> held = new ArrayList<>();
        for (TargetSide side : sides) {
            probes.addAll(side.probes());
            held.addAll(side.held());
        }
        probes.sort(Probe.ORDER);
        held.sort(ALERTS);
        crowds.take(probes, nowMillis);
        held.forEach(alert -> crowds.ownAlert(alert, nowMillis));
        crowds.judge(nowMillis, alerts);
        sources.pass(held, alerts);
        floods.take(sides, nowMillis, alerts);
        sides.forEach(TargetSide::clear);
    }

    public TargetCounts counts() {
        return new TargetCounts(
                crowds.watched() + floods.watched(),
                crowds.open() + floods.open(),
                sources.folded(),
                floods.misconfigured(),
                crowds.overLimit() + floods.overLimit());
    }
}
