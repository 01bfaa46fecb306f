package io.vedette.collector;

import io.vedette.collector.shard.DetectSettings;
import io.vedette.collector.shard.ShardSettings;
import io.vedette.collector.web.AdminConfig;
import io.vedette.core.setting.Setting;

/** Everything that can be set about the collector: one section for each component. */
public record CollectorConfig(
        @Setting("What is detected.") DetectSettings detect,

        @Setting("How much is remembered, and by how many threads.")
        ShardSettings shards,

        @Setting("Metrics and health over HTTP.") AdminConfig web) {

    public static CollectorConfig defaults() {
        return new CollectorConfig(DetectSettings.defaults(), ShardSettings.defaults(), AdminConfig.defaults());
    }
}
