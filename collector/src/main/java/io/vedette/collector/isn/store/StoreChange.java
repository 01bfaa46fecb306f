package io.vedette.collector.isn.store;

import io.vedette.core.isn.DayTally;
import java.io.Closeable;
import java.io.IOException;

/**
 * Counts and the mark of the file they came from. All of it is in the store after {@link #commit}, nothing of it if that was not
 * called, or did not return because the process ended.
 */
public interface StoreChange extends Closeable {

    /** Whether a file with this content was counted, by whomever. */
    boolean isDone(String hash) throws IOException;

    /** Adds what was counted; {@code tally} is not needed afterwards. */
    void add(DayTally tally) throws IOException;

    /** Remembers that this file was counted. */
    void mark(FileMark mark) throws IOException;

    void commit() throws IOException;

    /** Forgets everything, unless it was committed. */
    @Override
    void close() throws IOException;
}
