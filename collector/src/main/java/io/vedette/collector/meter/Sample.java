package io.vedette.collector.meter;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One number that a component tells about itself.
 *
 * @param kind how it changes
 * @param name snake_case, without prefix and suffix
 * @param help what it means, one sentence
 * @param labels what tells it from other samples of its name; mostly none or one
 * @param value a {@link Long} of a counter, a {@link Double} of a gauge
 */
public record Sample(Kind kind, String name, String help, List<Label> labels, Number value) {

    /** How a number changes. */
    public enum Kind {
        /** It only grows. */
        COUNTER,
        /** It goes up and down. */
        GAUGE
    }

    /** A label and its value, which comes from a fixed set. */
    public record Label(String name, String value) {}

    public Sample {
        labels = List.copyOf(labels);
    }

    /** The value of the first label; empty without any. */
    public String label() {
        return labels.isEmpty() ? "" : labels.get(0).value();
    }

    /** All values of labels, with commas between them. */
    public String labelValues() {
        return labels.stream().map(Label::value).collect(Collectors.joining(","));
    }
}
