/**
 * Text made fit for people to read: what came from the network, and what the file system says.
 *
 * <p>Entry types: {@link io.vedette.core.text.Printable}, {@link io.vedette.core.text.FileTrouble}. Depends on the JDK only. Thread rule: everything is stateless.
 */
@NullMarked
package io.vedette.core.text;

import org.jspecify.annotations.NullMarked;
