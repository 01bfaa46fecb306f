package io.vedette.collector.scan;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.format.AlertFormat;
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
            lines(AlertFormat.VEDETTE, findings, out);
        }
    },
    /** Elastic Common Schema, one event per line. */
    ECS {
        @Override
        public void write(List<Alert> findings, Appendable out) throws IOException {
            lines(AlertFormat.ECS, findings, out);
        }
    },
    /** Open Cybersecurity Schema Framework, one Detection Finding per line. */
    OCSF {
        @Override
        public void write(List<Alert> findings, Appendable out) throws IOException {
            lines(AlertFormat.OCSF, findings, out);
        }
    },
    /** Common Event Format, one event per line. */
    CEF {
        @Override
        public void write(List<Alert> findings, Appendable out) throws IOException {
            lines(AlertFormat.CEF, findings, out);
        }
    },
    /** Comma-separated values as RFC 4180 quotes them, with a header and LF as line end. */
    CSV {
        @Override
        public void write(List<Alert> findings, Appendable out) throws IOException {
            FindingCsv.write(findings, out);
        }
    };

    private static void lines(AlertFormat format, List<Alert> findings, Appendable out) throws IOException {
        for (Alert finding : findings) {
            out.append(format.text(finding)).append('\n');
        }
    }

    /** Writes all of {@code findings}. */
    public abstract void write(List<Alert> findings, Appendable out) throws IOException;
}
