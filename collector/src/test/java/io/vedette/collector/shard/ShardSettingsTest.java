package io.vedette.collector.shard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShardSettingsTest {

    private static final long MIB = 1 << 20;

    @Test
    void shouldLeaveTheUsualNumbersToTheUsualHeapAndToLargerOnes() {
        ShardSettings usual = ShardSettings.defaults();

        assertThat(usual.forMemory(341 * MIB)).isEqualTo(usual);
        assertThat(usual.forMemory(8192 * MIB)).isEqualTo(usual);
    }

    @Test
    void shouldTakeLessOfASmallHeap() {
        ShardSettings small = ShardSettings.defaults().forMemory(128 * MIB);

        assertThat(small.maxSources()).isEqualTo(1 << 20);
        assertThat(small.maxSuspects()).isEqualTo(4_096);
        assertThat(ShardSettings.defaults().forMemory(64 * MIB).maxSuspects()).isEqualTo(2048);
        assertThat(ShardSettings.defaults().forMemory(1).maxSources()).isEqualTo(4096);
        assertThat(ShardSettings.defaults().forMemory(1).maxSuspects()).isEqualTo(16);
    }
}
