package io.vedette.core.contact;

/** What came of a contact, as far as its input can tell. */
public enum Outcome {
    /** The target answered and took the conversation: a TCP handshake, a UDP or ICMP reply. */
    ANSWERED,
    /** The target, or a router on its behalf, said no: a reset, an ICMP unreachable. */
    REFUSED,
    /** The input sees both directions and nothing came back. */
    SILENT,
    /** The input cannot tell: one direction only, and no word of the other so far. */
    UNKNOWN
}
