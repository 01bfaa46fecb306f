package io.vedette.collector;

import io.vedette.collector.meter.MetricWriter;

/** A writer that looks at a few samples and ignores all others. */
abstract class MetricFilter implements MetricWriter {

    /** One sample; without label both label texts are empty. */
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
    public void gauge(String name, String help, double value) {
        sample(name, "", value);
    }

    @Override
    public void gauge(String name, String help, String label, String labelValue, double value) {
        sample(name, labelValue, value);
    }
}
