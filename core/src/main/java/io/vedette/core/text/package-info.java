/**
 * Text that came from the network, made fit for people to read.
 *
 * <p>Entry type: {@link io.vedette.core.text.Printable}. Depends on the JDK only. Thread rule: everything is stateless.
 */
@NullMarked
package io.vedette.core.text;

import org.jspecify.annotations.NullMarked;
