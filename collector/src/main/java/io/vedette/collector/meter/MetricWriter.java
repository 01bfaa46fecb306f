package io.vedette.collector.meter;

/**
 * Takes samples. Names are snake_case without prefix and without the suffix {@code _total}, which the exposition adds;
 * label values come from fixed sets (enum constants, sink names), never from traffic.
 */
public interface MetricWriter {

    /** A count that only grows. */
    void counter(String name, String help, long value);

    /** One labelled sample of a count that only grows. */
    void counter(String name, String help, String label, String labelValue, long value);

    /** A value that goes up and down. */
    void gauge(String name, String help, double value);

    /** One labelled sample of a value that goes up and down. */
    void gauge(String name, String help, String label, String labelValue, double value);
}
