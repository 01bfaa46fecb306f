/**
 * Scans as incidents: one alert when an initiator has turned to enough distinct targets without success, one each time that
 * has doubled, one when it ends.
 *
 * <p>Entry type: {@link io.vedette.core.detect.scan.ScanDetector}. {@link io.vedette.core.detect.scan.Evidence} says what a
 * single contact is worth. May depend on {@code core.detect}, {@code core.detect.fingerprint}, {@code core.contact}, {@code core.flow}, {@code core.packet} and {@code
 * core.sketch}. Thread rule: the detector is immutable, a state belongs to one thread.
 */
@NullMarked
package io.vedette.core.detect.scan;

import org.jspecify.annotations.NullMarked;
