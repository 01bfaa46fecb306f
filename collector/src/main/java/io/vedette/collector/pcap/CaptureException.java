package io.vedette.collector.pcap;

/** Why libpcap could not do what it was asked for; the message says what to do about it. */
public final class CaptureException extends Exception {

    private static final long serialVersionUID = 1;

    /** What kind of failure. */
    public enum Kind {
        /** libpcap, or the bridge to it, is not there. */
        NO_LIBRARY,
        NOT_PERMITTED,
        NO_INTERFACE,
        /** The filter expression is wrong. */
        BAD_FILTER,
        FAILED
    }

    private final Kind kind;

    CaptureException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
