package io.vedette.collector.shard;

import io.vedette.core.detect.AlertSink;
import io.vedette.core.detect.reference.ReferenceRules;
import io.vedette.core.detect.scan.ScanDetector;
import io.vedette.core.detect.victim.TargetSide;
import io.vedette.core.flow.PrefixSet;
import io.vedette.core.sketch.KeyedHash;

/**
 * Makes the work of each shard, as the sensitivity wants it.
 *
 * @param shards over which all bounds are divided
 */
record WorkMaker(ShardSettings settings, DetectSettings detect, KeyedHash hash, int shards, AlertSink alerts) {

    /** The share of the heap that open incidents may take to count exactly. */
    private static final int ROOM_SHARE = 16;

    ShardWork make() {
        int udpSources = detect.udp().maxSources() / shards;
        return switch (detect.sensitivity()) {
            case LOW, NORMAL, HIGH ->
                new IncidentWork(
                        settings,
                        Runtime.getRuntime().maxMemory() / ROOM_SHARE,
                        shards,
                        UdpActivity.of(detect.udp().smoothing(), hash, udpSources),
                        new ScanDetector(detect.scan(), PrefixSet.of(detect.homeNetworks())),
                        new TargetSide(detect.victims(), hash, shards),
                        new AllowList(detect.allow()),
                        hash,
                        alerts);
            case REFERENCE ->
                new ReferenceWork(
                        new ReferenceRules(detect.scan().udpFactor(), detect.referenceReset()),
                        udpSources,
                        hash,
                        alerts);
        };
    }
}
