package io.vedette.core.flow.export;

import io.vedette.core.capture.FrameBatch;
import io.vedette.core.flow.Flow;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.IntakeCounts;
import io.vedette.core.flow.export.ExportSettings.Form;
import io.vedette.core.flow.json.FlowStream;
import io.vedette.core.flow.json.StreamLimits;
import io.vedette.core.packet.LinkLayer;
import io.vedette.core.packet.PacketBatch;
import io.vedette.core.packet.PacketCounts;
import io.vedette.core.packet.PacketDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Packets go in at given times, flow records come out. */
final class ExportLog {

    final ExportCounts counts = new ExportCounts();
    final List<FlowRecord> records = new ArrayList<>();
    final FlowExporter exporter;

    private final PacketDecoder decoder = new PacketDecoder(new PacketCounts());
    private final FrameBatch frames = new FrameBatch(1);
    private final PacketBatch packets = new PacketBatch(1);

    ExportLog(Form form) {
        this(ExportSettings.defaults(form));
    }

    ExportLog(ExportSettings settings) {
        exporter = new FlowExporter(settings, counts, records::add, 7);
    }

    /** One raw IP packet at a time in milliseconds. */
    ExportLog packet(long millis, byte[] packet) {
        frames.startIn(packet);
        frames.add(LinkLayer.RAW, 0, packet.length, packet.length, millis * 1_000_000);
        decoder.decode(frames, packets);
        exporter.accept(packets);
        return this;
    }

    ExportLog finish() {
        exporter.finish();
        return this;
    }

    List<Flow> flows() {
        return records.stream().map(FlowRecord::flow).toList();
    }

    /** What a collector reads from {@code lines}, which must be flawless and without gaps. */
    static List<Flow> read(String lines, IntakeCounts counts) {
        List<Flow> flows = new ArrayList<>();
        FlowStream stream = new FlowStream(StreamLimits.DEFAULT, counts, rejection -> {});
        FlowBatch batch = new FlowBatch(16);
        batch.receivedAt(4_000_000_000_000L);
        byte[] bytes = lines.getBytes(StandardCharsets.US_ASCII);
        stream.feed(bytes, 0, bytes.length, batch, rows -> take(rows, flows));
        stream.end(batch, rows -> take(rows, flows));
        return flows;
    }

    private static void take(FlowBatch rows, List<Flow> flows) {
        for (int row = 0; row < rows.size(); row++) {
            flows.add(rows.flow(row));
        }
    }
}
