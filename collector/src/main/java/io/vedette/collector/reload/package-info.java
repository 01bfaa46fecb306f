/**
 * Changing the configuration of what runs: read it again, let every component look at its part, then change all of them or
 * none.
 *
 * <p>Entry types: {@link io.vedette.collector.reload.Reloader} for the program, {@link
 * io.vedette.collector.reload.Reloadable} for components. May depend on {@code collector.config} and {@code collector.meter};
 * knows no component. Thread rule: one thread of its own reloads; requests come from any thread.
 */
@NullMarked
package io.vedette.collector.reload;

import org.jspecify.annotations.NullMarked;
