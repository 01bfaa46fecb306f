package io.vedette.collector.tcp;

import java.util.Locale;

/** Why a connection ended. The lower-case name is the metric label. */
enum CloseReason {
    /** The probe closed it. */
    END_OF_STREAM,
    /** The probe, or something on the way, reset it. */
    RESET,
    /** TCP keep-alive found nobody at the other end. */
    KEEP_ALIVE,
    /** A line stayed unfinished for too long. */
    PARTIAL_LINE_TIMEOUT,
    /** Nothing was sent for too long after connecting. */
    FIRST_BYTE_TIMEOUT,
    /** It spoke another protocol. */
    FOREIGN_PROTOCOL,
    /** TLS did not come about, of which {@code tls_handshakes} tells why, or broke later. */
    TLS,
    /** The allow list changed, or that of proxies or names. */
    NOT_ALLOWED,
    /** This server was stopped. */
    SHUTDOWN,
    /** A defect of this program, logged with its stack trace. */
    INTERNAL_ERROR;

    private final String label = name().toLowerCase(Locale.ROOT);

    String label() {
        return label;
    }
}
