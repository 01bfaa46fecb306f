package io.vedette.collector.meter;

import java.util.LinkedHashMap;
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
        GAUGE
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
    public void gauge(String name, String help, double value) {
        sample(Type.GAUGE, name, help, "", number(value));
    }

    @Override
    public void gauge(String name, String help, String label, String labelValue, double value) {
        sample(Type.GAUGE, name, help, labels(label, labelValue), number(value));
    }

    private void sample(Type type, String name, String help, String labels, String value) {
        Family family = families.computeIfAbsent(name, unused -> new Family(type, help, new StringBuilder()));
        if (family.type != type) {
            throw new IllegalStateException(name + " is written as " + type + " and as " + family.type);
        }
        family.samples
                .append(PREFIX)
                .append(name)
                .append(type == Type.COUNTER ? "_total" : "")
                .append(labels)
                .append(' ')
                .append(value)
                .append('\n');
    }

    private static String labels(String label, String value) {
        return "{" + label + "=\"" + escape(value) + "\"}";
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
            String type = family.type == Type.COUNTER ? "counter" : "gauge";
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
