package io.vedette.collector.alert;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpProtocol;
import java.util.OptionalInt;

/**
 * The line of a flow that matched in reference mode. It says what PortScanDetector says, in its order, in English, and adds
 * the name of the scan in parentheses:
 *
 * <pre>
 * Probable TCP scan: 203.0.113.66 scanner, 1 pkts, 2 flags, 198.18.1.38:22 target (SYN, like nmap -sS)
 * Possible UDP scan: 203.0.113.66 scanner, 1 pkts, 198.18.1.38:161 target (UDP, like nmap -sU)
 * </pre>
 *
 * <p>Scripts parse these lines, so they bear neither time nor severity nor colour. Of a matched alert the contacts are the
 * packets of the flow, and the only target is the flow's. TCP_FLAGS is the value that defines the technique: the rule
 * matches by equality, so nothing else can have been reported.
 */
final class ReferenceLine {

    private ReferenceLine() {}

    /** Appends the line of {@code alert} without its LF. */
    static void append(Alert alert, StringBuilder line) {
        Target target = alert.targets().isEmpty() ? null : alert.targets().get(0);
        boolean udp = target != null ? target.protocol() == IpProtocol.UDP : alert.technique() == Technique.UDP;
        line.append(udp ? "Possible UDP scan: " : "Probable TCP scan: ");
        line.append(alert.subject())
                .append(" scanner, ")
                .append(alert.contacts())
                .append(" pkts, ");
        flags(alert.technique()).ifPresent(flags -> line.append(flags).append(" flags, "));
        if (target != null) {
            line.append(target.address())
                    .append(':')
                    .append(Math.max(0, target.port()))
                    .append(" target ");
        }
        line.append('(').append(alert.technique().name()).append(", like ");
        line.append(alert.technique().nmapOption()).append(')');
    }

    /** The one value of TCP_FLAGS that makes a flow a match for {@code technique}. */
    private static OptionalInt flags(Technique technique) {
        return switch (technique) {
            case NULL -> OptionalInt.of(0);
            case FIN -> OptionalInt.of(1);
            case SYN -> OptionalInt.of(2);
            case RST -> OptionalInt.of(22);
            case XMAS -> OptionalInt.of(41);
            default -> OptionalInt.empty(); // no reference rule, or a class of many values
        };
    }
}
