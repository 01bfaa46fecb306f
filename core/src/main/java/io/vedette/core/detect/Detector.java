package io.vedette.core.detect;

import io.vedette.core.contact.Contact;

/**
 * A keyed state machine over contacts. It holds no changing fields: all it knows of an initiator is in the state it is
 * given, and all it knows of the rest of the world is in the {@link Surroundings}.
 *
 * @param <S> what is remembered of one initiator
 */
public interface Detector<S> {

    /** State for the initiator of {@code first}, which has not been seen or was forgotten. */
    S newState(Contact first);

    /** Takes the next contact of the initiator that {@code state} belongs to. */
    void accept(Contact contact, S state, Surroundings surroundings, AlertSink alerts);

    /**
     * Says what was kept back so as not to say too much at once; called every second or so.
     *
     * @param nowMillis now, on the receipt clock
     */
    void catchUp(S state, long nowMillis, AlertSink alerts);

    /** The moment on the receipt clock from which {@link #expire} is due if no further contact comes. */
    long expiresAtMillis(S state);

    /**
     * Ends what is open in {@code state}: the initiator was quiet for long, or the input is over.
     *
     * @return whether the state may now be forgotten
     */
    boolean expire(S state, AlertSink alerts);
}
