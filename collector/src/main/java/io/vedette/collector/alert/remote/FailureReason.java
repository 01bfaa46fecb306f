package io.vedette.collector.alert.remote;

import java.util.Locale;

/** Why a notification was not taken, as a label of counts: a fixed set, whatever a receiver answers. */
enum FailureReason {
    /** The name is not known. */
    DNS,
    /** No connection. */
    CONNECT,
    TLS,
    TIMEOUT,
    /** The connection broke. */
    IO,
    /** The receiver says that it was asked wrongly, or too much. */
    HTTP_4XX,
    /** The receiver is in trouble. */
    HTTP_5XX,
    /** Any other status, redirects for one. */
    HTTP_OTHER,
    /** The address is not one to connect to. */
    ADDRESS,
    /** Too large, even alone. */
    TOO_LARGE,
    /** The dead letters could not be written. */
    DEAD_LETTERS,
    OTHER;

    /** The label of what an {@link Answer} gives as its reason. */
    static FailureReason of(String reason) {
        return switch (reason) {
            case "dns" -> DNS;
            case "connect" -> CONNECT;
            case "tls" -> TLS;
            case "timeout" -> TIMEOUT;
            case "io" -> IO;
            case "address" -> ADDRESS;
            case "too-large" -> TOO_LARGE;
            case "dead-letters" -> DEAD_LETTERS;
            default ->
                reason.startsWith("http-4")
                        ? HTTP_4XX
                        : reason.startsWith("http-5") ? HTTP_5XX : reason.startsWith("http-") ? HTTP_OTHER : OTHER;
        };
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
