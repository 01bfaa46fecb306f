package io.vedette.collector.alert;

import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.format.AlertFormat;
import java.nio.ByteBuffer;
import java.util.List;

/** The lines of a batch, one behind the other, and where each begins and ends. Used again for every batch. */
final class AlertLines {

    private final AlertFormat format;
    private final ByteArrayBuilder encoder = new ByteArrayBuilder(4096);
    private byte[] bytes = {};
    private int[] starts = {0};
    private int count;

    AlertLines(AlertFormat format) {
        this.format = format;
    }

    void encode(List<Alert> alerts) {
        encoder.reset();
        count = alerts.size();
        if (starts.length <= count) {
            starts = new int[count + 1];
        }
        for (int i = 0; i < count; i++) {
            format.appendLine(alerts.get(i), encoder);
            starts[i + 1] = encoder.size();
        }
        bytes = encoder.toByteArray();
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
