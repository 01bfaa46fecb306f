package io.vedette.collector.evaluate;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.AlertSink;
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

    @Override
    public synchronized void raise(Alert alert) {
        Draft draft = bySource.get(alert.source());
        if (draft == null) {
            if (bySource.size() == MAX_SOURCES) {
                beyondLimit++;
                return;
            }
            draft = new Draft();
            bySource.put(alert.source(), draft);
        }
        boolean begins = alert.stage() == Stage.OPENED || alert.stage() == Stage.MATCHED;
        boolean ends = alert.stage() == Stage.CLOSED || alert.stage() == Stage.MATCHED;
        if (begins) {
            draft.incidents++;
            draft.probes = draft.probes < 0 ? alert.couples() : draft.probes;
        }
        if (ends) {
            draft.techniques.add(alert.technique());
            draft.shapes.add(alert.shape());
        }
        draft.severity = alert.severity().compareTo(draft.severity) > 0 ? alert.severity() : draft.severity;
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
