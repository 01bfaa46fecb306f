package io.vedette.collector.tcp;

import io.vedette.core.contact.AnalysisCounts;
import io.vedette.core.flow.IntakeCounts;
import io.vedette.core.meter.Counter;
import java.time.Instant;

/** The counts of one connection, written by its event loop and read by any thread. */
final class Probe {

    private final PeerAddress peer;
    private final Instant since;
    private volatile AnalysisCounts analysis = new AnalysisCounts();

    final IntakeCounts intake = new IntakeCounts();

    /** Time during which reading was stopped because the shards were behind. */
    final Counter pausedNanos = new Counter();

    /** Bytes written to the probe; zero unless {@code ack-byte} is on. */
    final Counter acks = new Counter();

    /** Acknowledgements left out because the probe does not read them. */
    final Counter acksLeftOut = new Counter();

    Probe(PeerAddress peer, Instant since) {
        this.peer = peer;
        this.since = since;
    }

    PeerAddress peer() {
        return peer;
    }

    /** Replaces the empty counts of before the first flow. */
    void analysedBy(AnalysisCounts counts) {
        analysis = counts;
    }

    ProbeStatus status() {
        ProbeTotals counts = new ProbeTotals();
        counts.add(this);
        return new ProbeStatus(peer, since, counts);
    }

    AnalysisCounts analysis() {
        return analysis;
    }
}
