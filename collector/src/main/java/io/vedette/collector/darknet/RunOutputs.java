package io.vedette.collector.darknet;

import io.vedette.core.darknet.json.EventJson.Fields;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a run reads its state from and writes to; null for what is not wanted.
 *
 * @param events that ended
 * @param ongoing events that are open at the end
 * @param victims of floods
 * @param stateIn open events of the run before
 * @param stateOut open events for the run after; without it, all events end with the input
 */
public record RunOutputs(
        Path events,
        @Nullable Path ongoing,
        @Nullable Path victims,
        @Nullable Path stateIn,
        @Nullable Path stateOut,
        Layout layout,
        Fields fields) {}
