package io.vedette.core.detect.scan;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.sketch.DistinctCounter;
import io.vedette.core.sketch.KeyedHash;
import java.util.ArrayList;
import java.util.List;

/** A scan that is going on: its size in distinct counts, however long it lasts. */
final class Incident {

    /** Targets kept as a sample. */
    static final int SAMPLE = 10;

    /** Fixed, so that estimates do not change from run to run; only open incidents are counted with it. */
    private static final KeyedHash HASH = new KeyedHash(0);

    private static final Technique[] TECHNIQUES = Technique.values();

    final String id;

    /** The evidence when it was opened. */
    final double evidence;

    /** Of the evidence then asked for: what successes had earned. */
    final double credit;

    final List<Target> sample = new ArrayList<>(SAMPLE);
    long firstMillis = Long.MAX_VALUE;
    long lastMillis = Long.MIN_VALUE;
    long contacts;
    /** Distinct couples at which the next update is due. */
    long nextUpdate;

    private final DistinctCounter couples = new DistinctCounter();
    private final DistinctCounter hosts = new DistinctCounter();
    private final DistinctCounter ports = new DistinctCounter();
    private final DistinctCounter refused = new DistinctCounter();
    private final DistinctCounter answered = new DistinctCounter();
    private final long[] byTechnique = new long[TECHNIQUES.length];

    Incident(String id, double evidence, double credit) {
        this.id = id;
        this.evidence = evidence;
        this.credit = credit;
    }

    /** A probe that the initiator was seen to send. */
    void probe(long high, long low, int port, int protocol, Outcome outcome, Technique technique, long atMillis) {
        contacts++;
        firstMillis = Math.min(firstMillis, atMillis);
        lastMillis = Math.max(lastMillis, atMillis);
        long couple = HASH.ofCouple(high, low, port, protocol);
        if (couples.add(couple)) {
            byTechnique[technique.ordinal()]++;
            hosts.add(HASH.ofAddress(high, low));
            ports.add(HASH.ofBoth(port, protocol));
        }
        result(couple, outcome);
    }

    /** Word of what came of a probe, from the other side; only ever counted for couples that were probed. */
    void answer(long high, long low, int port, int protocol, Outcome outcome) {
        result(HASH.ofCouple(high, low, port, protocol), outcome);
    }

    private void result(long couple, Outcome outcome) {
        if (outcome == Outcome.REFUSED) {
            refused.add(couple);
        } else if (outcome == Outcome.ANSWERED) {
            answered.add(couple);
        }
    }

    long couples() {
        return couples.count();
    }

    long hosts() {
        return hosts.count();
    }

    long ports() {
        return ports.count();
    }

    long refused() {
        return Math.min(refused.count(), couples());
    }

    long answered() {
        return Math.min(answered.count(), couples() - refused());
    }

    long silent() {
        return couples() - refused() - answered();
    }

    boolean isExact() {
        return couples.isExact();
    }

    /** The technique of most couples. */
    Technique technique() {
        int most = 0;
        for (int i = 1; i < byTechnique.length; i++) {
            most = byTechnique[i] > byTechnique[most] ? i : most;
        }
        return TECHNIQUES[most];
    }

    /** All counters, in the order in which they are written. */
    List<DistinctCounter> counters() {
        return List.of(couples, hosts, ports, refused, answered);
    }

    /** Couples by the ordinal of their technique; the array itself. */
    long[] byTechnique() {
        return byTechnique;
    }
}
