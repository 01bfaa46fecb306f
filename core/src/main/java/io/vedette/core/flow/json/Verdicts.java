package io.vedette.core.flow.json;

import io.vedette.core.flow.RejectReason;
import org.jspecify.annotations.Nullable;

/** Takes what {@link Arbiter} finds in a line, in order. Positions are indices into the line's bytes. */
interface Verdicts {

    /**
     * A record whose values are well-formed; they are in the draft. Whether they suffice is still to be said.
     *
     * @param repaired whether it was JSON only after a repair
     */
    void record(boolean repaired, int from, int to);

    /** A record, or a piece of the line, that cannot be used; in the draft is what was read of it before the fault. */
    void rejected(RejectReason reason, @Nullable FlowField field, int from, int to);
}
