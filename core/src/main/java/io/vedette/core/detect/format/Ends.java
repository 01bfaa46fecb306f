package io.vedette.core.detect.format;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Crowd;
import io.vedette.core.detect.Target;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import org.jspecify.annotations.Nullable;

/** The two ends of what an alert tells, and what its targets have in common. */
final class Ends {

    private Ends() {}

    /** The one host at the other end; null if there are several, or none is known. */
    static @Nullable IpAddress destination(Alert alert) {
        Crowd crowd = alert.crowd();
        if (crowd != null) {
            return crowd.isHost() ? crowd.address() : null;
        }
        return alert.hosts() == 1 && !alert.targets().isEmpty()
                ? alert.targets().get(0).address()
                : null;
    }

    /** The one port at the other end; -1 if there are several, or none is known. */
    static int port(Alert alert) {
        if (alert.ports() != 1 || alert.targets().isEmpty()) {
            return -1;
        }
        Target target = alert.targets().get(0);
        return hasPorts(target.protocol()) ? target.port() : -1;
    }

    /** Who scans, or what is scanned if many do. */
    static String who(Alert alert) {
        Crowd crowd = alert.crowd();
        return crowd == null ? "from " + alert.subject() : "of " + crowd.name();
    }

    /** The IP protocol of all targets that are known; -1 if they differ or none is known. */
    static int common(Alert alert) {
        int[] protocols = alert.targets().stream()
                .mapToInt(target -> target.protocol())
                .distinct()
                .toArray();
        return protocols.length == 1 ? protocols[0] : -1;
    }

    static boolean hasPorts(int protocol) {
        return protocol == IpProtocol.TCP || protocol == IpProtocol.UDP;
    }
}
