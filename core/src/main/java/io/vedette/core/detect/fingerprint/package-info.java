/**
 * Which tool sent a probe, told from numbers in its headers that the tool computes in a way of its own.
 *
 * <p>Entry types: {@link io.vedette.core.detect.fingerprint.Fingerprint}, the tests as pure functions with the rate at which
 * they match by chance, and {@link io.vedette.core.detect.fingerprint.FingerprintTally}, the matches and trials of one
 * source. A tool is named only with both numbers beside it.
 *
 * <p>May depend on {@code core.contact}, {@code core.packet} and {@code core.flow}. Thread rule: probes and tallies belong to one thread.
 */
@NullMarked
package io.vedette.core.detect.fingerprint;

import org.jspecify.annotations.NullMarked;
