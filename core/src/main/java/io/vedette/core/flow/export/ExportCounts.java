package io.vedette.core.flow.export;

import io.vedette.core.meter.Counter;

/**
 * What became of the packets of an export. The equation: <b>packets = exported + fragments + held</b>, where <i>held</i> are
 * those of conversations that are not over; it is zero once the export was finished.
 */
public final class ExportCounts {

    public final Counter packets = new Counter();

    /** Packets that stand in a record. */
    public final Counter exported = new Counter();

    /** Fragments without a whole transport header: no record says anything about them. */
    public final Counter fragments = new Counter();

    /** Datagrams whose transport header never became complete before another one needed the place. */
    public final Counter fragmentsForgotten = new Counter();

    /** Flow records made. */
    public final Counter records = new Counter();

    /** Conversations that were exported early to make room for others. */
    public final Counter evicted = new Counter();
}
