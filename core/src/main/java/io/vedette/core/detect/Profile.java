package io.vedette.core.detect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an incident beside its size.
 *
 * @param direction seen from the home networks
 * @param spoofable whether no TCP handshake was completed, so that the source address may be forged
 * @param slow whether the median pause between its probes is more than a minute
 * @param used couples that were probed, answered, and later carried data: scan followed by success
 * @param also techniques beside the main one, each with a part of the couples that matters
 * @param flags couples by the TCP flags that the initiator sent, most first, at most eight
 * @param tool which program sends like this; null if none is recognised or no packets were seen
 */
public record Profile(
        Direction direction,
        boolean spoofable,
        boolean slow,
        long used,
        List<Technique> also,
        Map<String, Long> flags,
        @Nullable Tool tool) {

    public Profile {
        also = List.copyOf(also);
        flags = Collections.unmodifiableMap(new LinkedHashMap<>(flags));
    }
}
