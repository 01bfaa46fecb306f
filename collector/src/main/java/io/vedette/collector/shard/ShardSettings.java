package io.vedette.collector.shard;

import io.vedette.core.setting.Setting;
import java.time.Duration;

/** How much is remembered, and by how many threads. */
public record ShardSettings(
        @Setting("Threads that judge contacts; 0 for one less than the processors, at least one.")
        int count,

        @Setting("Batches of contacts that may wait for each shard before reading stops.")
        int queueBatches,

        @Setting(
                "Sources that are screened at once, over all shards; 24 bytes each, rounded up to a power of two. Beyond it"
                        + " the least recently seen make room, which is counted.")
        int maxSources,

        @Setting(
                "Sources that failed at three distinct targets and are judged, over all shards; up to about 320 bytes each, more while"
                        + " an incident is open. Beyond it the least suspect make room, which is counted.")
        int maxSuspects,

        @Setting(
                "Time without a failed contact after which the screen may forget a source without counting it; more than"
                        + " three days count as three.")
        Duration sourceIdle) {

    public ShardSettings {
        if (count < 0 || count > 256) {
            throw new IllegalArgumentException("count " + count + ", expected 0 to 256");
        }
        if (queueBatches < 2 || queueBatches > 4096) {
            throw new IllegalArgumentException("queue-batches " + queueBatches + ", expected 2 to 4096");
        }
        if (maxSources < 4096) {
            throw new IllegalArgumentException("max-sources " + maxSources + ", expected 4096 or more");
        }
        if (maxSuspects < 16) {
            throw new IllegalArgumentException("max-suspects " + maxSuspects + ", expected 16 or more");
        }
        if (sourceIdle.toSeconds() < 1) {
            throw new IllegalArgumentException("source-idle " + sourceIdle + ", expected 1s or more");
        }
    }

    public static ShardSettings defaults() {
        return new ShardSettings(0, 16, 1 << 21, 50_000, Duration.ofHours(24));
    }

    /** These settings for another number of shards. */
    public ShardSettings withCount(int newCount) {
        return new ShardSettings(newCount, queueBatches, maxSources, maxSuspects, sourceIdle);
    }

    /** Threads that judge, where that is left to the machine. */
    public int threads() {
        return count > 0 ? count : Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }
}
