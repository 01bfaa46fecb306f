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
                "Sources that failed at three distinct targets and are judged, over all shards; up to about 320 bytes each, 4 KB while"
                        + " an incident is open, and up to 80 KB as long as that is a sixteenth of the heap at most. Beyond it the least"
                        + " suspect make room, and where all scan, one that was quiet for a minute; which is counted.")
        int maxSuspects,

        @Setting(
                "Time without a failed contact after which the screen may forget a source without counting it; more than"
                        + " three days count as three.")
        Duration sourceIdle) {

    /** A slot of 24 bytes is then a fifth of the heap. */
    private static final int HEAP_PER_SOURCE = 128;

    /** What all else takes of the heap: tables of sources and conversations, buffers, classes. */
    private static final int HEAP_BESIDE_SUSPECTS = 128 << 20;

    /** A suspect that becomes a scanner, with what others know of it and what is held of it until it is told. */
    private static final int HEAP_PER_SUSPECT = 4_460;

    /** Some there are in any case: whether the rest of the heap is enough for all else will be seen. */
    private static final int SMALL_HEAP_PER_SUSPECT = 32_768;

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

    /**
     * These settings with no more sources and suspects than a heap of this size has room for beside the rest, if all of them scan: with 341
     * MiB all of the {@linkplain #defaults() usual} ones.
     *
     * @param heapBytes of the process, at most
     */
    public ShardSettings forMemory(long heapBytes) {
        long sources = Math.max(4096, Long.highestOneBit(Math.max(1, heapBytes / HEAP_PER_SOURCE)));
        long few = Math.max(16, heapBytes / SMALL_HEAP_PER_SUSPECT);
        long suspects = Math.max(few, (heapBytes - HEAP_BESIDE_SUSPECTS) / HEAP_PER_SUSPECT);
        return new ShardSettings(
                count,
                queueBatches,
                (int) Math.min(maxSources, sources),
                (int) Math.min(maxSuspects, suspects),
                sourceIdle);
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
