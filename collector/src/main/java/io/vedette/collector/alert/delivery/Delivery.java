package io.vedette.collector.alert.delivery;

import io.vedette.collector.alert.remote.NetworkThreads;
import io.vedette.collector.alert.remote.RemoteSink;
import io.vedette.collector.alert.syslog.SyslogConfig;
import io.vedette.collector.alert.syslog.Syslogs;
import io.vedette.collector.alert.webhook.WebhookConfig;
import io.vedette.collector.alert.webhook.Webhooks;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The sinks of a {@link DeliveryConfig} and the threads they share. Close it after the dispatcher that has the sinks. */
public final class Delivery implements AutoCloseable {

    private final NetworkThreads threads = new NetworkThreads();
    private final List<RemoteSink> sinks;

    /**
     * @param clock dates signatures, spooled alerts and dead letters
     * @param nanoTime measures waiting times
     * @throws IOException if a file of trusted certificates cannot be used; the message says which
     */
    public Delivery(DeliveryConfig config, InstantSource clock, LongSupplier nanoTime) throws IOException {
        Webhooks webhooks = new Webhooks(config.spools(), threads, clock, nanoTime);
        Syslogs syslogs = new Syslogs(config.spools(), threads, clock, nanoTime);
        List<RemoteSink> made = new ArrayList<>();
        try {
            for (WebhookConfig webhook : config.webhooks()) {
                made.add(webhooks.sink(webhook));
            }
            for (SyslogConfig syslog : config.syslogs()) {
                made.add(syslogs.sink(syslog));
            }
        } catch (IOException e) {
            threads.close();
            throw e;
        }
        sinks = List.copyOf(made);
    }

    public List<RemoteSink> sinks() {
        return sinks;
    }

    /** How many alerts the spools keep for the next run, by sink; only sinks for which there are some. */
    public Map<String, Long> waiting() {
        Map<String, Long> waiting = new LinkedHashMap<>();
        for (RemoteSink sink : sinks) {
            if (sink.counts().waiting() > 0) {
                waiting.put(sink.name(), sink.counts().waiting());
            }
        }
        return waiting;
    }

    @Override
    public void close() {
        threads.close();
    }
}
