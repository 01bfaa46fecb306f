package io.vedette.collector;

import io.vedette.collector.meter.MetricWriter;
import io.vedette.collector.meter.Sample;
import java.util.ArrayList;
import java.util.List;

/** Sinks whose last attempt to deliver failed, gathered from the metrics. */
final class SinksDown implements MetricWriter {

    private final List<String> names = new ArrayList<>();

    @Override
    public void sample(Sample sample) {
        if (sample.name().equals("sink_up") && sample.value().doubleValue() == 0) {
            names.add(sample.label());
        }
    }

    List<String> names() {
        return names;
    }
}
