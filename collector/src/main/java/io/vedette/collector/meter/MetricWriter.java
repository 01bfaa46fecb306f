package io.vedette.collector.meter;

import io.vedette.core.meter.Histogram;

/**
 * Takes samples. Names are snake_case without prefix and without the suffix {@code _total}, which the exposition adds;
 * label values come from fixed sets (enum constants, sink names), never from traffic.
 */
public interface MetricWriter {

    /** A count that only grows. */
    void counter(String name, String help, long value);

    /** One labelled sample of a count that only grows. */
    void counter(String name, String help, String label, String labelValue, long value);

    /** One sample, with two labels, of a count that only grows. */
    void counter(
            String name,
            String help,
            String label,
            String labelValue,
            String otherLabel,
            String otherLabelValue,
            long value);

    /**
     * How values are spread.
     *
     * @param unit what one unit of the values is in the unit that {@code name} ends with: 1e-9 for nanoseconds in seconds
     */
    void histogram(String name, String help, Histogram values, double unit);

    /** A value that goes up and down. */
    void gauge(String name, String help, double value);

    /** One labelled sample of a value that goes up and down. */
    void gauge(String name, String help, String label, String labelValue, double value);
}
