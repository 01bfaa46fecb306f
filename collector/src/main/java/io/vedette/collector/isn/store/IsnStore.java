package io.vedette.collector.isn.store;

import io.vedette.core.isn.DayRange;
import io.vedette.core.isn.Interest;
import io.vedette.core.isn.IsnHistory;
import java.io.Closeable;
import java.io.IOException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Counts of SYNs over days, and which files they came from. Failures name the store. */
public interface IsnStore extends Closeable {

    /** Ports that a history has at most. */
    int MAX_PORTS = 65_536;

    /** Whose days are counted: the same zone as long as the store exists. */
    ZoneId zone();

    /** What was counted last under this path; null if nothing was. */
    @Nullable
    FileMark lastUnder(String path) throws IOException;

    /** Begins to write; only one change at a time. Waits for other writers, up to a minute. */
    StoreChange begin() throws IOException;

    /**
     * What the days of {@code range} brought.
     *
     * @param maxPorts how many ports at most, 1 to {@link #MAX_PORTS}; those with the most matching SYNs, then those with the most
     *     SYNs, then those with the lowest number
     */
    IsnHistory history(DayRange range, Interest interest, int maxPorts) throws IOException;
}
