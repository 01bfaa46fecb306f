package io.vedette.collector.isn;

import java.io.IOException;

/** Counts what comes, until it is told to stop. */
public interface IsnWatch {

    /**
     * Counts until {@link #stop}.
     *
     * @throws IOException if the store fails, or what is watched is gone for good
     */
    void run() throws IOException, InterruptedException;

    /** Ends the run soon, with everything that is complete in the store; from any thread. */
    void stop();
}
