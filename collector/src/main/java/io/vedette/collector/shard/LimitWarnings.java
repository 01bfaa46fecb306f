package io.vedette.collector.shard;

import io.vedette.core.detect.victim.TargetCounts;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** Says once for each bound that it was reached, and what that means. Belongs to the thread that ticks. */
final class LimitWarnings {

    /** Of so many sources one loses its place by chance, at most. */
    private static final int BY_CHANCE = 1000;

    private final Set<String> said = new HashSet<>();

    void check(ShardLoad load, TargetCounts targets) {
        warn(
                "sources",
                isMoreThanChance(load) ? load.sourceLimit() : 0,
                "source table saturated: the least recently seen sources are being forgotten, so that slow scans may be missed;"
                        + " raise shards.max-sources and the heap");
        warn(
                "suspects",
                load.suspectLimit(),
                "too many suspects: the least suspect are being let go, and where all of them scan further sources are not judged;"
                        + " raise shards.max-suspects and the heap");
        warn(
                "udp_sources",
                load.udpLimit(),
                "too many UDP sources: the couples of further ones are not counted; raise detect.udp.max-sources and the heap");
        warn(
                "targets",
                targets.overLimit(),
                "too many targets: those with the fewest contacts are no longer watched; raise detect.victims.max-targets"
                        + " and the heap");
    }

    /** A set of the table may be full by chance while there is room in all others. */
    private static boolean isMoreThanChance(ShardLoad load) {
        return load.sourceLimit() > load.sources() / BY_CHANCE;
    }

    private void warn(String limit, long reached, String meaning) {
        if (reached > 0 && said.add(limit)) {
            // Not asked for before: a scan would wait for the log longer than for its first thousand packets.
            LoggerFactory.getLogger(LimitWarnings.class).warn("{} (said once; limit_reached counts on)", meaning);
        }
    }
}
