package io.vedette.collector.scan;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.json.AlertJson;
import java.io.IOException;
import java.util.List;

/** How findings are written. */
public enum FindingFormat {
    /** Columns for people; nothing at all if there are no rows. */
    TABLE {
        @Override
        public void write(List<Alert> findings, Appendable out) throws IOException {
            FindingTable.write(findings, out);
        }
    },
    /** The JSON of alerts, one per line. */
    NDJSON {
        @Override
        public void write(List<Alert> findings, Appendable out) throws IOException {
            for (Alert finding : findings) {
                out.append(AlertJson.text(finding)).append('\n');
            }
        }
    },
    /** Comma-separated values as RFC 4180 quotes them, with a header and LF as line end. */
    CSV {
        @Override
        public void write(List<Alert> findings, Appendable out) throws IOException {
            FindingCsv.write(findings, out);
        }
    };

    /** Writes all of {@code findings}. */
    public abstract void write(List<Alert> findings, Appendable out) throws IOException;
}
