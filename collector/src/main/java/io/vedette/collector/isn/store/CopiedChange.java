package io.vedette.collector.isn.store;

import io.vedette.core.isn.SynCount;
import java.io.IOException;
import java.time.LocalDate;

/** A change that takes over the counts of another store, which has grown since the last time, or has not. */
public interface CopiedChange extends StoreChange {

    /**
     * Adds what one port got on one day by the account of {@code origin}, less what was taken from there before. A count that is
     * smaller than before was begun anew: all of it is added.
     *
     * @return what was added
     */
    SynCount copy(String origin, LocalDate day, int port, SynCount syns) throws IOException;
}
