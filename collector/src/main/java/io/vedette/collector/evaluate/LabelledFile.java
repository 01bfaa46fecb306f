package io.vedette.collector.evaluate;

import io.vedette.core.flow.IpAddress;
import java.util.List;
import java.util.Set;

/**
 * A file and what is known of it.
 *
 * @param name relative to the folder of the evaluation, as it was labelled
 * @param scanners all there are; anybody else who is named is innocent
 * @param victims addresses that an alert may name for what was done to them
 * @param hard reported, but not counted
 * @param hardAsFlows the same when it is judged by flow records
 */
public record LabelledFile(
        String name,
        List<LabelledScanner> scanners,
        Set<IpAddress> victims,
        boolean hard,
        boolean hardAsFlows,
        String note) {

    public LabelledFile {
        scanners = List.copyOf(scanners);
        victims = Set.copyOf(victims);
    }

    /** Whether what comes of it is part of the sums. */
    boolean counts(Input input) {
        return !hard && (input == Input.PACKETS || !hardAsFlows);
    }
}
