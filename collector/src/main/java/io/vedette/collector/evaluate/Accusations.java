package io.vedette.collector.evaluate;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.detect.Crowd;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Gathers alerts by source. Thread-safe; the order in which sources speak does not matter. */
final class Accusations implements AlertSink {

    /** Sources that are told apart; who names more in one file is wrong beyond measure, and the others are counted. */
    static final int MAX_SOURCES = 100_000;

    private final TreeMap<IpAddress, Draft> bySource = new TreeMap<>();
    private long beyondLimit;

    private static final class Draft {
        private long incidents;
        private long probes = -1;
        private Severity severity = Severity.INFO;
        private final Set<Technique> techniques = EnumSet.noneOf(Technique.class);
        private final Set<Shape> shapes = EnumSet.noneOf(Shape.class);
    }

    /** An alert about one source accuses that one; about many, each that it lists; about a victim, nobody. */
    @Override
    public synchronized void raise(Alert alert) {
        Crowd crowd = alert.crowd();
        if (crowd == null) {
            accuse(alert.subject(), alert);
        } else if (alert.shape() != Shape.VICTIM) {
            crowd.sources().forEach(source -> accuse(source, alert));
        }
    }

    private void accuse(IpAddress source, Alert alert) {
        Draft draft = bySource.get(source);
        if (draft == null) {
            if (bySource.size() == MAX_SOURCES) {
                beyondLimit++;
                return;
            }
            draft = new Draft();
            bySource.put(source, draft);
        }
        boolean begins = alert.stage() == Stage.OPENED || alert.stage() == Stage.MATCHED;
        boolean ends = alert.stage() == Stage.CLOSED || alert.stage() == Stage.MATCHED;
        if (begins) {
            draft.incidents++;
            draft.probes = draft.probes < 0 ? probes(alert) : draft.probes;
        }
        if (ends) {
            draft.techniques.add(alert.technique());
            draft.shapes.add(alert.shape());
            if (alert.crowd() != null) {
                draft.shapes.add(shareOf(alert, alert.crowd()));
            }
        }
        draft.severity = alert.severity().compareTo(draft.severity) > 0 ? alert.severity() : draft.severity;
    }

    /** What one source had tried by then: of many, each its share. */
    private static long probes(Alert alert) {
        Crowd crowd = alert.crowd();
        return crowd == null ? alert.couples() : Math.max(1, alert.contacts() / Math.max(1, crowd.count()));
    }

    /** The figure of one source's share in what many did. */
    private static Shape shareOf(Alert alert, Crowd crowd) {
        return crowd.isHost() ? Shape.VERTICAL : alert.ports() == 1 ? Shape.HORIZONTAL : Shape.BLOCK;
    }

    /** All who were named, by address. */
    synchronized List<Accused> inOrder() {
        return bySource.entrySet().stream()
                .map(entry -> {
                    Draft draft = entry.getValue();
                    return new Accused(
                            entry.getKey(),
                            draft.incidents,
                            draft.severity,
                            draft.probes,
                            draft.techniques,
                            draft.shapes);
                })
                .toList();
    }

    /** Alerts of sources beyond {@link #MAX_SOURCES}. */
    synchronized long beyondLimit() {
        return beyondLimit;
    }
}
