package io.vedette.collector;

import java.util.ArrayList;
import java.util.List;

/** Sinks whose last attempt to deliver failed, gathered from the metrics. */
final class SinksDown extends MetricFilter {

    private final List<String> names = new ArrayList<>();

    @Override
    void sample(String name, String labelValue, double value) {
        if (name.equals("sink_up") && value == 0) {
            names.add(labelValue);
        }
    }

    List<String> names() {
        return names;
    }
}
