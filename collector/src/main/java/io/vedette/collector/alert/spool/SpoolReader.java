package io.vedette.collector.alert.spool;

import io.vedette.core.detect.json.AlertJson;
import io.vedette.core.detect.json.AlertReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads alerts back, each once, in the order in which they came; what cannot be read is lost, and counted. */
final class SpoolReader {

    private static final Logger log = LoggerFactory.getLogger(SpoolReader.class);

    private final String label;
    private final SpoolStore store;
    private final SpoolBooks books;

    SpoolReader(String label, SpoolStore store, SpoolBooks books) {
        this.label = label;
        this.store = store;
        this.books = books;
    }

    /** The next alerts, at most {@code most}. */
    List<SpooledAlert> read(int most) {
        List<SpooledAlert> alerts = new ArrayList<>();
        while (alerts.size() < most) {
            SpoolLane lane = books.lanes.unread();
            if (lane == null) {
                break;
            }
            SpoolSegment segment = lane.unread();
            if (segment != null) {
                SpooledAlert alert = read(lane, segment, segment.peek());
                segment.skip();
                if (alert != null) {
                    alerts.add(alert);
                }
            }
        }
        return alerts;
    }

    private @Nullable SpooledAlert read(SpoolLane lane, SpoolSegment segment, int record) {
        long sequence = segment.sequence(record);
        String problem;
        try {
            AlertReading reading = AlertJson.read(segment.text(record, store));
            if (reading instanceof AlertReading.Valid valid) {
                long ticket = SpoolLanes.ticket(sequence, lane);
                return new SpooledAlert(ticket, valid.alert(), segment.millis(record));
            }
            problem = reading.toString();
        } catch (IOException e) {
            books.meter.diskErrors.increment();
            problem = e.toString();
        }
        log.error("spool of {}: an alert cannot be read any more: {}", label, problem);
        books.settle(segment, sequence, SpoolFate.LOST);
        return null;
    }
}
