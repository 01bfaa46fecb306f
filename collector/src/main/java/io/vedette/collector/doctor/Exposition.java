package io.vedette.collector.doctor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The samples of a page of metrics as {@link io.vedette.collector.meter.OpenMetrics} writes them: one label at most. */
final class Exposition {

    private static final Pattern SAMPLE =
            Pattern.compile("vedette_([a-z0-9_]+?)(_total)?(?:\\{[a-z_]+=\"([^\"]*)\"})? (\\S+)");

    private final Map<String, Map<String, Double>> families = new LinkedHashMap<>();

    Exposition(String text) {
        text.lines().map(SAMPLE::matcher).filter(Matcher::matches).forEach(sample -> {
            String label = sample.group(3) == null ? "" : sample.group(3);
            families.computeIfAbsent(sample.group(1), name -> new LinkedHashMap<>())
                    .put(label, number(sample.group(4)));
        });
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN; // +Inf and -Inf, which none of the samples that are looked at can be
        }
    }

    /** Value by label; empty if there is no such family. */
    Map<String, Double> of(String name) {
        return families.getOrDefault(name, Map.of());
    }

    double sum(String name) {
        return of(name).values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
