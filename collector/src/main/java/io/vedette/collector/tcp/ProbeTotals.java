package io.vedette.collector.tcp;

import io.vedette.core.contact.AnalysisCounts;
import io.vedette.core.flow.IntakeCounts;
import io.vedette.core.meter.Counter;

/**
 * What one or many probes delivered and what became of it.
 *
 * <p>The equations: {@code intake.records = intake.flows + intake.rejected} and {@code intake.flows = analysis.analysed +
 * analysis.filtered + held()}. They are exact once the connections are closed; while flows arrive, the copies are taken one
 * counter after the other and may be apart by what arrived in between.
 */
public final class ProbeTotals {

    /** What the decoders did. */
    public final IntakeCounts intake = new IntakeCounts();

    /** What the analysis did. */
    public final AnalysisCounts analysis = new AnalysisCounts();

    /** Time during which reading was stopped because the shards were behind, summed over connections. */
    public final Counter pausedNanos = new Counter();

    /** Bytes written to probes; zero unless {@code ack-byte} is on. */
    public final Counter acks = new Counter();

    /** Acknowledgements left out because a probe does not read them. */
    public final Counter acksLeftOut = new Counter();

    ProbeTotals() {}

    void add(Probe probe) {
        // Downstream first: a flow that arrives meanwhile then counts as held, never as analysed without having come.
        analysis.add(probe.analysis());
        intake.add(probe.intake);
        pausedNanos.add(probe.pausedNanos.get());
        acks.add(probe.acks.get());
        acksLeftOut.add(probe.acksLeftOut.get());
    }

    void add(ProbeTotals other) {
        analysis.add(other.analysis);
        intake.add(other.intake);
        pausedNanos.add(other.pausedNanos.get());
        acks.add(other.acks.get());
        acksLeftOut.add(other.acksLeftOut.get());
    }

    /** Flows that wait for their other direction: zero once every connection is closed. */
    public long held() {
        return intake.flows.get() - analysis.analysed.get() - analysis.filtered.total();
    }
}
