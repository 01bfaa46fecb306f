/**
 * The decisions of PortScanDetector, flow by flow: for those who compare, or who have scripts that rely on them.
 *
 * <p>Entry type: {@link io.vedette.core.detect.reference.ReferenceRules}. May depend on {@code core.detect}, {@code
 * core.flow} and {@code core.setting}. Thread rule: immutable.
 */
@NullMarked
package io.vedette.core.detect.reference;

import org.jspecify.annotations.NullMarked;
