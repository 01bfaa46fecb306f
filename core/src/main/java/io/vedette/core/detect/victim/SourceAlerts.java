package io.vedette.core.detect.victim;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.AlertSink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of single sources: those that belong to an incident with many sources are folded into it, the others go on.
 *
 * <p>What was opened in public is closed in public. Belongs to the judge.
 */
final class SourceAlerts {

    /** What became of the opening of a source's incident: the group it was folded into, or null if it was raised. */
    private record Opening(@Nullable Group into) {}

    private static final Opening RAISED = new Opening(null);

    private final Crowds crowds;
    private final Map<String, Opening> openings = new HashMap<>();
    private long folded;

    SourceAlerts(Crowds crowds) {
        this.crowds = crowds;
    }

    /** Takes alerts in order. */
    void pass(List<Alert> held, AlertSink alerts) {
        for (Alert alert : held) {
            switch (alert.stage()) {
                case OPENED -> opened(alert, alerts);
                case UPDATED -> updated(alert, alerts);
                case CLOSED -> closed(alert, alerts);
                case MATCHED -> alerts.raise(alert);
            }
        }
    }

    private void opened(Alert alert, AlertSink alerts) {
        Group group = crowds.belongsTo(alert);
        CrowdIncident incident = group == null ? null : group.incident;
        if (incident == null) {
            openings.put(alert.incident(), RAISED);
            alerts.raise(alert);
            return;
        }
        openings.put(alert.incident(), new Opening(group));
        incident.folded.add(alert.incident());
        incident.foldedEver++;
        folded++;
    }

    private void updated(Alert alert, AlertSink alerts) {
        Opening opening = openings.getOrDefault(alert.incident(), RAISED);
        Group group = crowds.belongsTo(alert);
        if (group == null && opening.into() != null) {
            leave(opening, alert.incident());
            openings.put(alert.incident(), RAISED);
            openAfterAll(alert, opening.into(), alerts);
        } else if (group == null) {
            alerts.raise(alert);
        }
    }

    private void closed(Alert alert, AlertSink alerts) {
        Opening opening = openings.remove(alert.incident());
        Group into = opening == null ? null : opening.into();
        if (opening != null && into != null) {
            leave(opening, alert.incident());
            if (crowds.belongsTo(alert) == null) {
                openAfterAll(alert, into, alerts);
                alerts.raise(alert);
            }
            return;
        }
        Group group = crowds.belongsTo(alert);
        folded += group == null ? 0 : 1;
        alerts.raise(group == null ? alert : alert.as(alert.stage(), alert.id(), idOf(group)));
    }

    /** Tells of a source that has outgrown the target: an incident of its own after all. */
    private static void openAfterAll(Alert alert, Group into, AlertSink alerts) {
        alerts.raise(alert.as(Stage.OPENED, alert.incident(), idOf(into)));
    }

    /** Goes on with what an earlier run folded into {@code group}. */
    void restore(Group group) {
        if (group.incident != null) {
            group.incident.folded.forEach(own -> openings.put(own, new Opening(group)));
        }
    }

    private static void leave(Opening opening, String incident) {
        Group into = opening.into();
        if (into != null && into.incident != null) {
            into.incident.folded.remove(incident);
        }
    }

    private static @Nullable String idOf(@Nullable Group group) {
        return group == null || group.incident == null ? null : group.incident.id;
    }

    /** Incidents of single sources that were never told of by themselves, or ended as a part. */
    long folded() {
        return folded;
    }
}
