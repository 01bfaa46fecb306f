package io.vedette.collector.shard;

import java.util.List;

/**
 * What the shards hold, and how often they had to let go.
 *
 * @param sources sources in the screen
 * @param suspects sources under judgement
 * @param incidents open incidents
 * @param udpSources sources whose UDP couples are counted
 * @param sourceLimit sources that lost their place in the screen, or got none
 * @param suspectLimit times a judgement was ended to make room, or not begun for want of it
 * @param udpLimit UDP couples that were not counted
 * @param letOff contacts that the allow lists let off
 */
public record ShardLoad(
        int sources,
        int suspects,
        int incidents,
        int udpSources,
        long sourceLimit,
        long suspectLimit,
        long udpLimit,
        LetOff letOff) {

    static ShardLoad of(List<Shard> shards) {
        ShardWork.Snapshot all =
                shards.stream().map(Shard::snapshot).reduce(ShardWork.Snapshot.EMPTY, ShardWork.Snapshot::plus);
        ShardWork.Limits limits = all.limits();
        return new ShardLoad(
                all.sources(),
                all.suspects(),
                all.incidents(),
                all.udpSources(),
                limits.sources(),
                limits.suspects(),
                limits.udpSources(),
                all.letOff());
    }

    /** Whether a bound was ever reached. */
    public boolean limited() {
        return sourceLimit + suspectLimit + udpLimit > 0;
    }
}
