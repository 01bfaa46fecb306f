package io.vedette.collector;

import io.vedette.collector.alert.AlertsConfig;
import io.vedette.collector.alert.delivery.DeliveryConfig;
import io.vedette.collector.pcap.CaptureConfig;
import io.vedette.collector.shard.DetectSettings;
import io.vedette.collector.shard.ShardSettings;
import io.vedette.collector.tcp.FlowServerConfig;
import io.vedette.collector.web.AdminConfig;
import io.vedette.core.setting.Setting;
import java.time.Duration;

/** Everything that can be set about the collector: one section for each component. */
public record CollectorConfig(
        @Setting("The port that probes send their flows to.")
        FlowServerConfig listen,

        @Setting("How packets are captured from interfaces.")
        CaptureConfig capture,

        @Setting("What is detected.") DetectSettings detect,

        @Setting("How much is remembered, and by how many threads.")
        ShardSettings shards,

        @Setting("Where alerts go.") AlertsConfig alerts,

        @Setting("Where alerts go over the network.") DeliveryConfig delivery,

        @Setting("Metrics and health over HTTP.") AdminConfig web,

        @Setting("Longest time that reading what is there, judging it and delivering alerts may take after SIGTERM.")
        Duration drainLimit,

        @Setting(
                "Whether alerts that wait in a spool for the next run make the exit code 5. They are safe there, so usually not.")
        boolean drainRequireEmpty) {

    public CollectorConfig {
        if (drainLimit.toMillis() < 1 || drainLimit.toHours() > 1) {
            throw new IllegalArgumentException("drain-limit " + drainLimit + ", expected 1ms to 1h");
        }
    }

    public static CollectorConfig defaults() {
        return new CollectorConfig(
                FlowServerConfig.defaults(),
                CaptureConfig.defaults(),
                DetectSettings.defaults(),
                ShardSettings.defaults(),
                AlertsConfig.defaults(),
                DeliveryConfig.defaults(),
                AdminConfig.defaults(),
                Duration.ofSeconds(30),
                false);
    }
}
