/**
 * Alerts in the words of other systems: the Elastic Common Schema, the Open Cybersecurity Schema Framework, and the Common Event
 * Format.
 *
 * <p>Entry type: {@link io.vedette.core.detect.format.AlertFormat}. What a standard has a field for is said in that field; the
 * JSON formats carry the whole alert beside it, as {@code core.detect.json} writes it, so that nothing is lost and nothing new has to be
 * added here. May depend on {@code core.detect.json}. Thread rule: no state.
 */
@NullMarked
package io.vedette.core.detect.format;

import org.jspecify.annotations.NullMarked;
