/**
 * The contract of detection: keyed state machines that own no clock, no map and no I/O, and the alerts they raise.
 *
 * <p>Entry types: {@link io.vedette.core.detect.Detector} and {@link io.vedette.core.detect.Alert}. A host (a shard, a test)
 * owns the keyed storage, its bounds and the ticks. Same input, same alerts: live or replayed, on one shard or on eight.
 *
 * <p>May depend on {@code core.contact}, {@code core.flow} and, for the alert's JSON, jackson-core. Thread rule: a detector is
 * immutable and may be shared; the state it is given belongs to the calling thread.
 */
@NullMarked
package io.vedette.core.detect;

import org.jspecify.annotations.NullMarked;
