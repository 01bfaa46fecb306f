package io.vedette.core.detect.scan;

import io.vedette.core.contact.Contact;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.detect.Detector;
import io.vedette.core.detect.Surroundings;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.sketch.KeyedHash;

/**
 * Finds scanners: initiators whose contacts fail with too many distinct targets.
 *
 * <p>A source is a scanner when the evidence of its distinct couples reaches the score asked for and the failed ones lie as
 * those of a scan do ({@link FanOut}). Repeats of a couple carry no weight, answers never count against who answers, and
 * success earns bounded credit: no history of good behaviour buys more than a few probes.
 */
public final class ScanDetector implements Detector<ScanState> {

    private static final KeyedHash COUPLES = new KeyedHash(1);

    /** A slow scan stays open for this many times the mean pause between its probes. */
    private static final int PAUSES = 5;

    private final ScanSettings settings;
    private final FanOut fanOut;
    private final ScanAlerts reports;

    public ScanDetector(ScanSettings settings) {
        this.settings = settings;
        this.fanOut = new FanOut(settings);
        this.reports = new ScanAlerts(settings);
    }

    @Override
    public ScanState newState(Contact first) {
        return new ScanState(first.initiatorHigh(), first.initiatorLow());
    }

    @Override
    public void accept(Contact contact, ScanState state, Surroundings surroundings, AlertSink alerts) {
        state.lastReceivedMillis = surroundings.receivedMillis();
        if (contact.initiatorSeen()) {
            initiated(contact, state, surroundings, alerts);
        } else {
            answered(contact, state, surroundings, alerts);
        }
    }

    private void initiated(Contact contact, ScanState state, Surroundings surroundings, AlertSink alerts) {
        Evidence grade = Evidence.of(contact.protocol(), contact.flags(), contact.outcome(), contact.packets());
        int at = state.find(contact.targetHigh(), contact.targetLow(), contact.targetPort(), contact.protocol());
        if (grade == Evidence.SUCCESS) {
            if (at >= 0) {
                state.remove(at);
            }
            state.success(coupleOf(contact), contact.targetPort());
            return;
        }
        if (!grade.suspicious()) {
            return;
        }
        Incident incident = state.incident;
        if (incident != null) {
            incident.probe(
                    contact.targetHigh(),
                    contact.targetLow(),
                    contact.targetPort(),
                    contact.protocol(),
                    contact.outcome(),
                    Evidence.technique(contact.protocol(), contact.flags(), contact.outcome()),
                    contact.timeMillis());
            if (incident.couples() >= incident.nextUpdate) {
                incident.nextUpdate = 2 * incident.couples();
                reports.raise(state, incident, Stage.UPDATED, alerts);
            }
            return;
        }
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
        } else if (!state.seen(at)) {
            // The answer came first.
            Outcome outcome = contact.outcome() == Outcome.UNKNOWN ? state.outcome(at) : contact.outcome();
            state.regrade(at, grade.given(state.outcome(at)), outcome, contact.flags(), true);
        } else {
            return; // a repeat says nothing new
        }
        judge(state, at, surroundings, alerts);
    }

    private void answered(Contact contact, ScanState state, Surroundings surroundings, AlertSink alerts) {
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
        if (contact.targetPort() < 0) {
            unreachable(contact, state, surroundings, alerts);
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
            state.regrade(at, state.evidence(at).given(contact.outcome()), contact.outcome(), state.flags(at), true);
            judge(state, at, surroundings, alerts);
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
                judge(state, i, surroundings, alerts);
                if (state.incident != null) {
                    return;
                }
            }
        }
    }

    private void judge(ScanState state, int at, Surroundings surroundings, AlertSink alerts) {
        if (at < 0 || !state.failed(at) || state.score() < settings.minScore() + state.credit()) {
            return;
        }
        if (!fanOut.reached(state, at, surroundings)) {
            return;
        }
        state.forgetBefore(state.timeMillis(at) - settings.memory().toMillis());
        if (state.score() < settings.minScore() + state.credit()) {
            return;
        }
        open(state, alerts);
    }

    private void open(ScanState state, AlertSink alerts) {
        long first = Long.MAX_VALUE;
        for (int i = 0; i < state.size(); i++) {
            first = state.failed(i) ? Math.min(first, state.timeMillis(i)) : first;
        }
        Incident incident = new Incident(reports.incidentId(state, first), state.score(), state.credit());
        for (int i = 0; i < state.size(); i++) {
            if (state.seen(i)) {
                incident.probe(
                        state.targetHigh(i),
                        state.targetLow(i),
                        state.port(i),
                        state.protocol(i),
                        state.outcome(i),
                        state.technique(i),
                        state.timeMillis(i));
            }
        }
        incident.sample.addAll(state.targets(Incident.SAMPLE));
        incident.nextUpdate = 2 * incident.couples();
        state.incident = incident;
        reports.raise(state, incident, Stage.OPENED, alerts);
    }

    @Override
    public long expiresAtMillis(ScanState state) {
        Incident incident = state.incident;
        if (incident == null) {
            return state.lastReceivedMillis + settings.memory().toMillis();
        }
        long pause = (incident.lastMillis - incident.firstMillis) / Math.max(1, incident.contacts - 1);
        return state.lastReceivedMillis + Math.max(settings.quiet().toMillis(), PAUSES * pause);
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

    private static long coupleOf(Contact contact) {
        return COUPLES.ofCouple(contact.targetHigh(), contact.targetLow(), contact.targetPort(), contact.protocol());
    }
}
