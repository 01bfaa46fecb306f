package io.vedette.core.flow;

import io.vedette.core.meter.Counter;
import io.vedette.core.meter.CounterFamily;

/**
 * What one input (a connection, a file) delivered. The equation: <b>records = flows + rejected</b>.
 *
 * <p>A <i>record</i> is one object that stands for a flow, or one piece of input that should have been one: a line with two
 * objects is two records, a line of garbage is one rejected record.
 */
public final class IntakeCounts {

    /** Bytes taken from the input. */
    public final Counter bytes = new Counter();

    /** Separators seen: lines, or length-prefixed frames. */
    public final Counter lines = new Counter();

    /** Lines with nothing but white space; they are no records. */
    public final Counter emptyLines = new Counter();

    public final Counter records = new Counter();

    /** Records that became flows. */
    public final Counter flows = new Counter();

    /** Records that did not, by reason. */
    public final CounterFamily<RejectReason> rejected = new CounterFamily<>(RejectReason.class);

    /** Of {@link #flows}: those that needed the general parser because the specialised scanner declined them. */
    public final Counter general = new Counter();

    /** Of {@link #flows}: those read from a form that is not JSON but that nProbe is known to have written. */
    public final Counter repaired = new Counter();

    /** Of {@link #flows}: those from a last line that had no line end when the input was closed. */
    public final Counter partialLines = new Counter();

    /** Records that the probe's own numbering (TOTAL_FLOWS_EXP) says were sent and did not arrive. */
    public final Counter lost = new Counter();

    /** Times that numbering started again: the probe was restarted. */
    public final Counter probeRestarts = new Counter();

    /** Of {@link #flows}: those with a time stamp in the future, which was set to the time of receipt. */
    public final Counter clockSkew = new Counter();

    /** Adds every count of {@code other}: how a total over several inputs is made. */
    public void add(IntakeCounts other) {
        bytes.add(other.bytes.get());
        lines.add(other.lines.get());
        emptyLines.add(other.emptyLines.get());
        records.add(other.records.get());
        flows.add(other.flows.get());
        rejected.add(other.rejected);
        general.add(other.general.get());
        repaired.add(other.repaired.get());
        partialLines.add(other.partialLines.get());
        lost.add(other.lost.get());
        probeRestarts.add(other.probeRestarts.get());
        clockSkew.add(other.clockSkew.get());
    }

    /** {@code records - flows - rejected}: zero unless a record was lost inside the decoder. */
    public long imbalance() {
        return records.get() - flows.get() - rejected.total();
    }
}
