package io.vedette.collector.evaluate;

import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import java.util.Set;

/**
 * A source that was named, with all its incidents taken together.
 *
 * @param incidents how many; in reference mode every match is one
 * @param severity the highest
 * @param probes distinct couples that it had touched when its first incident was opened
 * @param techniques as the closing alerts state them
 * @param shapes the same
 */
public record Accused(
        IpAddress source,
        long incidents,
        Severity severity,
        long probes,
        Set<Technique> techniques,
        Set<Shape> shapes) {

    public Accused {
        techniques = Set.copyOf(techniques);
        shapes = Set.copyOf(shapes);
    }
}
