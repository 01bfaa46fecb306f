package io.vedette.collector.meter;

import io.vedette.collector.meter.Sample.Kind;
import io.vedette.collector.meter.Sample.Label;
import io.vedette.core.meter.Histogram;
import java.util.List;

/**
 * Takes samples. Names are snake_case without prefix and without the suffix {@code _total}, which the exposition adds;
 * label values come from fixed sets (enum constants, sink names), never from traffic.
 *
 * <p>Who writes calls {@code counter}, {@code gauge} and {@code histogram}; who reads implements {@link #sample}.
 */
@FunctionalInterface
public interface MetricWriter {

    /** Takes one sample. */
    void sample(Sample sample);

    /**
     * How values are spread. Whoever looks at single numbers only does not want to know.
     *
     * @param unit what one unit of the values is in the unit that {@code name} ends with: 1e-9 for nanoseconds in seconds
     */
    default void histogram(String name, String help, Histogram values, double unit) {}

    /** A count that only grows. */
    default void counter(String name, String help, long value) {
        sample(new Sample(Kind.COUNTER, name, help, List.of(), value));
    }

    /** One labelled sample of a count that only grows. */
    default void counter(String name, String help, String label, String labelValue, long value) {
        sample(new Sample(Kind.COUNTER, name, help, List.of(new Label(label, labelValue)), value));
    }

    /** One sample, with two labels, of a count that only grows. */
    default void counter(
            String name,
            String help,
            String label,
            String labelValue,
            String otherLabel,
            String otherLabelValue,
            long value) {
        List<Label> labels = List.of(new Label(label, labelValue), new Label(otherLabel, otherLabelValue));
        sample(new Sample(Kind.COUNTER, name, help, labels, value));
    }

    /** A value that goes up and down. */
    default void gauge(String name, String help, double value) {
        sample(new Sample(Kind.GAUGE, name, help, List.of(), value));
    }

    /** One labelled sample of a value that goes up and down. */
    default void gauge(String name, String help, String label, String labelValue, double value) {
        sample(new Sample(Kind.GAUGE, name, help, List.of(new Label(label, labelValue)), value));
    }
}
