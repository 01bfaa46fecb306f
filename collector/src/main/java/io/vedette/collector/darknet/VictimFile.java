package io.vedette.collector.darknet;

import io.vedette.core.darknet.Victim;
import io.vedette.core.darknet.json.VictimJson;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of victims, one JSON object per line, in the order of time and address. Belongs to one thread. */
final class VictimFile implements Closeable {

    private final OutputStream out;
    private final VictimJson json;
    private final SortedEvents lines;

    VictimFile(Path path, VictimJson json) throws IOException {
        this.out = new BufferedOutputStream(Files.newOutputStream(path));
        this.json = json;
        this.lines = new SortedEvents(Path.of(System.getProperty("java.io.tmpdir")));
    }

    void add(Victim victim) throws IOException {
        StringBuilder text = new StringBuilder();
        json.append(text, victim);
        lines.add(
                victim.firstNanos(),
                victim.address() & 0xffff_ffffL,
                text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    long count() {
        return lines.count();
    }

    void finish() throws IOException {
        lines.writeTo(out, new byte[0]);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        try (lines) {
            out.close();
        }
    }
}
