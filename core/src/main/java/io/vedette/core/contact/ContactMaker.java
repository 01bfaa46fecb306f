package io.vedette.core.contact;

import io.vedette.core.flow.FlowBatch;

/** Turns the flow records of one source into contacts. Belongs to the thread that reads the source. */
public interface ContactMaker {

    /** Takes all rows of {@code batch} and writes the contacts that are ready. */
    default void accept(FlowBatch batch, ContactRoute route) {
        accept(batch, 0, batch.size(), route);
    }

    /** Takes the rows of {@code batch} from {@code from} on and before {@code to}. */
    void accept(FlowBatch batch, int from, int to, ContactRoute route);

    /** Writes what has waited long enough at {@code nowMillis}, on the clock of {@link FlowBatch#arrivedMillis}. */
    void advance(long nowMillis, ContactRoute route);

    /** Writes all that still waits: no further record will come. */
    void finish(ContactRoute route);

    /** Flows that were taken and have not become a contact yet. */
    int held();
}
