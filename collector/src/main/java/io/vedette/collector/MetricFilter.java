package io.vedette.collector;

import io.vedette.collector.meter.MetricWriter;
import io.vedette.core.meter.Histogram;

/** A writer that looks at a few samples and ignores all others. */
abstract class MetricFilter implements MetricWriter {

    /** One sample; without label the label text is empty, of two the first counts. */
    abstract void sample(String name, String labelValue, double value);

    @Override
    public void counter(String name, String help, long value) {
        sample(name, "", value);
    }

    @Override
    public void counter(String name, String help, String label, String labelValue, long value) {
        sample(name, labelValue, value);
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
        sample(name, labelValue, value);
    }

    @Override
    public void histogram(String name, String help, Histogram values, double unit) {
        // nobody here looks at one
    }

    @Override
    public void gauge(String name, String help, double value) {
        sample(name, "", value);
    }

    @Override
    public void gauge(String name, String help, String label, String labelValue, double value) {
        sample(name, labelValue, value);
    }
}
