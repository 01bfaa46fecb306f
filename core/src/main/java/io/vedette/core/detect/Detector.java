package io.vedette.core.detect;

import io.vedette.core.contact.Contact;

/**
 * A keyed state machine over contacts. It holds no changing fields: all it knows of a key is in the state it is given.
 *
 * @param <S> what is remembered of one initiator
 */
public interface Detector<S> {

    /** State for an initiator that has not been seen, or was forgotten. */
    S newState(Contact first);

    /**
     * Takes the next contact of one initiator.
     *
     * @param receivedMillis when the contact reached us, milliseconds since 1970 UTC; never goes back for one state
     */
    void accept(Contact contact, S state, long receivedMillis, AlertSink alerts);

    /** The moment from which {@link #expire} has something to do if no further contact comes; on the receipt clock. */
    long expiresAtMillis(S state);

    /** Ends what is open in {@code state}, which the host is about to forget: it was idle for long, or the input is over. */
    void expire(S state, AlertSink alerts);
}
