/**
 * Events of a darknet as JSON, byte for byte as Merit's Darknet Events writes them, and back.
 *
 * <p>Entry types: {@link io.vedette.core.darknet.json.EventJson} and {@link io.vedette.core.darknet.json.EventReader}. May
 * depend on {@code core.darknet}, {@code core.flow} and Jackson's tokens. Thread rule: a writer or reader belongs to one
 * thread.
 */
@NullMarked
package io.vedette.core.darknet.json;

import org.jspecify.annotations.NullMarked;
