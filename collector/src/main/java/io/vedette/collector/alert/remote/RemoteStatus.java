package io.vedette.collector.alert.remote;

/**
 * How a remote sink is, for a page that people look at when something does not arrive.
 *
 * @param reason what is wrong, printable and without secrets; empty if nothing is
 */
public record RemoteStatus(String sink, State state, String reason) {

    /** Whether alerts arrive, and whether more are tried. */
    public enum State {
        UP,
        /** The last attempt failed; it is tried again. */
        RETRYING,
        /** The receiver said that trying again is of no use; it is tried every ten minutes all the same. */
        PAUSED
    }

    public boolean isUp() {
        return state == State.UP;
    }

    /** {@code sink slack: paused, http-404: no_service}. */
    public String text() {
        return "sink " + sink + ": " + (state == State.PAUSED ? "paused, " : "") + reason;
    }
}
