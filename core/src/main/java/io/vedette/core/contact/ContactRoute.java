package io.vedette.core.contact;

/** Where contacts of an initiator are to be written. */
@FunctionalInterface
public interface ContactRoute {

    /** A batch with room for at least one row, for a contact of this initiator; valid until the next call. */
    ContactBatch rowFor(long initiatorHigh, long initiatorLow);
}
