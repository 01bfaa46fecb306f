package io.vedette.collector;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which bounds were reached and how often, gathered from the metrics of all components. */
final class ReachedLimits extends MetricFilter {

    private final Map<String, Long> times = new TreeMap<>();

    @Override
    void sample(String name, String labelValue, double value) {
        String limit = switch (name) {
            case "limit_reached" -> labelValue;
            case "pairing_limit" -> "pairing";
            case "connections" -> connectionLimit(labelValue);
            default -> "";
        };
        if (!limit.isEmpty() && value > 0) {
            times.merge(limit, (long) value, Long::sum);
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
