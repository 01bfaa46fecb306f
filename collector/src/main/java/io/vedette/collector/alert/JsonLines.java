package io.vedette.collector.alert;

import io.vedette.core.detect.json.AlertJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Writes alerts as they are raised, one JSON object per line, for a program that reads them from a pipe.
 *
 * <p>At least once: while the program does not read, alerts wait, and then detection does. When it goes away, this falls silent
 * for good.
 */
public final class JsonLines implements Sink {

    private static final int QUEUE = 16_384;

    private final WritableByteChannel out;

    /** @param out stays open, it is the caller's */
    public JsonLines(WritableByteChannel out) {
        this.out = out;
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
            String line = AlertJson.text(batch.alerts().get(0)) + "\n";
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
            try {
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            } catch (IOException e) {
                throw new SinkGoneException("the output was closed", e);
            }
            batch.settle(1, Fate.DELIVERED);
        }
    }

    @Override
    public void close() {}
}
