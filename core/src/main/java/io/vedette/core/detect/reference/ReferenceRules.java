package io.vedette.core.detect.reference;

import io.vedette.core.contact.Contact;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.detect.HexId;
import io.vedette.core.detect.Rules;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.TcpFlags;
import io.vedette.core.sketch.KeyedHash;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One alert for each flow that matches, as PortScanDetector raises them: TCP flows whose flags are exactly one of five
 * values, and UDP flows of a source whose distinct couples exceed the forecast times a factor.
 *
 * <p>The contacts it takes are flow records as received: initiator and target are source and destination, flags are
 * TCP_FLAGS.
 */
public final class ReferenceRules {

    private static final KeyedHash IDS = new KeyedHash(3);

    private final double udpFactor;
    private final boolean reset;

    /**
     * @param udpFactor couples above this many times the forecast are an alert; 1.75 in the reference
     * @param reset whether TCP_FLAGS 22 counts; it does in the version that describes five classes, later it did not
     */
    public ReferenceRules(double udpFactor, boolean reset) {
        this.udpFactor = udpFactor;
        this.reset = reset;
    }

    /** The class of a TCP flow by its flags, or null: NULL 0, FIN 1, SYN 2, RST 22 (SYN, RST and ACK), Xmas 41. */
    public @Nullable Technique classify(int tcpFlags) {
        return switch (tcpFlags) {
            case 0 -> Technique.NULL;
            case TcpFlags.FIN -> Technique.FIN;
            case TcpFlags.SYN -> Technique.SYN;
            case TcpFlags.SYN | TcpFlags.RST | TcpFlags.ACK -> reset ? Technique.RST : null;
            case TcpFlags.FIN | TcpFlags.PSH | TcpFlags.URG -> Technique.XMAS;
            default -> null;
        };
    }

    /** Whether a UDP source with so many couples, the present one included, is one to report. Never before a forecast. */
    public boolean exceeds(long couples, double forecast) {
        return couples > forecast * udpFactor; // false for NaN
    }

    /** Raises the alert for a TCP flow, if it matches. */
    public void tcp(Contact flow, AlertSink alerts) {
        Technique technique = classify(flow.flags());
        if (technique != null) {
            String why = String.format(
                    Locale.ROOT,
                    "TCP_FLAGS %d (%s) in a flow of %s",
                    flow.flags(),
                    TcpFlags.toText(flow.flags()),
                    packets(flow));
            alerts.raise(match(flow, Rules.REFERENCE_TCP, technique, why));
        }
    }

    /** Raises the alert for a UDP flow, if its source has too many couples. */
    public void udp(Contact flow, long couples, double forecast, AlertSink alerts) {
        if (exceeds(couples, forecast)) {
            String why = String.format(
                    Locale.ROOT,
                    "%d distinct couples of host and port, forecast %.2f, limit %.2f, in a flow of %s",
                    couples,
                    forecast,
                    forecast * udpFactor,
                    packets(flow));
            alerts.raise(match(flow, Rules.REFERENCE_UDP, Technique.UDP, why));
        }
    }

    private static String packets(Contact flow) {
        if (flow.packets() < 0) {
            return "unknown length";
        }
        return flow.packets() + (flow.packets() == 1 ? " packet" : " packets");
    }

    private static Alert match(Contact flow, String rule, Technique technique, String why) {
        IpAddress source = new IpAddress(flow.initiatorHigh(), flow.initiatorLow());
        IpAddress target = new IpAddress(flow.targetHigh(), flow.targetLow());
        long identity = IDS.ofBoth(
                IDS.ofCouple(source.high(), source.low(), flow.initiatorPort(), flow.protocol()),
                IDS.ofCouple(target.high(), target.low(), flow.targetPort(), flow.flags()));
        String id = HexId.of(IDS.ofBoth(identity, flow.timeMillis()));
        return new Alert(
                id,
                id,
                Stage.MATCHED,
                rule,
                Severity.LOW,
                0,
                source,
                technique,
                Shape.SINGLE,
                1,
                1,
                1,
                Math.max(0, flow.packets()),
                0,
                0,
                0,
                flow.timeMillis(),
                flow.timeMillis(),
                List.of(new Target(target, flow.targetPort(), flow.protocol(), Outcome.UNKNOWN)),
                why,
                "T1046");
    }
}
