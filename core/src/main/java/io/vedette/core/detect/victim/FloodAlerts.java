package io.vedette.core.detect.victim;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.detect.Crowd;
import io.vedette.core.detect.HexId;
import io.vedette.core.detect.Rules;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.Prefix;
import io.vedette.core.sketch.KeyedHash;
import java.util.List;
import java.util.Locale;

/** Puts floods, backscatter and dead services into words and numbers. */
final class FloodAlerts {

    /** Endpoint Denial of Service, OS Exhaustion Flood: the connection table of the target is what runs out. */
    private static final String ATTACK_OS = "T1499.001";

    /** Network Denial of Service, Direct Network Flood. */
    private static final String ATTACK_NETWORK = "T1498.001";

    /** Network Service Discovery, as for any client inside that fails; here it is only a client that fails. */
    private static final String ATTACK_CLIENT = "T1046";

    private static final KeyedHash IDS = new KeyedHash(6);

    /** The same for the same target, kind and first contact. */
    static String idOf(Watch watch) {
        long target = IDS.ofCouple(
                watch.key.target().high(),
                watch.key.target().low(),
                watch.key.kind().ordinal(),
                0);
        return HexId.of(IDS.ofBoth(target, watch.firstMillis));
    }

    void raise(Watch watch, Watch.Incident incident, Stage stage, AlertSink alerts) {
        boolean backscatter = watch.key.kind() == Tally.Kind.ANSWERS;
        boolean client = incident.client != null;
        long peers = watch.distinctPeers();
        long ports = Ports.count(watch.portBits);
        boolean forged = !client && (backscatter || watch.contacts <= 2 * peers);
        String id = switch (stage) {
            case OPENED, MATCHED -> incident.id;
            case UPDATED -> incident.id + "-" + watch.contacts;
            case CLOSED -> incident.id + "-end";
        };
        alerts.raise(new Alert(
                id,
                incident.id,
                stage,
                client ? Rules.DEAD_SERVICE : backscatter ? Rules.BACKSCATTER : Rules.FLOOD,
                client || backscatter ? Severity.INFO : Severity.LOW,
                client ? 0.5 : 0.9,
                incident.client,
                client ? Technique.DEAD_SERVICE : technique(watch),
                client ? Shape.SINGLE : Shape.VICTIM,
                backscatter ? peers : 1,
                ports,
                backscatter ? peers : ports,
                watch.contacts,
                0,
                0,
                0,
                watch.firstMillis,
                watch.lastMillis,
                watch.onePort()
                        ? List.of(new Target(watch.key.target(), watch.minPort, watch.protocol, Outcome.UNKNOWN))
                        : List.of(),
                why(watch, client),
                client ? ATTACK_CLIENT : watch.key.kind() == Tally.Kind.HALF_OPEN ? ATTACK_OS : ATTACK_NETWORK,
                null,
                client ? null : new Crowd(Prefix.of(watch.key.target()), backscatter ? 0 : peers, List.of(), forged),
                null));
    }

    private static Technique technique(Watch watch) {
        return switch (watch.key.kind()) {
            case HALF_OPEN -> Technique.SYN_FLOOD;
            case DATAGRAMS -> Technique.UDP_FLOOD;
            case OTHER -> Technique.ICMP_FLOOD;
            case ANSWERS -> Technique.BACKSCATTER;
        };
    }

    private static String why(Watch watch, boolean client) {
        String about = watch.peers.isExact() ? "" : "about ";
        if (client) {
            return watch.contacts + " attempts at the same couple of host and port, none of which got through";
        }
        return switch (watch.key.kind()) {
            case ANSWERS ->
                String.format(
                        Locale.ROOT,
                        "%d answers in %d packets to %s%d hosts of which hardly any was seen to ask (%d contacts with it in"
                                + " all), at most %.0f packets a minute: somebody asks in their name",
                        watch.contacts,
                        watch.packets,
                        about,
                        watch.distinctPeers(),
                        watch.others,
                        watch.peakPackets);
            default ->
                String.format(
                        Locale.ROOT,
                        "%d contacts of %s%d sources were not completed, up to %.0f packets a minute; finished and other"
                                + " contacts: %d. An outage looks the same where these are its clients",
                        watch.contacts,
                        about,
                        watch.distinctPeers(),
                        watch.peakPackets,
                        watch.others);
        };
    }
}
