package io.vedette.collector.alert;

import java.io.IOException;

/**
 * A way for alerts to leave Vedette.
 *
 * <p>The dispatcher gives each sink a queue and a thread; all methods but {@link #name}, {@link #guarantee}, {@link
 * #queueLimit}, {@link #isRecord} and {@link #wakeBy} are called on that thread only. A sink may therefore block without holding up anybody else, and needs no
 * queue of its own. Construction is inert; {@link #tick} opens what the sink needs.
 *
 * <p>Failure is an {@link IOException} from {@link #tick} or {@link #deliver}. The dispatcher logs it once, says so in its
 * metrics, waits a moment and calls again; at least once, the next batch then begins with the alert that was not settled.
 */
public interface Sink extends AutoCloseable {

    /** For labels and log lines: lower-case words with hyphens, unlike that of any other sink. */
    String name();

    Guarantee guarantee();

    /** How many alerts may wait for this sink, 1 or more. */
    int queueLimit();

    /**
     * Whether it is the record of what was raised. A record gets alerts that a suppression keeps back from people as well, and
     * gets each alert once the sinks that promised to deliver have it: what is on record was not lost on the way to them, even
     * if the process is killed.
     */
    default boolean isRecord() {
        return false;
    }

    /**
     * Gives the sink something to call, on any thread, when it wants its next {@link #tick} at once. Called once, before the
     * first tick.
     */
    default void wakeBy(Runnable wake) {}

    /**
     * Opens what is not open and does what time demands. Called before every delivery, and about ten times a second while
     * there is none.
     *
     * @throws SinkGoneException if the output is gone for good
     */
    void tick() throws IOException;

    /**
     * Deals with every alert of {@code batch}, in order, and settles each one as soon as its fate is certain and not before.
     *
     * @throws IOException if the alerts that are not settled could not be delivered now
     * @throws SinkGoneException if they never can be
     */
    void deliver(AlertBatch batch) throws IOException;

    /** Lets go of what the sink has opened; harmless when repeated or when nothing was opened. Does not throw. */
    @Override
    void close();
}
