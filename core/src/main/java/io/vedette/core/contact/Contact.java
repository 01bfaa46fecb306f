package io.vedette.core.contact;

/**
 * One turn of an initiator to a target.
 *
 * <p>This is a view: an implementation may be a cursor that is moved to the next row, so nothing may keep a reference to
 * it. Addresses come as two longs, see {@link io.vedette.core.flow.IpAddress}.
 */
public interface Contact {

    /** Stands for a port or a count that is not known. */
    int UNKNOWN = -1;

    long initiatorHigh();

    long initiatorLow();

    long targetHigh();

    long targetLow();

    /** Port of the initiator, 0 to 65535 or {@link #UNKNOWN}. Retries of one probe may come from different ones. */
    int initiatorPort();

    /** Port at the target, 0 to 65535; for ICMP the type × 256 + code of the request; else {@link #UNKNOWN}. */
    int targetPort();

    /** IP protocol number. */
    int protocol();

    Outcome outcome();

    /**
     * The TCP flags that the <i>initiator</i> sent, or {@link io.vedette.core.flow.TcpFlags#UNKNOWN}. Where the input only
     * had the union of both directions, what the answer must have contributed is taken out.
     */
    int flags();

    /**
     * Whether the input contained what the initiator itself sent. If not, this contact was inferred from an answer, and an
     * answer alone proves nothing: anybody can be sent one (backscatter, reflection, decoys).
     */
    boolean initiatorSeen();

    /** Packets of the side that was seen, or {@link #UNKNOWN}: those of the initiator, or the answers it was inferred from. */
    long packets();

    /**
     * Whether the target was seen to send data before this became a contact. That it was not proves nothing: most inputs do
     * not tell.
     */
    boolean targetSentData();

    /** Numbers in the headers of the initiator's first packet, see {@link ProbeHeader}; only if its traits are known. */
    long headerNumbers();

    /** Traits of the headers of the initiator's first packet, see {@link ProbeHeader}; 0 if there was none. */
    int headerTraits();

    /** When, in milliseconds since 1970 UTC. */
    long timeMillis();
}
