package io.vedette.collector.meter;

import io.vedette.core.meter.Histogram;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

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
    public void counter(String name, String help, long value) {
        sample(Type.COUNTER, name, help, "", Long.toString(value));
    }

    @Override
    public void counter(String name, String help, String label, String labelValue, long value) {
        sample(Type.COUNTER, name, help, labels(label, labelValue), Long.toString(value));
    }

    @Override
    public void counter(
            String name,
            String help,
            String label,
            String labelValue,
            String otherLabel,
            String otherLabelValue,
            long value) {
        String labels = "{" + pair(label, labelValue) + "," + pair(otherLabel, otherLabelValue) + "}";
        sample(Type.COUNTER, name, help, labels, Long.toString(value));
    }

    @Override
    public void histogram(String name, String help, Histogram values, double unit) {
        StringBuilder samples = family(Type.HISTOGRAM, name, help).samples;
        long below = 0;
        for (int i = 0; i <= values.bounds(); i++) {
            below += values.count(i);
            double bound = i < values.bounds() ? values.bound(i) * unit : Double.POSITIVE_INFINITY;
            line(samples, name + "_bucket", labels("le", number(bound)), Long.toString(below));
        }
        line(samples, name + "_sum", "", number(values.sum() * unit));
        line(samples, name + "_count", "", Long.toString(below));
    }

    @Override
    public void gauge(String name, String help, double value) {
        sample(Type.GAUGE, name, help, "", number(value));
    }

    @Override
    public void gauge(String name, String help, String label, String labelValue, double value) {
        sample(Type.GAUGE, name, help, labels(label, labelValue), number(value));
    }

    private Family family(Type type, String name, String help) {
        Family family = families.computeIfAbsent(name, unused -> new Family(type, help, new StringBuilder()));
        if (family.type != type) {
            throw new IllegalStateException(name + " is written as " + type + " and as " + family.type);
        }
        return family;
    }

    private void sample(Type type, String name, String help, String labels, String value) {
        StringBuilder samples = family(type, name, help).samples;
        line(samples, type == Type.COUNTER ? name + "_total" : name, labels, value);
    }

    private static void line(StringBuilder samples, String name, String labels, String value) {
        samples.append(PREFIX)
                .append(name)
                .append(labels)
                .append(' ')
                .append(value)
                .append('\n');
    }

    private static String labels(String label, String value) {
        return "{" + pair(label, value) + "}";
    }

    private static String pair(String label, String value) {
        return label + "=\"" + escape(value) + "\"";
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
