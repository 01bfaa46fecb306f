package io.vedette.collector.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration that results from all layers.
 *
 * @param value the record; where there were problems, the default stands in place of the refused value
 * @param origins for each key where its value comes from, in the order of the records
 * @param problems all that is wrong; the configuration may only be used if there are none
 * @param warnings what looks like a mistake but is harmless
 */
public record Effective<R extends Record>(
        R value, Map<String, Origin> origins, List<Problem> problems, List<Problem> warnings) {

    public Effective {
        origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }
}
