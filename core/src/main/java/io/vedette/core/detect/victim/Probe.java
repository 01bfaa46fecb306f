package io.vedette.core.detect.victim;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;
import java.util.Comparator;

/**
 * A failed couple of a suspect source, reported because that source has enough of them within one target.
 *
 * @param network the target at the width of {@code scope}
 * @param couples distinct failed couples that this source has anywhere, so far
 * @param answered contacts of this source that succeeded anywhere, so far
 * @param scanning whether the source has an incident of its own
 */
record Probe(
        Scope scope,
        Prefix network,
        IpAddress source,
        IpAddress target,
        int port,
        int protocol,
        Outcome outcome,
        Technique technique,
        long timeMillis,
        int couples,
        int answered,
        boolean scanning) {

    /** An order that does not depend on which shard reported what. */
    static final Comparator<Probe> ORDER = Comparator.comparingLong(Probe::timeMillis)
            .thenComparing(Probe::source)
            .thenComparing(Probe::scope)
            .thenComparing(Probe::target)
            .thenComparingInt(Probe::port)
            .thenComparingInt(Probe::protocol);

    Target asTarget() {
        return new Target(target, port, protocol, outcome);
    }
}
