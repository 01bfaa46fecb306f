package io.vedette.collector.shard;

import io.vedette.core.detect.scan.ScanState;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.sketch.KeyedHash;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives shards that have not started what an earlier run remembered.
 *
 * @param seed of this run's keyed hashes
 */
record Restorer(
        List<Shard> shards, KeyedHash hash, long seed, DetectSettings detect, UdpTicks ticks, TargetTicks targets) {

    /** What the UDP numbers of a checkpoint depend on. */
    static String judging(DetectSettings detect) {
        return (detect.sensitivity() == DetectSettings.Sensitivity.REFERENCE) + " " + detect.udp();
    }

    ShardHost.Restored restore(SavedShards saved) throws IOException {
        int incidents = saved.targets().incidents();
        int suspects = 0;
        int leftOut = 0;
        Set<String> own = new HashSet<>();
        for (SavedShards.Source each : saved.sources()) {
            ScanState state = each.state();
            if (!shardOf(state.source()).work().restore(state, each.probed())) {
                leftOut++;
            } else if (state.isScanning()) {
                incidents++;
                own.add(state.incidentId());
            } else {
                suspects++;
            }
        }
        if (detect.sensitivity() != DetectSettings.Sensitivity.REFERENCE) {
            targets.restore(saved.targets(), own);
        }
        return new ShardHost.Restored(incidents, suspects, leftOut, restoreUdp(saved));
    }

    private Shard shardOf(IpAddress source) {
        return shards.get(ShardRoute.shardOf(hash, source.high(), source.low(), shards.size()));
    }

    private boolean restoreUdp(SavedShards saved) throws IOException {
        if (!saved.judging().equals(judging(detect))) {
            return false;
        }
        boolean couples = saved.seed() == seed
                && saved.couples().size() == shards.size()
                && saved.couples().stream().noneMatch(each -> each.length == 0);
        ticks.restore(saved.population(), couples);
        for (int i = 0; i < shards.size(); i++) {
            byte[] written = couples ? saved.couples().get(i) : new byte[0];
            shards.get(i).work().restoreUdp(written, ticks.usual());
        }
        return true;
    }
}
