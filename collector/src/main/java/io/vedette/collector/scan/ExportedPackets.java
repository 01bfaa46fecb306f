package io.vedette.collector.scan;

import io.vedette.core.flow.export.ExportCounts;
import io.vedette.core.flow.export.ExportSettings;
import io.vedette.core.flow.export.FlowExporter;
import io.vedette.core.flow.export.FlowRecord;
import io.vedette.core.flow.export.NprobeLines;
import io.vedette.core.flow.export.NprobeLines.Keys;
import io.vedette.core.flow.export.NprobeLines.Template;
import io.vedette.core.packet.PacketBatch;
import java.nio.charset.StandardCharsets;

/**
 * Packets judged as flows: makes the lines that a probe would send of them, and has them read back as those of a probe are.
 * Belongs to the reading thread.
 */
final class ExportedPackets implements FileScan.PacketTaker, AutoCloseable {

    private static final long SEED = 0; // only the place of fragments in a table hangs on it

    private final FlowFeed feed;
    private final ScanReport report;
    private final NprobeLines form = new NprobeLines(Template.FULL, Keys.LABELS);
    private final StringBuilder lines = new StringBuilder();
    private final FlowExporter exporter;

    ExportedPackets(ExportSettings settings, FlowFeed feed, ScanReport report) {
        this.feed = feed;
        this.report = report;
        this.exporter = new FlowExporter(settings, new ExportCounts(), this::append, SEED);
    }

    private void append(FlowRecord exported) {
        form.append(exported, lines);
        if (lines.length() >= FlowExport.CHUNK_CHARS) {
            flush();
        }
    }

    private void flush() {
        byte[] bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
        lines.setLength(0);
        try {
            feed.feed(bytes, bytes.length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the reading thread ends at its next wait
        }
    }

    @Override
    public void take(PacketBatch batch) {
        exporter.accept(batch);
        flush();
    }

    @Override
    public void close() {
        exporter.finish();
        flush();
        feed.end();
        feed.close();
        report.records.add(feed.records());
    }
}
