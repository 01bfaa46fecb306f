package io.vedette.core.flow.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.flow.Flow;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.FlowSink;
import io.vedette.core.flow.IntakeCounts;
import io.vedette.core.flow.RejectReason;
import io.vedette.core.flow.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A stream under test with everything that came out of it; checks the counts against that after every call. */
final class Intake {

    /** 2026-11-20T12:00:00Z, later than every time in the samples. */
    static final long RECEIVED = 1_795_176_000_000L;

    final List<Flow> flows = new ArrayList<>();
    final List<Rejection> rejections = new ArrayList<>();
    final IntakeCounts counts = new IntakeCounts();
    private final FlowStream stream;
    private final FlowBatch batch;
    private final FlowSink sink = this::take;

    Intake() {
        this(StreamLimits.DEFAULT, Scanning.ORDERED, 64);
    }

    Intake(int maxLineBytes) {
        this(new StreamLimits(maxLineBytes), Scanning.ORDERED, 64);
    }

    Intake(StreamLimits limits, Scanning scanning, int batchRows) {
        stream = new FlowStream(limits, scanning, counts, rejections::add);
        batch = new FlowBatch(batchRows);
        batch.receivedAt(RECEIVED);
    }

    /** Everything that {@code input} gives, with its end. */
    static Intake of(String input) {
        return new Intake().feed(input).end();
    }

    Intake feed(String input) {
        return feed(input.getBytes(StandardCharsets.UTF_8));
    }

    Intake feed(byte[] input) {
        return feed(input, 0, input.length);
    }

    Intake feed(byte[] input, int from, int to) {
        stream.feed(input, from, to, batch, sink);
        return check();
    }

    Intake end() {
        stream.end(batch, sink);
        assertThat(stream.pending()).isZero();
        return check();
    }

    int pending() {
        return stream.pending();
    }

    private void take(FlowBatch rows) {
        assertThat(rows.size()).isPositive();
        for (int row = 0; row < rows.size(); row++) {
            flows.add(rows.flow(row));
        }
    }

    private Intake check() {
        assertThat(batch.size()).isZero();
        assertThat(counts.imbalance()).isZero();
        assertThat(counts.flows.get()).isEqualTo(flows.size());
        assertThat(counts.rejected.total()).isEqualTo(rejections.size());
        return this;
    }

    List<RejectReason> reasons() {
        return rejections.stream().map(Rejection::reason).toList();
    }

    Flow onlyFlow() {
        assertThat(reasons()).isEmpty();
        assertThat(flows).hasSize(1);
        return flows.get(0);
    }

    Rejection onlyRejection() {
        assertThat(flows).isEmpty();
        assertThat(rejections).hasSize(1);
        return rejections.get(0);
    }
}
