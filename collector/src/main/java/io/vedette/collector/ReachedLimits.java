package io.vedette.collector;

import io.vedette.collector.meter.MetricWriter;
import io.vedette.collector.meter.Sample;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which bounds were reached and how often, gathered from the metrics of all components. */
final class ReachedLimits implements MetricWriter {

    private final Map<String, Long> times = new TreeMap<>();

    @Override
    public void sample(Sample sample) {
        String limit = switch (sample.name()) {
            case "limit_reached" -> sample.label();
            case "pairing_limit" -> "pairing";
            case "connections" -> connectionLimit(sample.label());
            default -> "";
        };
        long value = sample.value().longValue();
        if (!limit.isEmpty() && value > 0) {
            times.merge(limit, value, Long::sum);
        }
    }

    private static String connectionLimit(String result) {
        return switch (result) {
            case "limit_total" -> "connections";
            case "limit_address" -> "connections-per-address";
            default -> "";
        };
    }

    /** {@code none}, or names with counts. */
    String text() {
        return times.isEmpty()
                ? "none"
                : times.entrySet().stream()
                        .map(limit -> limit.getKey() + " " + limit.getValue())
                        .collect(Collectors.joining(", "));
    }
}
