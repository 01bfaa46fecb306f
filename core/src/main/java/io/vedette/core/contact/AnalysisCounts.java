package io.vedette.core.contact;

import io.vedette.core.meter.Counter;
import io.vedette.core.meter.CounterFamily;
import io.vedette.core.meter.Histogram;

/**
 * What became of the flows of one input. The equation: <b>flows = analysed + filtered + held</b>, where <i>held</i> are those
 * that wait for their other direction; it is zero once an input was closed.
 */
public final class AnalysisCounts {

    /** Flows that were turned into a contact, or into the answer to one. */
    public final Counter analysed = new Counter();

    /** Flows left out on purpose, by reason. */
    public final CounterFamily<FilterReason> filtered = new CounterFamily<>(FilterReason.class);

    /** Of {@link #analysed}: answers that were joined to the contact that asked for them. */
    public final Counter paired = new Counter();

    /** Contacts handed to the shards. */
    public final Counter contacts = new Counter();

    /** Times a flow had to be judged without waiting for its other direction because too many were waiting. */
    public final Counter pairingLimit = new Counter();

    /** Milliseconds from the end of a flow to its receipt, for a sample of those that say when they ended: 0.5 s to 2.3 h. */
    public final Histogram lagMillis = new Histogram(9, 23);

    /** Adds every count of {@code other}: how a total over several inputs is made. */
    public void add(AnalysisCounts other) {
        analysed.add(other.analysed.get());
        filtered.add(other.filtered);
        paired.add(other.paired.get());
        contacts.add(other.contacts.get());
        pairingLimit.add(other.pairingLimit.get());
        lagMillis.add(other.lagMillis);
    }
}
