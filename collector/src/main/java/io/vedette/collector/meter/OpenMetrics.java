package io.vedette.collector.meter;

import io.vedette.collector.meter.Sample.Label;
import io.vedette.core.meter.Histogram;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Gathers samples and writes them in the OpenMetrics 1.0 text format (its sections "ABNF" and "Overall Structure").
 *
 * <p>Every name gets the prefix {@code vedette_}. Samples of one family stand together whoever wrote them; the first writer
 * of a family decides its help. For one exposition and one thread.
 */
public final class OpenMetrics implements MetricWriter {

    /** The content type to serve the text with. */
    public static final String CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static final String PREFIX = "vedette_";

    private enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    private record Family(Type type, String help, StringBuilder samples) {}

    private final Map<String, Family> families = new LinkedHashMap<>();

    @Override
    public void sample(Sample sample) {
        boolean counter = sample.kind() == Sample.Kind.COUNTER;
        StringBuilder samples = family(counter ? Type.COUNTER : Type.GAUGE, sample.name(), sample.help()).samples;
        line(
                samples,
                counter ? sample.name() + "_total" : sample.name(),
                labels(sample.labels()),
                counter ? sample.value().toString() : number(sample.value().doubleValue()));
    }

    @Override
    public void histogram(String name, String help, Histogram values, double unit) {
        StringBuilder samples = family(Type.HISTOGRAM, name, help).samples;
        long below = 0;
        for (int i = 0; i <= values.bounds(); i++) {
            below += values.count(i);
            double bound = i < values.bounds() ? values.bound(i) * unit : Double.POSITIVE_INFINITY;
            line(samples, name + "_bucket", labels(List.of(new Label("le", number(bound)))), Long.toString(below));
        }
        line(samples, name + "_sum", "", number(values.sum() * unit));
        line(samples, name + "_count", "", Long.toString(below));
    }

    private Family family(Type type, String name, String help) {
        Family family = families.computeIfAbsent(name, unused -> new Family(type, help, new StringBuilder()));
        if (family.type != type) {
            throw new IllegalStateException(name + " is written as " + type + " and as " + family.type);
        }
        return family;
    }

    private static void line(StringBuilder samples, String name, String labels, String value) {
        samples.append(PREFIX)
                .append(name)
                .append(labels)
                .append(' ')
                .append(value)
                .append('\n');
    }

    private static String labels(List<Label> labels) {
        return labels.isEmpty()
                ? ""
                : labels.stream()
                        .map(label -> label.name() + "=\"" + escape(label.value()) + "\"")
                        .collect(Collectors.joining(",", "{", "}"));
    }

    /** Whole numbers without a fraction, the rest as Java writes them, which the format's grammar contains. */
    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** The exposition, with its {@code # EOF}. */
    public String text() {
        StringBuilder text = new StringBuilder(4096);
        families.forEach((name, family) -> {
            String type = family.type.name().toLowerCase(Locale.ROOT);
            text.append("# TYPE ")
                    .append(PREFIX)
                    .append(name)
                    .append(' ')
                    .append(type)
                    .append('\n');
            text.append("# HELP ")
                    .append(PREFIX)
                    .append(name)
                    .append(' ')
                    .append(escape(family.help))
                    .append('\n');
            text.append(family.samples);
        });
        return text.append("# EOF\n").toString();
    }
}
