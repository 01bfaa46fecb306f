package io.vedette.core.isn;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What one port got on one day.
 *
 * @param sources null where the store does not keep them
 */
public record DayCount(
        LocalDate day, SynCount syns, @Nullable SourceCount sources) {}
