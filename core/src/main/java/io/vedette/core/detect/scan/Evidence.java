package io.vedette.core.detect.scan;

import static io.vedette.core.flow.TcpFlags.ACK;
import static io.vedette.core.flow.TcpFlags.CLASSIC;
import static io.vedette.core.flow.TcpFlags.FIN;
import static io.vedette.core.flow.TcpFlags.PSH;
import static io.vedette.core.flow.TcpFlags.RST;
import static io.vedette.core.flow.TcpFlags.SYN;
import static io.vedette.core.flow.TcpFlags.URG;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpProtocol;
import java.util.Locale;

/**
 * What the first contact with a couple of host and port says about its initiator, as a natural log-likelihood ratio of
 * "scanner" against "client".
 *
 * <p>The sequential test is that of Jung, Paxson, Berger and Balakrishnan (Fast Portscan Detection Using Sequential
 * Hypothesis Testing, IEEE S&amp;P 2004): with success probabilities of 0.8 for clients and 0.2 for scanners a failure is
 * worth ln 4 = 1.4 and a success as much less. The grades between are ours: what a working client produces too is worth
 * less, what none produces is worth more.
 */
public enum Evidence {
    /** Nothing that counts: an answer to somebody, a contact that cannot be judged. */
    NONE(0),
    /** Flags that no connection begins with: NULL, FIN, Xmas, SYN+FIN. */
    ODD_FLAGS(3.0),
    /** The same, known only from the union with the reset that answered it. */
    ODD_FLAGS_REFUSED(1.6),
    /** A lone ACK or FIN+ACK. Tails of long connections look the same, so it does not count towards fan-out. */
    ACK_PROBE(0.25),
    /** A lone ACK or FIN+ACK that was answered by a reset: there was no connection. */
    ACK_REFUSED(1.65),
    /** A SYN, or two, and no answer. */
    UNANSWERED(1.4),
    /** A SYN that a kernel sent again: programs that want a service wait for it. */
    UNANSWERED_RETRIED(0.9),
    REFUSED(1.4),
    REFUSED_RETRIED(0.9),
    /** A connection that was taken and left without a word. Health checks do that as well. */
    OPEN(0.35),
    UDP_UNANSWERED(0.5),
    UDP_REFUSED(1.4),
    ICMP_UNANSWERED(0.7),
    /** A protocol other than TCP, UDP and ICMP. */
    PROTOCOL_PROBE(0.7),
    /** Data flowed: the service was wanted and was there. */
    SUCCESS(-1.4),
    /** A stream over UDP that nobody answers, as of media: no scanner sends so much to one port. Somebody may suffer from it. */
    UDP_STREAM(0.05);

    /** Weights are whole multiples of one divided by this, so that their sums are exact. */
    static final int UNITS = 20;

    /** Datagrams that a scanner sends to one port, at most: Nmap gives up after eleven. */
    private static final int MOST_PROBES = 16;

    private static final int XMAS = FIN | PSH | URG;
    private static final int ALL = SYN | FIN | ACK | RST | PSH | URG;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final double weight;
    private final byte units;

    Evidence(double weight) {
        this.weight = weight;
        this.units = (byte) Math.round(weight * 20);
    }

    /** Lower-case word for machines. */
    public String label() {
        return label;
    }

    public double weight() {
        return weight;
    }

    /** The weight in units. */
    int units() {
        return units;
    }

    /** Whether the couple counts as a failed target. */
    public boolean failed() {
        return weight >= 0.5;
    }

    /** Whether it is worth remembering that the couple was tried. */
    public boolean suspicious() {
        return weight > 0;
    }

    /** Whether it is one of the shapes no client has a reason for. */
    public boolean odd() {
        return this == ODD_FLAGS || this == ODD_FLAGS_REFUSED;
    }

    /**
     * Grades a contact by what its initiator sent and what came of it; the parameters are those of {@link
     * io.vedette.core.contact.Contact}.
     */
    public static Evidence of(int protocol, int flags, Outcome outcome, long packets) {
        return switch (protocol) {
            case IpProtocol.TCP -> ofTcp(flags, outcome, packets);
            case IpProtocol.UDP ->
                switch (outcome) {
                    case ANSWERED -> SUCCESS;
                    case REFUSED -> UDP_REFUSED;
                    case SILENT, UNKNOWN -> packets > MOST_PROBES ? UDP_STREAM : UDP_UNANSWERED;
                };
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> outcome == Outcome.ANSWERED ? NONE : ICMP_UNANSWERED;
            default -> outcome == Outcome.ANSWERED ? NONE : PROTOCOL_PROBE;
        };
    }

    private static Evidence ofTcp(int flags, Outcome outcome, long packets) {
        if (flags < 0) {
            return NONE;
        }
        int sent = flags & CLASSIC;
        if (isOdd(sent, outcome, packets)) {
            return ODD_FLAGS;
        }
        return switch (outcome) {
            case ANSWERED -> {
                if (sent == RST) {
                    yield NONE; // it was answered what it had not asked, and says so (RFC 9293 section 3.5.2)
                }
                yield (sent & PSH) != 0 || (sent & SYN) == 0 ? SUCCESS : OPEN;
            }
            case REFUSED -> {
                if ((sent & SYN) != 0) {
                    yield packets > 3 ? REFUSED_RETRIED : REFUSED;
                }
                yield sent == (RST | ACK) ? ODD_FLAGS_REFUSED : ACK_REFUSED;
            }
            case SILENT, UNKNOWN -> {
                if ((sent & SYN) != 0) {
                    yield packets > 1 ? UNANSWERED_RETRIED : UNANSWERED;
                }
                yield sent == ACK || sent == (FIN | ACK) ? ACK_PROBE : NONE;
            }
        };
    }

    /** Whether no connection begins like this. What one packet has all at once, several may have one after the other. */
    private static boolean isOdd(int sent, Outcome outcome, long packets) {
        return (sent & (SYN | ACK | RST)) == 0
                || (sent & (SYN | FIN | ACK)) == (SYN | FIN)
                || packets == 1 && outcome != Outcome.ANSWERED && (sent & (SYN | FIN)) == (SYN | FIN);
    }

    /** What this becomes when word of the outcome comes later, in a record of its own. */
    Evidence given(Outcome outcome) {
        return switch (this) {
            case UNANSWERED -> outcome == Outcome.REFUSED ? REFUSED : outcome == Outcome.ANSWERED ? OPEN : this;
            case UNANSWERED_RETRIED ->
                outcome == Outcome.REFUSED ? REFUSED_RETRIED : outcome == Outcome.ANSWERED ? OPEN : this;
            case OPEN -> outcome == Outcome.REFUSED ? REFUSED : this; // a reset in answer to a reset, not to an answer
            case ACK_PROBE -> outcome == Outcome.REFUSED ? ACK_REFUSED : this;
            case UDP_UNANSWERED ->
                outcome == Outcome.REFUSED ? UDP_REFUSED : outcome == Outcome.ANSWERED ? SUCCESS : this;
            case ICMP_UNANSWERED, PROTOCOL_PROBE -> outcome == Outcome.ANSWERED ? NONE : this;
            default -> this;
        };
    }

    /** The technique that a probe of these flags belongs to. */
    public static Technique technique(int protocol, int flags, Outcome outcome) {
        return switch (protocol) {
            case IpProtocol.TCP -> tcpTechnique(flags, outcome);
            case IpProtocol.UDP -> Technique.UDP;
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> Technique.ICMP;
            default -> Technique.PROTOCOL;
        };
    }

    private static Technique tcpTechnique(int flags, Outcome outcome) {
        int sent = flags & CLASSIC;
        if (flags < 0) {
            return Technique.SYN;
        }
        return switch (sent) {
            case 0 -> Technique.NULL;
            case FIN -> Technique.FIN;
            case XMAS -> Technique.XMAS;
            case ACK -> Technique.ACK;
            case FIN | ACK -> Technique.MAIMON;
            case SYN, SYN | RST -> Technique.SYN;
            case ALL -> Technique.ODD_FLAGS;
            default -> (sent & (SYN | ACK)) == (SYN | ACK) ? Technique.CONNECT : Technique.ODD_FLAGS;
        };
    }
}
