/**
 * What the operator does not want to hear about: suppressions, the file they are kept in, and the living set that alerts are
 * held against.
 *
 * <p>Entry types: {@link io.vedette.collector.alert.suppress.Suppressions} for whoever raises alerts, {@link
 * io.vedette.collector.alert.suppress.SuppressionFile} for whoever changes the file. May depend on core and {@code
 * collector.meter} and {@code collector.timer}; knows no sink. Thread rule: {@code Suppressions} may be asked from any thread, all else belongs to one.
 */
@NullMarked
package io.vedette.collector.alert.suppress;

import org.jspecify.annotations.NullMarked;
