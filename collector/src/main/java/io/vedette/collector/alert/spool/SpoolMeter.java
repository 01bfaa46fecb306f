package io.vedette.collector.alert.spool;

import io.vedette.collector.meter.MetricWriter;
import io.vedette.core.meter.Counter;
import io.vedette.core.meter.CounterFamily;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The numbers of a spool. One thread writes, any may read. */
final class SpoolMeter {

    final Counter accepted = new Counter();
    final Counter recovered = new Counter();
    final CounterFamily<SpoolFate> fates = new CounterFamily<>(SpoolFate.class);
    final Counter badFiles = new Counter();
    final Counter diskErrors = new Counter();
    volatile boolean degraded;
    volatile long bytes;
    /** {@link Long#MAX_VALUE} if the spool is empty. */
    volatile long oldestMillis = Long.MAX_VALUE;

    SpoolCounts counts() {
        Map<SpoolFate, Long> left = new EnumMap<>(SpoolFate.class);
        long total = 0;
        for (SpoolFate fate : SpoolFate.values()) {
            long count = fates.get(fate);
            left.put(fate, count);
            total += count;
        }
        long in = accepted.get();
        long found = recovered.get();
        return new SpoolCounts(in, found, left, in + found - total);
    }

    void writeMetrics(MetricWriter writer, String sink, long nowMillis) {
        for (SpoolFate fate : SpoolFate.values()) {
            String name = "spool_" + fate.name().toLowerCase(Locale.ROOT);
            writer.counter(name, "Alerts that left the spool this way.", "sink", sink, fates.get(fate));
        }
        writer.counter("spool_accepted", "Alerts put into the spool.", "sink", sink, accepted.get());
        writer.counter("spool_recovered", "Alerts of earlier runs.", "sink", sink, recovered.get());
        writer.counter("spool_bad_files", "Damaged files that were found.", "sink", sink, badFiles.get());
        writer.counter("spool_disk_errors", "Times the disk refused.", "sink", sink, diskErrors.get());
        writer.gauge("spool_waiting", "Alerts in the spool.", "sink", sink, counts().waiting());
        writer.gauge("spool_bytes", "Size of the spool.", "sink", sink, bytes);
        long oldest = oldestMillis;
        double age = oldest == Long.MAX_VALUE ? 0 : Math.max(0, nowMillis - oldest) / 1_000.0;
        writer.gauge("spool_oldest_seconds", "Age of the oldest alert.", "sink", sink, age);
        writer.gauge("spool_degraded", "Whether the disk refuses the spool.", "sink", sink, degraded ? 1 : 0);
    }
}
