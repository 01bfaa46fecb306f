/**
 * Counting and hashing in bounded memory.
 *
 * <p>Entry types: {@link io.vedette.core.sketch.KeyedHash} and {@link io.vedette.core.sketch.DistinctCounter}. Depends on
 * the JDK only. Thread rule: a counter belongs to one thread, a hash may be shared.
 */
@NullMarked
package io.vedette.core.sketch;

import org.jspecify.annotations.NullMarked;
