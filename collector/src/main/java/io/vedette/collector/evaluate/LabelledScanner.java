package io.vedette.collector.evaluate;

import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A scanner that is known to be in a file.
 *
 * @param technique null where nobody noted it: any is right
 * @param shape the same
 */
public record LabelledScanner(
        IpAddress source,
        @Nullable Technique technique,
        @Nullable Shape shape) {}
