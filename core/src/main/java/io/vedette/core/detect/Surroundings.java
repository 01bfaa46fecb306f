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

    /**
     * Distinct hosts that the initiator at hand has reached with success on a port, as far as the host remembers: also
     * before it came under judgement.
     */
    default int reachedOn(int port) {
        return 0;
    }

    /** Whether the initiator at hand is known to have reached a host with success, on whatever port. */
    default boolean knows(long hostHigh, long hostLow) {
        return false;
    }
}
