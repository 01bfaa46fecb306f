package io.vedette.collector.shard;

import io.vedette.core.detect.AlertSink;
import io.vedette.core.detect.victim.TargetCounts;
import io.vedette.core.detect.victim.TargetJudge;
import io.vedette.core.detect.victim.TargetSide;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where the shards meet so that one of them, the last to arrive, can judge what all of them have seen of targets.
 *
 * <p>The others wait, so nothing is copied and no shard gets ahead: what is raised does not depend on their number. Judging,
 * and the raising of alerts, which may wait for a sink, happens outside the lock. Thread-safe.
 */
final class TargetTicks {

    private final int shards;
    private final TargetJudge judge;
    private final AlertSink alerts;
    private final List<TargetSide> arrived = new ArrayList<>();
    private long round;
    private boolean closed;
    private volatile TargetCounts counts = TargetCounts.NONE;

    TargetTicks(int shards, TargetJudge judge, AlertSink alerts) {
        this.shards = shards;
        this.judge = judge;
        this.alerts = alerts;
    }

    /**
     * Brings a shard's side, waits for the others and until all is judged.
     *
     * @param last whether the input is over, and all that is open with it
     * @throws InterruptedException if the shard is being stopped
     */
    void meet(TargetSide side, long nowMillis, boolean last) throws InterruptedException {
        List<TargetSide> all;
        synchronized (this) {
            arrived.add(side);
            if (arrived.size() < shards) {
                await(round);
                return;
            }
            all = List.copyOf(arrived);
            arrived.clear();
        }
        try {
            if (last) {
                judge.finish(all, nowMillis, alerts);
            } else {
                judge.tick(all, nowMillis, alerts);
            }
            long overLimit = all.stream().mapToLong(TargetSide::overLimit).sum();
            counts = judge.counts().plusLimit(overLimit);
        } finally {
            letGo();
        }
    }

    private synchronized void letGo() {
        round++;
        notifyAll();
    }

    private void await(long mine) throws InterruptedException {
        while (round == mine && !closed) {
            wait();
        }
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /**
     * Writes what is known of targets, in {@code most} bytes; only while no shard can meet another.
     *
     * @return how many targets did not fit
     */
    int write(DataOutput out, int most) throws IOException {
        return judge.write(out, most);
    }

    /** Takes over what an earlier run knew, before the first meeting; {@code own} as the judge wants it. */
    void restore(TargetJudge.Saved saved, Set<String> own) {
        judge.restore(saved, own);
        counts = judge.counts();
    }

    TargetCounts counts() {
        return counts;
    }
}
