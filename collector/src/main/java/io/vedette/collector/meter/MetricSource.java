package io.vedette.collector.meter;

/** A component that can tell its numbers. */
@FunctionalInterface
public interface MetricSource {

    /** Writes every metric of this component; families in a fixed order, the samples of one family together. */
    void writeMetrics(MetricWriter writer);
}
