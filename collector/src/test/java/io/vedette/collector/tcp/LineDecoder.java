package io.vedette.collector.tcp;

import io.vedette.core.flow.Flow;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.FlowSink;
import io.vedette.core.flow.IntakeCounts;
import io.vedette.core.flow.RejectReason;
import io.vedette.core.flow.Rejection;
import io.vedette.core.flow.RejectionSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A decoder for tests that knows just the lines of {@link Lines}. */
final class LineDecoder implements StreamDecoder {

    private static final Pattern LINE = Pattern.compile("\\{.*\"IN_PKTS\":(\\d+).*}\r?");

    private final IntakeCounts counts;
    private final RejectionSink rejections;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long lineStart;

    LineDecoder(IntakeCounts counts, RejectionSink rejections) {
        this.counts = counts;
        this.rejections = rejections;
    }

    @Override
    public void feed(byte[] bytes, int from, int to, FlowBatch batch, FlowSink sink) {
        counts.bytes.add(to - from);
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                counts.lines.increment();
                decode(RejectReason.BAD_JSON, batch, sink);
            } else {
                line.write(bytes[i]);
            }
        }
        handOver(batch, sink);
    }

    private boolean decode(RejectReason otherwise, FlowBatch batch, FlowSink sink) {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        line.reset();
        counts.records.increment();
        Matcher matcher = LINE.matcher(text);
        boolean good = matcher.matches();
        if (good) {
            if (batch.isFull()) {
                handOver(batch, sink);
            }
            batch.add(Flow.of("192.0.2.1", 1, "192.0.2.2", 2, 6, 2, Long.parseLong(matcher.group(1))));
            counts.flows.increment();
        } else {
            RejectReason reason = text.startsWith("{") && text.endsWith("}") ? RejectReason.MISSING_FIELD : otherwise;
            counts.rejected.of(reason).increment();
            String field = reason == RejectReason.MISSING_FIELD ? "PROTOCOL" : null;
            String excerpt = text.substring(0, Math.min(text.length(), Rejection.EXCERPT_LENGTH));
            rejections.rejected(new Rejection(reason, counts.lines.get(), lineStart, field, excerpt));
        }
        lineStart += text.length() + 1;
        return good;
    }

    private static void handOver(FlowBatch batch, FlowSink sink) {
        if (batch.size() > 0) {
            sink.flows(batch);
            batch.clear();
        }
    }

    @Override
    public void end(FlowBatch batch, FlowSink sink) {
        if (line.size() > 0 && decode(RejectReason.PARTIAL_LINE, batch, sink)) {
            counts.partialLines.increment();
        }
        handOver(batch, sink);
    }

    @Override
    public int pending() {
        return line.size();
    }
}
