package io.vedette.collector.alert;

import io.vedette.collector.reload.Reloadable;
import io.vedette.core.detect.Alert;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Prints alerts for people, one line each; see {@link ConsoleText} for what a line says.
 *
 * <p>Best effort: while nobody reads the output, alerts beyond the queue are dropped and counted. When the output is closed,
 * as by {@code | head}, the console falls silent for good, without a word.
 */
public final class Console implements Sink, Reloadable<ConsoleConfig> {

    private final ConsoleConfig config;
    private final Palette palette;
    private volatile ConsoleText text;
    private final WritableByteChannel out;

    /** @param out takes UTF-8; stays open, it is the caller's */
    public Console(ConsoleConfig config, Palette palette, WritableByteChannel out) {
        this.config = config;
        this.out = out;
        this.palette = palette;
        text = new ConsoleText(palette, config.verbose());
    }

    @Override
    public Runnable prepare(ConsoleConfig settings) {
        return () -> text = new ConsoleText(palette, settings.verbose());
    }

    @Override
    public String name() {
        return "console";
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.BEST_EFFORT;
    }

    @Override
    public int queueLimit() {
        return config.queue();
    }

    @Override
    public void tick() {}

    @Override
    public void deliver(AlertBatch batch) throws IOException {
        while (!batch.isEmpty()) {
            print(batch.alerts().get(0));
            batch.settle(1, Fate.DELIVERED);
        }
    }

    private void print(Alert alert) throws SinkGoneException {
        StringBuilder lines = new StringBuilder(160);
        text.append(alert, lines);
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new SinkGoneException("the output was closed", e);
        }
    }

    @Override
    public void close() {}
}
