package io.vedette.collector.alert;

import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.format.AlertFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The lines of a batch, one behind the other, and where each begins and ends. Used again for every batch. */
final class AlertLines {

    /** The key of a line whose alert was kept back from people; its value is the id of the suppression, plain ASCII. */
    static final String SUPPRESSED = "suppressed";

    private final AlertFormat format;
    private final ByteArrayBuilder encoder = new ByteArrayBuilder(4096);
    private byte[] bytes = {};
    private int[] starts = {0};
    private int count;

    AlertLines(AlertFormat format) {
        this.format = format;
    }

    /** @param suppressions for each alert the id of what keeps it back from people, empty if nothing does */
    void encode(List<Alert> alerts, List<String> suppressions) {
        encoder.reset();
        count = alerts.size();
        if (starts.length <= count) {
            starts = new int[count + 1];
        }
        for (int i = 0; i < count; i++) {
            if (suppressions.get(i).isEmpty()) {
                format.appendLine(alerts.get(i), encoder);
            } else {
                appendSuppressed(alerts.get(i), suppressions.get(i));
            }
            starts[i + 1] = encoder.size();
        }
        bytes = encoder.toByteArray();
    }

    private void appendSuppressed(Alert alert, String suppression) {
        String marked = format.marked(alert, SUPPRESSED, suppression) + '\n';
        byte[] text = marked.getBytes(StandardCharsets.UTF_8);
        encoder.write(text, 0, text.length);
    }

    int count() {
        return count;
    }

    /** Offset of the first byte of {@code line}; of the end of all for the line after the last. */
    int start(int line) {
        return starts[line];
    }

    int length(int line) {
        return starts[line + 1] - starts[line];
    }

    /** The line after those, from {@code first} on, that fit into {@code room} bytes; never before the second. */
    int endOfFitting(int first, long room) {
        int end = first + 1;
        while (end < count && starts[end + 1] - starts[first] <= room) {
            end++;
        }
        return end;
    }

    /** The line in which {@code offset} lies, or the one that begins there. */
    int lineAt(int offset) {
        int line = 0;
        while (line < count && starts[line + 1] <= offset) {
            line++;
        }
        return line;
    }

    /** The bytes between two offsets; position and limit of the answer are offsets as well. */
    ByteBuffer between(int from, int to) {
        return ByteBuffer.wrap(bytes, from, to - from);
    }
}
