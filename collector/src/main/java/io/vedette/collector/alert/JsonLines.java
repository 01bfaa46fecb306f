package io.vedette.collector.alert;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.json.AlertJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes alerts as they are raised, one JSON object per line, for a program that reads them from a pipe.
 *
 * <p>At least once: while the program does not read, or the disk of a file is full, alerts wait, and then detection does. When
 * the program goes away, this falls silent for good.
 */
public final class JsonLines implements Sink {

    private static final int QUEUE = 16_384;

    private final Outlet out;

    /** The line of the first alert that waits, where a part of it may have been written. */
    private @Nullable ByteBuffer begun;

    /** @param out stays open, it is the caller's */
    public JsonLines(WritableByteChannel out) {
        this.out = new Outlet(out);
    }

    @Override
    public String name() {
        return "json-lines";
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.AT_LEAST_ONCE;
    }

    @Override
    public int queueLimit() {
        return QUEUE;
    }

    @Override
    public void tick() {}

    @Override
    public void deliver(AlertBatch batch) throws IOException {
        while (!batch.isEmpty()) {
            ByteBuffer line = begun == null ? line(batch.alerts().get(0)) : begun;
            begun = line;
            out.write(line);
            begun = null;
            batch.settle(1, Fate.DELIVERED);
        }
    }

    private static ByteBuffer line(Alert alert) {
        return ByteBuffer.wrap((AlertJson.text(alert) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {}
}
