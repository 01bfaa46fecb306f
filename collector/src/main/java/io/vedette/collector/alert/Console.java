package io.vedette.collector.alert;

import io.vedette.collector.reload.Reloadable;
import io.vedette.core.detect.Alert;
import io.vedette.core.text.FileTrouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prints alerts for people, one line each; see {@link ConsoleText} for what a line says.
 *
 * <p>Best effort: while nobody reads the output, alerts beyond the queue are dropped and counted. When the output is closed,
 * as by {@code | head}, the console falls silent for good, without a word; with a word, when it is a file that cannot be written.
 */
public final class Console implements Sink, Reloadable<ConsoleConfig> {

    private static final Logger log = LoggerFactory.getLogger(Console.class);

    private final ConsoleConfig config;
    private final Palette palette;
    private volatile ConsoleText text;
    private final Outlet out;

    /** @param out takes UTF-8; stays open, it is the caller's */
    public Console(ConsoleConfig config, Palette palette, WritableByteChannel out) {
        this.config = config;
        this.out = new Outlet(out);
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
            out.write(bytes);
        } catch (SinkGoneException e) {
            throw e;
        } catch (IOException e) {
            log.error("standard output cannot be written: {}; no more alerts are printed", FileTrouble.why(e));
            throw new SinkGoneException("the file cannot be written", e);
        }
    }

    @Override
    public void close() {}
}
