package io.vedette.collector;

import io.vedette.collector.alert.AlertsConfig;
import io.vedette.collector.alert.delivery.DeliveryConfig;
import io.vedette.collector.pcap.CaptureConfig;
import io.vedette.collector.shard.DetectSettings;
import io.vedette.collector.shard.ShardSettings;
import io.vedette.collector.state.StateConfig;
import io.vedette.collector.tcp.FlowServerConfig;
import io.vedette.collector.web.AdminConfig;
import io.vedette.core.setting.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Everything that can be set about the collector: one section for each component. */
public record CollectorConfig(
        @Setting("The port that probes send their flows to.")
        FlowServerConfig listen,

        @Setting("How packets are captured from interfaces.")
        CaptureConfig capture,

        @Setting("What is detected.") DetectSettings detect,

        @Setting("How much is remembered, and by how many threads.")
        ShardSettings shards,

        @Setting("What survives a restart.") StateConfig state,

        @Setting("Where alerts go.") AlertsConfig alerts,

        @Setting("Where alerts go over the network.") DeliveryConfig delivery,

        @Setting("Metrics and health over HTTP.") AdminConfig web,

        @Setting(value = "How much is logged on standard error: warn, info, debug or trace.", reloadable = true)
        LogLevel logLevel,

        @Setting(
                "Time between two looks at the configuration, certificates and other files that are reloaded when they have"
                        + " changed. Left out: they are reloaded on SIGHUP only.")
        @Nullable
        Duration watchFiles,

        @Setting("Longest time that reading what is there, judging it and delivering alerts may take after SIGTERM.")
        Duration drainLimit,

        @Setting(
                "Whether alerts that wait in a spool for the next run make the exit code 5. They are safe there, so usually not.")
        boolean drainRequireEmpty) {

    public CollectorConfig {
        if (watchFiles != null && watchFiles.toMillis() < 100) {
            throw new IllegalArgumentException("watch-files " + watchFiles + ", expected 100ms or more");
        }
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
                StateConfig.defaults(),
                AlertsConfig.defaults(),
                DeliveryConfig.defaults(),
                AdminConfig.defaults(),
                LogLevel.INFO,
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                false);
    }
}
