package io.vedette.collector.alert.delivery;

import io.vedette.collector.alert.remote.NetworkThreads;
import io.vedette.collector.alert.remote.Notification;
import io.vedette.collector.alert.remote.Trial;
import io.vedette.collector.alert.syslog.SyslogConfig;
import io.vedette.collector.alert.syslog.Syslogs;
import io.vedette.collector.alert.webhook.WebhookConfig;
import io.vedette.collector.alert.webhook.Webhooks;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Tries sinks with an alert about nothing. Leaves spools alone, so it may run beside a collector. */
public final class DeliveryTrials implements AutoCloseable {

    private final DeliveryConfig config;
    private final InstantSource clock;
    private final NetworkThreads threads = new NetworkThreads();
    private final Webhooks webhooks;
    private final Syslogs syslogs;

    public DeliveryTrials(DeliveryConfig config, InstantSource clock, LongSupplier nanoTime) {
        this.config = config;
        this.clock = clock;
        webhooks = new Webhooks(config.spools(), threads, clock, nanoTime);
        syslogs = new Syslogs(config.spools(), threads, clock, nanoTime);
    }

    /** The sinks that can be tried, in the order of the configuration. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        config.webhooks().forEach(webhook -> names.add(webhook.name()));
        config.syslogs().forEach(syslog -> names.add(syslog.name()));
        return names;
    }

    /** @throws IOException if the file of trusted certificates cannot be used */
    public Trial attempt(String name) throws IOException, InterruptedException {
        Notification test = Notification.of(example(clock.millis()), Notification.Kind.TEST, List.of());
        for (WebhookConfig webhook : config.webhooks()) {
            if (webhook.name().equals(name)) {
                return webhooks.attempt(webhook, test);
            }
        }
        for (SyslogConfig syslog : config.syslogs()) {
            if (syslog.name().equals(name)) {
                return syslogs.attempt(syslog, test);
            }
        }
        throw new IllegalArgumentException("no sink is called " + name);
    }

    /** An alert about addresses that nobody has (RFC 5737), of lowest severity. */
    public static Alert example(long nowMillis) {
        IpAddress target = IpAddress.parse("198.51.100.7");
        return new Alert(
                "test",
                "test",
                Alert.Stage.OPENED,
                "test",
                Severity.INFO,
                1,
                IpAddress.parse("192.0.2.66"),
                Technique.SYN,
                Shape.VERTICAL,
                1,
                2,
                2,
                2,
                1,
                1,
                0,
                nowMillis - 1_000,
                nowMillis,
                List.of(
                        new Target(target, 22, IpProtocol.TCP, Outcome.REFUSED),
                        new Target(target, 443, IpProtocol.TCP, Outcome.SILENT)),
                "somebody wanted to see whether alerts arrive",
                "T1046");
    }

    @Override
    public void close() {
        threads.close();
    }
}
