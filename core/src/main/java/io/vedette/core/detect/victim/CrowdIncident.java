package io.vedette.core.detect.victim;

import io.vedette.core.detect.Severity;
import io.vedette.core.flow.IpAddress;
import java.util.Set;
import java.util.TreeSet;

/** A scan by many sources that is going on. */
final class CrowdIncident {

    final String id;
    /** When it was last said how far it has got. */
    long nextUpdate;

    Figure figure;
    final Set<IpAddress> members = new TreeSet<>();
    /** Incidents of single sources that were folded into it and are not over. */
    final Set<String> folded = new TreeSet<>();

    long foldedEver;
    Severity severity = Severity.MEDIUM;
    String attack = ATTACK_OUTSIDE;

    /** Active Scanning, Scanning IP Blocks. */
    static final String ATTACK_OUTSIDE = "T1595.001";

    CrowdIncident(String id, Figure figure) {
        this.id = id;
        this.figure = figure;
        grow(figure);
    }

    /** Takes how things are now; nobody who belonged to it leaves. */
    void grow(Figure now) {
        figure = now;
        now.members().forEach(member -> members.add(member.source));
    }
}
