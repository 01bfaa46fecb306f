package io.vedette.core.detect.scan;

import io.vedette.core.detect.Direction;
import io.vedette.core.detect.Profile;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Technique;
import io.vedette.core.detect.Tool;
import io.vedette.core.detect.fingerprint.FingerprintTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an incident amounts to: technique, shape, direction, severity and the rest of its profile. */
final class IncidentReading {

    private static final int FEW_HOSTS = 3;
    private static final int FEW_PORTS = 2;

    /** A line on one host is longer than what else its source fails at: so many couples for each host. */
    private static final int LINE = 16;

    /** A grid has at least this share of its crossings probed. */
    private static final double GRID = 0.5;

    private static final long SLOW_MILLIS = 60_000;

    /** Couples, and their share, from which a second technique is worth a word. */
    private static final int NOTABLE = 4;

    private static final int NOTABLE_SHARE = 20;

    /** Services that were talked to, on as many ports, from which it is probing of services. */
    private static final int SERVICES = 3;

    /** Below this confidence an incident does not matter more than that it is written down. */
    private static final double DOUBT = 0.85;

    /** Who asks the same few again and again wants something from them. */
    private static final double STUBBORN_TRIES = 3;

    private static final int STUBBORN_COUPLES = 128;

    private final ScanSettings settings;
    private final ScanState state;
    private final Incident incident;
    private final boolean home;

    final Technique technique;
    final Shape shape;

    IncidentReading(ScanSettings settings, ScanState state, Incident incident, boolean sourceAtHome) {
        this.settings = settings;
        this.state = state;
        this.incident = incident;
        this.home = sourceAtHome;
        this.technique = main();
        this.shape = figure();
    }

    private Technique main() {
        long opened = incident.by(Technique.SYN) + incident.by(Technique.CONNECT);
        Technique dominant = incident.dominant();
        boolean opens = dominant == Technique.SYN || dominant == Technique.CONNECT || opened > incident.by(dominant);
        if (!opens) {
            return dominant;
        }
        return state.connects() ? Technique.CONNECT : Technique.SYN;
    }

    private Shape figure() {
        long hosts = incident.hosts();
        long ports = incident.ports();
        if (hosts <= FEW_HOSTS && ports > hosts) {
            return Shape.VERTICAL;
        } else if (ports <= FEW_PORTS || technique == Technique.ICMP) {
            return Shape.HORIZONTAL;
        } else if (isLineAmongOthers(hosts, ports)) {
            return Shape.VERTICAL;
        }
        // Each host asked on one of a few ports is a line that wavers; most hosts asked on most ports are a grid.
        boolean grid = incident.couples() >= GRID * hosts * ports;
        boolean each = incident.couples() * 2 < hosts * 3;
        return grid || !each ? Shape.BLOCK : Shape.HORIZONTAL;
    }

    /** Whether all hosts but one are, it seems, what the source failed at besides: next to no port was asked for at two of them. */
    private boolean isLineAmongOthers(long hosts, long ports) {
        long couples = incident.couples();
        return couples >= LINE * hosts
                && couples - ports <= Math.max(hosts, couples / (2 * LINE)) // it may be an estimate
                && incident.sample().isMostlyOneHost();
    }

    /** Logistic in the evidence beyond what was asked for, and in the doublings of the fan-out beyond its threshold. */
    double confidence() {
        double beyond = Math.max(incident.evidence, incident.total) - incident.credit - settings.minScore();
        double doublings =
                Math.log((double) Math.max(incident.hosts(), incident.ports()) / settings.minTargets()) / Math.log(2);
        double confidence = 1 / (1 + Math.exp(-(beyond + 2 * doublings)));
        return Math.round(confidence * 1000) / 1000.0;
    }

    Direction direction() {
        return Direction.of(home, incident.isMostlyAtHome());
    }

    /** Whether it looks more like a client whose servers are gone than like somebody who looks for servers. */
    boolean stubborn() {
        return incident.couples() <= STUBBORN_COUPLES
                && incident.tries() >= STUBBORN_TRIES
                && (technique == Technique.SYN || technique == Technique.CONNECT || technique == Technique.UDP);
    }

    Severity severity() {
        if (incident.used() > 0) {
            return home ? Severity.CRITICAL : Severity.HIGH;
        } else if (stubborn()) {
            return Severity.INFO;
        } else if (confidence() < DOUBT) {
            return Severity.LOW;
        }
        return switch (direction()) {
            case OUTBOUND, LATERAL -> Severity.HIGH;
            case INBOUND, TRANSIT -> Severity.MEDIUM;
        };
    }

    /**
     * The technique in MITRE ATT&amp;CK: from inside T1018 Remote System Discovery for sweeps that only ask who is there and
     * T1046 Network Service Discovery for all else; from outside T1595.002 Vulnerability Scanning where services are
     * talked to and T1595.001 Scanning IP Blocks for all else.
     */
    String attack() {
        if (home) {
            return technique == Technique.ICMP ? "T1018" : "T1046";
        }
        return probesServices() ? "T1595.002" : "T1595.001";
    }

    private boolean probesServices() {
        return incident.usedPorts() >= SERVICES;
    }

    boolean spoofable() {
        return state.completed() == 0 && incident.used() == 0 && !state.hasSucceeded();
    }

    Profile profile() {
        return new Profile(
                direction(),
                spoofable(),
                incident.gaps.medianMillis() > SLOW_MILLIS,
                incident.used(),
                also(),
                incident.flagsByFrequency(),
                tool());
    }

    private List<Technique> also() {
        List<Technique> also = new ArrayList<>();
        for (Technique other : Technique.values()) {
            long couples = incident.by(other);
            boolean opener = other == Technique.SYN || other == Technique.CONNECT;
            boolean same =
                    other == technique || opener && (technique == Technique.SYN || technique == Technique.CONNECT);
            if (!same && couples >= NOTABLE && couples * NOTABLE_SHARE >= incident.noted()) {
                also.add(other);
            }
        }
        if (probesServices()) {
            also.add(Technique.SERVICE);
        }
        return also;
    }

    @Nullable
    Tool tool() {
        if (state.marks == null) {
            return null;
        }
        Optional<FingerprintTally.Verdict> verdict = state.marks.verdict();
        return verdict.map(found -> new Tool(
                        found.fingerprint().label(), found.fingerprint().title(), found.matches(), found.trials()))
                .orElse(null);
    }
}
