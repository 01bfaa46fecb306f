/**
 * What is measured: JMH benchmarks of the hot types, and load generators for the whole program. Nothing here is shipped.
 */
@NullMarked
package io.vedette.bench;

import org.jspecify.annotations.NullMarked;
