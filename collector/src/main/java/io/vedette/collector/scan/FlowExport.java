package io.vedette.collector.scan;

import io.vedette.collector.file.InputPath;
import io.vedette.collector.file.InputPaths;
import io.vedette.core.flow.export.ExportCounts;
import io.vedette.core.flow.export.ExportSettings;
import io.vedette.core.flow.export.FlowExporter;
import io.vedette.core.flow.export.FlowRecord;
import io.vedette.core.flow.export.NprobeLines;
import io.vedette.core.packet.PacketBatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;

/** Makes the flow records of captures, as a probe that had seen the packets. For one use; belongs to one thread. */
public final class FlowExport {

    /** What is gathered before it is written: the last conversations all end at once. */
    static final int CHUNK_CHARS = 64 << 10;

    private final NprobeLines form;
    private final TrafficChoice choice;
    private final Writer out;
    private final ScanReport report = new ScanReport();
    private final ScanProgress progress = new ScanProgress();
    private final ExportCounts counts = new ExportCounts();
    private final FlowExporter exporter;
    private final StringBuilder lines = new StringBuilder();

    /**
     * @param out gets a line for each record, many at once, and at least what each batch of packets gave
     * @param seed of a keyed hash; decides where state lies, never what comes out below the limits
     */
    public FlowExport(ExportSettings settings, NprobeLines form, TrafficChoice choice, Writer out, long seed) {
        this.form = form;
        this.choice = choice;
        this.out = out;
        this.exporter = new FlowExporter(settings, counts, this::append, seed);
    }

    public ScanProgress progress() {
        return progress;
    }

    /** What became of the packets. */
    public ExportCounts counts() {
        return counts;
    }

    /**
     * Reads all inputs, all of whose packets are one stream, and writes its records.
     *
     * @param standardInput for the input {@code -}
     * @throws IOException if the output cannot be written
     */
    public ScanReport run(InputPaths paths, InputStream standardInput) throws IOException, InterruptedException {
        try {
            new TrafficFiles(report, progress, new Chooser(choice, report))
                    .readAll(paths, standardInput, new Exporting());
            exporter.finish();
            flush();
            return report;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void append(FlowRecord exported) {
        form.append(exported, lines);
        if (lines.length() >= CHUNK_CHARS) {
            flush();
        }
    }

    /** A failure of the output must not be taken for one of the input that is being read: it passes unchecked. */
    private void flush() {
        try {
            out.append(lines);
            lines.setLength(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Exporting implements TrafficFiles.Taker {

        @Override
        public void packets(PacketBatch batch) {
            exporter.accept(batch);
            flush();
        }

        @Override
        public long other(InputPath input, InputStream content) {
            report.unusable(input, "not a capture");
            return -1;
        }
    }
}
