package io.vedette.collector.shard;

import io.vedette.collector.meter.MetricSource;
import io.vedette.collector.meter.MetricWriter;
import io.vedette.core.detect.victim.TargetCounts;
import io.vedette.core.meter.Histogram;
import java.util.List;
import java.util.Locale;

/** The numbers of all shards together. Any thread. */
record ShardMetrics(List<Shard> shards, UdpTicks ticks, TargetTicks targets) implements MetricSource {

    @Override
    public void writeMetrics(MetricWriter writer) {
        ShardLoad load = ShardLoad.of(shards);
        writeState(load, writer);
        writeLimits(load, writer);
    }

    private void writeState(ShardLoad load, MetricWriter writer) {
        writer.gauge("sources", "Sources in the screen.", load.sources());
        writer.gauge("suspects", "Sources under judgement.", load.suspects());
        writer.gauge("incidents_open", "Open incidents.", load.incidents());
        writer.gauge("udp_sources", "Sources whose UDP couples are counted.", load.udpSources());
        writer.counter(
                "ticks",
                "Ticks of detect.udp.des at which all shards have met; they begin with the first probe.",
                ticks.count());
        writer.gauge("udp_mean_targets", "Mean of distinct UDP couples per source.", ticks.mean());
        writer.gauge(
                "udp_forecast",
                "UDP couples, or failed hosts, usual for a source; NaN if unknown.",
                ticks.usual().hosts());
        writer.gauge(
                "udp_forecast_ports",
                "Failed UDP ports of one host usual for a source; NaN if unknown.",
                ticks.usual().ports());
        Histogram batches = new Histogram(12, 32);
        shards.forEach(shard -> batches.add(shard.batchNanos()));
        writer.histogram(
                "detector_seconds", "Time in which a shard judges a batch of up to 2048 contacts.", batches, 1e-9);
        writer.gauge(
                "queue_depth",
                "Batches waiting before the shards.",
                shards.stream().mapToInt(shard -> shard.mailbox().depth()).sum());
    }

    private void writeLimits(ShardLoad load, MetricWriter writer) {
        for (Allowance allowance : Allowance.values()) {
            writer.counter(
                    "contacts_allowed",
                    "Failed contacts that the allow lists let off.",
                    "reason",
                    allowance.name().toLowerCase(Locale.ROOT),
                    load.letOff().of(allowance));
        }
        String help = "Times a bound was reached.";
        writer.counter("limit_reached", help, "limit", "sources", load.sourceLimit());
        writer.counter("limit_reached", help, "limit", "suspects", load.suspectLimit());
        writer.counter("limit_reached", help, "limit", "udp_sources", load.udpLimit());
        TargetCounts counts = targets.counts();
        writer.counter("limit_reached", help, "limit", "targets", counts.overLimit());
        writer.gauge("targets", "Targets that are watched.", counts.watched());
        writer.gauge("target_incidents_open", "Open incidents told from the target's side.", counts.incidents());
        writer.counter(
                "incidents_folded", "Incidents of single sources folded into one with many sources.", counts.folded());
        writer.counter("misconfigured_clients", "Clients that kept asking for a dead service.", counts.misconfigured());
    }
}
