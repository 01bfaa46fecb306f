package io.vedette.collector.scan;

import io.vedette.collector.pcap.CaptureException;
import io.vedette.collector.pcap.FrameFilter;
import io.vedette.core.capture.FrameBatch;
import io.vedette.core.filter.BpfProgram;
import io.vedette.core.filter.Omission;
import io.vedette.core.filter.Selector;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.packet.LinkLayer;
import io.vedette.core.packet.PacketBatch;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Applies a {@link TrafficChoice} to batches, and counts in the report what was left out. Belongs to the reading thread. */
final class Chooser {

    private final @Nullable FrameFilter filter;
    private final Selector selector;
    private final ScanReport report;
    private final Set<Integer> unfit = new HashSet<>();
    private @Nullable BpfProgram program;
    private int programType = -1;

    Chooser(TrafficChoice choice, ScanReport report) {
        this.filter = choice.filter();
        this.report = report;
        this.selector = new Selector(choice.selection(), report.omitted);
    }

    /** Whether there is a filter expression, which only frames can fulfil. */
    boolean filtersFrames() {
        return filter != null;
    }

    /** @param input where the frames are from, for messages */
    void frames(FrameBatch frames, String input) {
        if (filter == null || frames.isEmpty()) {
            return;
        }
        if (frames.linkType() != programType) {
            choose(filter, frames.linkType(), input);
        }
        int gone = frames.size();
        if (program == null) {
            frames.truncate(0);
        } else {
            gone = frames.retain(program);
        }
        report.omitted.of(Omission.FILTER).add(gone);
    }

    /** The interfaces of a capture can be of several types, and change from one frame to the next. */
    private void choose(FrameFilter expression, int linkType, String input) {
        programType = linkType;
        try {
            program = unfit.contains(linkType) ? null : expression.program(linkType);
        } catch (CaptureException e) {
            program = null;
            unfit.add(linkType);
            report.problem(
                    input + ": frames of link type " + LinkLayer.name(linkType) + " left out: " + e.getMessage());
        }
    }

    void packets(PacketBatch packets) {
        selector.select(packets);
    }

    void flows(FlowBatch flows) {
        selector.select(flows);
    }
}
