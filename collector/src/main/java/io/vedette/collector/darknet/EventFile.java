package io.vedette.collector.darknet;

import io.vedette.collector.enrich.Annotator;
import io.vedette.core.darknet.DarknetEvent;
import io.vedette.core.darknet.json.Annotation;
import io.vedette.core.darknet.json.EventJson;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * A file of events: annotated, in order, in one of two layouts. It is truncated at once, to know that it can be written, and
 * written when all events are there. Belongs to one thread.
 */
final class EventFile implements Closeable {

    /** Events that wait for name servers, at most. */
    private static final int MAX_WAITING = 4096;

    private final OutputStream out;
    private final Layout layout;
    private final EventJson json;
    private final Annotator annotator;
    private final SortedEvents events;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();

    private record Waiting(DarknetEvent event, CompletableFuture<Annotation> annotation) {}

    EventFile(Path path, Layout layout, EventJson json, Annotator annotator) throws IOException {
        this.out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
        this.layout = layout;
        this.json = json;
        this.annotator = annotator;
        this.events = new SortedEvents(folderFor(path));
    }

    /** Temporary files lie beside the output, where there is room for as much; or where all others are, if it is a device. */
    private static Path folderFor(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        boolean usable = folder != null && Files.isRegularFile(path) && Files.isWritable(folder);
        return usable ? folder : Path.of(System.getProperty("java.io.tmpdir"));
    }

    void add(DarknetEvent event) throws IOException {
        CompletableFuture<Annotation> annotation = annotator.annotate(event.source());
        if (annotation.isDone() && waiting.isEmpty()) {
            append(event, annotation.join());
            return;
        }
        waiting.add(new Waiting(event, annotation));
        while (waiting.size() > MAX_WAITING
                || !waiting.isEmpty() && waiting.peek().annotation.isDone()) {
            Waiting oldest = waiting.remove();
            append(oldest.event, oldest.annotation.join());
        }
    }

    private void append(DarknetEvent event, Annotation annotation) throws IOException {
        text.setLength(0);
        json.append(text, event, annotation);
        long key = (long) event.source() << 32
                | (long) event.port() << 16
                | event.traffic().code();
        events.add(event.firstNanos(), key, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Writes everything. */
    void finish() throws IOException {
        for (Waiting left : waiting) {
            append(left.event, left.annotation.join());
        }
        waiting.clear();
        out.write(layout.begin());
        events.writeTo(out, layout.separator());
        out.write(layout.end());
        out.flush();
    }

    @Override
    public void close() throws IOException {
        try (events) {
            out.close();
        }
    }
}
