package io.vedette.core.detect.scan;

import io.vedette.core.contact.Contact;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.detect.Detector;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Surroundings;
import io.vedette.core.detect.fingerprint.FingerprintTally;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.Prefix;
import io.vedette.core.flow.PrefixSet;
import java.util.List;

/**
 * Finds scanners: initiators whose contacts fail with too many distinct targets.
 *
 * <p>A source is a scanner when the evidence of its distinct couples reaches the score asked for and the failed ones lie as
 * those of a scan do ({@link FanOut}). Repeats of a couple carry no weight, answers never count against who answers, and
 * success earns bounded credit: no history of good behaviour buys more than a few probes.
 */
public final class ScanDetector implements Detector<ScanState> {

    /** After an alert nothing is said of its incident for so long, but that it became graver. Floods are looked at as often. */
    private static final long PAUSE_MILLIS = 10_000;

    /** A slow scan stays open for this many times the median pause between its probes. */
    private static final int PAUSES = 5;

    /** Couples up to which each new one may make an incident graver: what is sure of so many does not become more so by the next. */
    private static final int UNSURE_COUPLES = 128;

    /** Private and link-local address space: RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291. */
    public static final List<Prefix> PRIVATE_NETWORKS = List.of(
            Prefix.parse("10.0.0.0/8"),
            Prefix.parse("172.16.0.0/12"),
            Prefix.parse("192.168.0.0/16"),
            Prefix.parse("100.64.0.0/10"),
            Prefix.parse("169.254.0.0/16"),
            Prefix.parse("fc00::/7"),
            Prefix.parse("fe80::/10"));

    private final ScanSettings settings;
    private final FanOut fanOut;
    private final PrefixSet home;
    private final ScanAlerts reports;

    /** A place to read the headers of a probe into. */
    private final FingerprintTally.Place place = new FingerprintTally.Place();

    public ScanDetector(ScanSettings settings) {
        this(settings, PrefixSet.of(PRIVATE_NETWORKS));
    }

    /** @param home the networks that are the operator's own: they decide which way a scan goes, and how much it matters */
    public ScanDetector(ScanSettings settings, PrefixSet home) {
        this.settings = settings;
        this.fanOut = new FanOut(settings, home);
        this.home = home;
        this.reports = new ScanAlerts(settings, home);
    }

    @Override
    public ScanState newState(Contact first) {
        return new ScanState(first.initiatorHigh(), first.initiatorLow());
    }

    @Override
    public void accept(Contact contact, ScanState state, Surroundings surroundings, AlertSink alerts) {
        state.lastReceivedMillis = surroundings.receivedMillis();
        if (state.incident != null) {
            state.incident.roomy = surroundings.countsExactly();
        }
        if (contact.initiatorSeen()) {
            initiated(contact, state, surroundings, alerts);
        } else {
            answered(contact, state, surroundings, alerts);
        }
    }

    private void initiated(Contact contact, ScanState state, Surroundings surroundings, AlertSink alerts) {
        Evidence grade = Evidence.of(contact.protocol(), contact.flags(), contact.outcome(), contact.packets());
        if (grade == Evidence.SUCCESS) {
            succeeded(contact, state, alerts);
        } else if (grade.suspicious() && grade != Evidence.UDP_STREAM) {
            if (state.incident == null) {
                suspect(contact, grade, state, surroundings, alerts);
            } else {
                goOn(contact, grade, state, state.incident, alerts);
            }
        }
    }

    private void succeeded(Contact contact, ScanState state, AlertSink alerts) {
        Incident incident = state.incident;
        if (incident != null) {
            used(contact, state, incident, alerts);
        } else {
            int at = state.find(contact.targetHigh(), contact.targetLow(), contact.targetPort(), contact.protocol());
            if (at >= 0) {
                state.remove(at);
            }
        }
        state.success(contact.targetHigh(), contact.targetLow(), contact.targetPort(), contact.protocol());
    }

    /** Data flowed: if that was on a couple the scan had found, it is what the scan was for. */
    private void used(Contact contact, ScanState state, Incident incident, AlertSink alerts) {
        if (incident.use(contact.targetHigh(), contact.targetLow(), contact.targetPort(), contact.protocol())) {
            incident.activeMillis = state.lastReceivedMillis;
            incident.lastMillis = Math.max(incident.lastMillis, contact.timeMillis());
            reports.raiseIfGraver(state, incident, alerts);
        }
    }

    private void goOn(Contact contact, Evidence grade, ScanState state, Incident incident, AlertSink alerts) {
        incident.activeMillis = state.lastReceivedMillis;
        boolean isNew = incident.probe(
                contact.targetHigh(),
                contact.targetLow(),
                contact.targetPort(),
                contact.protocol(),
                contact.flags(),
                grade,
                contact.outcome(),
                reports.atHome(contact.targetHigh(), contact.targetLow()),
                contact.timeMillis());
        if (!isNew) {
            return;
        }
        note(contact, state);
        if (incident.couples() >= incident.nextUpdate && incident.lastMillis - incident.toldMillis >= PAUSE_MILLIS) {
            reports.raise(state, incident, Stage.UPDATED, alerts);
        } else if (incident.raised.compareTo(Severity.MEDIUM) < 0 && incident.couples() <= UNSURE_COUPLES) {
            reports.raiseIfGraver(state, incident, alerts);
        }
    }

    /** Notes how a new couple was asked. */
    private void note(Contact contact, ScanState state) {
        state.opened(contact);
        state.mark(contact, place);
    }

    private void suspect(
            Contact contact, Evidence grade, ScanState state, Surroundings surroundings, AlertSink alerts) {
        int at = state.find(contact.targetHigh(), contact.targetLow(), contact.targetPort(), contact.protocol());
        if (at < 0) {
            at = state.add(
                    contact.targetHigh(),
                    contact.targetLow(),
                    contact.targetPort(),
                    contact.protocol(),
                    contact.flags(),
                    grade,
                    contact.outcome(),
                    true,
                    contact.timeMillis());
            note(contact, state);
        } else if (!state.seen(at) && grade.given(state.outcome(at)) == Evidence.SUCCESS) {
            succeeded(contact, state, alerts);
            return;
        } else if (!state.seen(at)) {
            // The answer came first.
            Outcome outcome = contact.outcome() == Outcome.UNKNOWN ? state.outcome(at) : contact.outcome();
            state.regrade(at, grade.given(state.outcome(at)), outcome, contact.flags(), true);
            note(contact, state);
        } else {
            state.repeated(); // says nothing new
            return;
        }
        judge(state, at, surroundings, alerts);
    }

    private void answered(Contact contact, ScanState state, Surroundings surroundings, AlertSink alerts) {
        if (state.incident != null && contact.flags() >= 0) {
            return; // a connection that goes on, and no answer to a probe: its initiator's half tells
        }
        if (contact.targetPort() < 0) {
            unreachable(contact, state, surroundings, alerts);
            return;
        }
        Incident incident = state.incident;
        if (incident != null) {
            incident.answer(
                    contact.targetHigh(),
                    contact.targetLow(),
                    contact.targetPort(),
                    contact.protocol(),
                    contact.outcome());
            return;
        }
        int at = state.find(contact.targetHigh(), contact.targetLow(), contact.targetPort(), contact.protocol());
        if (at < 0) {
            state.add(
                    contact.targetHigh(),
                    contact.targetLow(),
                    contact.targetPort(),
                    contact.protocol(),
                    contact.flags(),
                    Evidence.NONE,
                    contact.outcome(),
                    false,
                    contact.timeMillis());
        } else if (state.seen(at)) {
            Evidence grade = state.evidence(at).given(contact.outcome());
            if (grade == Evidence.SUCCESS) {
                succeeded(contact, state, alerts);
            } else {
                state.regrade(at, grade, contact.outcome(), state.flags(at), true);
                judge(state, at, surroundings, alerts);
            }
        }
    }

    /** An ICMP unreachable names the host but, in a flow record, not the port: one couple of that host for each packet. */
    private void unreachable(Contact contact, ScanState state, Surroundings surroundings, AlertSink alerts) {
        long packets = Math.max(1, contact.packets());
        for (int i = 0; i < state.size() && packets > 0; i++) {
            if (state.seen(i)
                    && state.protocol(i) == IpProtocol.UDP
                    && state.evidence(i) == Evidence.UDP_UNANSWERED
                    && state.targetLow(i) == contact.targetLow()
                    && state.targetHigh(i) == contact.targetHigh()) {
                state.regrade(i, Evidence.UDP_REFUSED, Outcome.REFUSED, state.flags(i), true);
                packets--;
                if (state.incident == null) {
                    judge(state, i, surroundings, alerts);
                } else {
                    state.incident.answer(
                            state.targetHigh(i), state.targetLow(i), state.port(i), state.protocol(i), Outcome.REFUSED);
                }
            }
        }
    }

    private void judge(ScanState state, int at, Surroundings surroundings, AlertSink alerts) {
        if (at < 0 || !state.failed(at) || state.score() < settings.minScore() + state.credit()) {
            return;
        }
        long now = state.timeMillis(at);
        int last = state.forgetBefore(now - settings.memory().toMillis(), at);
        if (fanOut.reached(state, last, surroundings)
                && state.score(now, settings.halfLife().toMillis()) >= settings.minScore() + state.credit()) {
            open(state, surroundings, alerts);
        }
    }

    private void open(ScanState state, Surroundings surroundings, AlertSink alerts) {
        long first = Long.MAX_VALUE;
        for (int i = 0; i < state.size(); i++) {
            first = state.failed(i) ? Math.min(first, state.timeMillis(i)) : first;
        }
        Incident incident = new Incident(reports.incidentId(state, first), state);
        incident.roomy = surroundings.countsExactly();
        for (int i : Telling.byTime(state)) {
            if (state.seen(i)) {
                incident.probe(
                        state.targetHigh(i),
                        state.targetLow(i),
                        state.port(i),
                        state.protocol(i),
                        state.flags(i),
                        state.evidence(i),
                        state.outcome(i),
                        reports.atHome(state.targetHigh(i), state.targetLow(i)),
                        state.timeMillis(i));
            }
        }
        incident.activeMillis = state.lastReceivedMillis;
        state.incident = incident;
        reports.raise(state, incident, Stage.OPENED, alerts);
        state.giveBackRoom();
    }

    /** Whether a stranger turns to a host at home: he is no example of what is usual there. */
    public boolean isInbound(long high, long low, long targetHigh, long targetLow) {
        return FanOut.isInbound(home, high, low, targetHigh, targetLow);
    }

    @Override
    public long expiresAtMillis(ScanState state) {
        Incident incident = state.incident;
        if (incident == null) {
            return state.lastReceivedMillis + settings.memory().toMillis();
        }
        return incident.activeMillis + Math.max(settings.quiet().toMillis(), PAUSES * incident.gaps.medianMillis());
    }

    /** Tells how large a scan has become that was too fast for updates, and has paused since. */
    @Override
    public void catchUp(ScanState state, long nowMillis, AlertSink alerts) {
        Incident incident = state.incident;
        if (incident != null
                && incident.couples() >= incident.nextUpdate
                && nowMillis - incident.activeMillis >= PAUSE_MILLIS) {
            reports.raise(state, incident, Stage.UPDATED, alerts);
        }
    }

    @Override
    public boolean expire(ScanState state, AlertSink alerts) {
        Incident incident = state.incident;
        if (incident != null) {
            reports.raise(state, incident, Stage.CLOSED, alerts);
            state.incident = null;
        }
        return true;
    }
}
