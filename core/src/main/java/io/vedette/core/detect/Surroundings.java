package io.vedette.core.detect;

/** What a detector is told beside the contact and the state: numbers that belong to no single initiator. */
public interface Surroundings {

    /** When the contact reached us, milliseconds since 1970 UTC; never goes back for one state. */
    long receivedMillis();

    /**
     * Distinct UDP couples that a source is expected to have by now, forecast from all sources; {@link Double#NaN} until
     * there is a forecast.
     */
    double udpForecast();
}
