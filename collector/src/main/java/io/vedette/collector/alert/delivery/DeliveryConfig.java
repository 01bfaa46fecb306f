package io.vedette.collector.alert.delivery;

import io.vedette.collector.alert.syslog.SyslogConfig;
import io.vedette.collector.alert.webhook.WebhookConfig;
import io.vedette.core.setting.Setting;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where alerts go over the network. */
public record DeliveryConfig(
        @Setting(
                "Directory of what was not delivered yet: one directory for each sink, and its dead letters beside it.")
        Path spools,

        @Setting("Webhooks: generic JSON, chat and paging services; docs/delivery.md tells the keys of an item.")
        List<WebhookConfig> webhooks,

        @Setting("Syslog servers; docs/delivery.md tells the keys of an item.")
        List<SyslogConfig> syslogs) {

    public DeliveryConfig {
        webhooks = List.copyOf(webhooks);
        syslogs = List.copyOf(syslogs);
        Set<String> names = new HashSet<>(Set.of("console", "alert-log"));
        for (WebhookConfig webhook : webhooks) {
            if (!names.add(webhook.name())) {
                throw new IllegalArgumentException("webhooks: two sinks are called " + webhook.name());
            }
        }
        for (SyslogConfig syslog : syslogs) {
            if (!names.add(syslog.name())) {
                throw new IllegalArgumentException("syslogs: two sinks are called " + syslog.name());
            }
        }
    }

    public static DeliveryConfig defaults() {
        return new DeliveryConfig(Path.of("spool"), List.of(), List.of());
    }
}
