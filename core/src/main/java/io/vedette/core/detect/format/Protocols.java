package io.vedette.core.detect.format;

import io.vedette.core.detect.Alert;
import io.vedette.core.flow.IpProtocol;

/** What the targets of an alert have in common. */
final class Protocols {

    private Protocols() {}

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
