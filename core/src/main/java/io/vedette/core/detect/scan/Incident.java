package io.vedette.core.detect.scan;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.Prefix;
import io.vedette.core.sketch.DistinctCounter;
import io.vedette.core.sketch.KeyedHash;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scan that is going on: its size in distinct counts, however long it lasts. */
final class Incident {

    /** Evidence beyond this says no more. */
    private static final double MAX_EVIDENCE = 40;

    /** Fixed, so that estimates do not change from run to run; only open incidents are counted with it. */
    private static final KeyedHash HASH = new KeyedHash(0);

    private static final int NO_PORT = -2;

    /** Answers that may wait for their questions: a probe that writes a record for each direction writes them one after the other. */
    private static final int EARLY_ANSWERS = 16;

    private static final long[] NONE = {};

    private static final Technique[] TECHNIQUES = Technique.values();

    final String id;

    /** The evidence when it was opened. */
    final double evidence;

    /** Of the evidence then asked for: what successes had earned. */
    final double credit;

    private Sample sample;

    /** The network that all couples are in; null once they are in several. */
    private @Nullable Prefix network;

    final Gaps gaps = new Gaps();
    final FlagTally flags = new FlagTally();

    /** Contacts with couples that were known, before it was opened. */
    final long earlierRepeats;

    long firstMillis = Long.MAX_VALUE;
    long lastMillis = Long.MIN_VALUE;
    long contacts;

    /** When the last contact was received that belongs to the scan. */
    long activeMillis;

    /** Of {@link #noted}: those at home. */
    long homeTargets;

    /** All evidence so far, clipped. */
    double total;

    /** Distinct couples at which there is news again: twice those that were told of last. */
    long nextUpdate;

    /** The last contact that was told of. */
    long toldMillis;

    /** Whether there is room to count exactly what is many. */
    boolean roomy = true;

    /** What the last alert said. */
    Severity raised = Severity.INFO;

    /** Of the last new couple: of most incidents the only ones. */
    private int lastPort = NO_PORT;

    private int lastProtocol;

    /** The last answers to couples that had not been asked for: their hashes, in which the lowest bit says whether they refused. */
    private long[] early = NONE;

    private int earlyAt;

    private final DistinctCounter couples = new DistinctCounter();
    private final DistinctCounter hosts = new DistinctCounter();
    private final PortCounter ports = new PortCounter();
    private final DistinctCounter refused = new DistinctCounter();
    private final DistinctCounter answered = new DistinctCounter();
    private final DistinctCounter used = new DistinctCounter();
    private final DistinctCounter usedPorts = new DistinctCounter();
    private final long[] byTechnique = new long[TECHNIQUES.length];

    Incident(String id, ScanState state) {
        this.id = id;
        this.evidence = state.score();
        this.credit = state.credit();
        this.earlierRepeats = state.repeats();
        this.sample = Sample.of(state);
        this.network = sample.network();
    }

    /** An incident as {@link ScanStateCodec} reads it; all that changes is set afterwards. */
    Incident(String id, double evidence, double credit, long earlierRepeats, Sample sample) {
        this.id = id;
        this.evidence = evidence;
        this.credit = credit;
        this.earlierRepeats = earlierRepeats;
        this.sample = sample;
        this.network = sample.network();
    }

    /**
     * A probe that the initiator was seen to send.
     *
     * @return whether its couple is known to be a new one; once couples are estimated of fewer and fewer
     */
    boolean probe(
            long high,
            long low,
            int port,
            int protocol,
            int sentFlags,
            Evidence grade,
            Outcome outcome,
            boolean atHome,
            long atMillis) {
        if (contacts++ > 0) {
            gaps.add(atMillis - lastMillis);
        }
        firstMillis = Math.min(firstMillis, atMillis);
        lastMillis = Math.max(lastMillis, atMillis);
        long couple = HASH.ofCouple(high, low, port, protocol);
        int standsFor = couples.added(couple, roomy);
        if (network != null && !network.contains(high, low)) {
            network = null;
            sample = sample.with(high, low, port, protocol, grade, outcome);
        }
        if (standsFor != 0 || !couples.isExact()) {
            hosts.add(HASH.ofAddress(high, low), roomy);
            if (port != lastPort || protocol != lastProtocol) {
                lastPort = port;
                lastProtocol = protocol;
                ports.add(port, protocol, roomy);
            }
        }
        if (standsFor != 0) {
            takeEarly(couple);
            byTechnique[Evidence.technique(protocol, sentFlags, outcome).ordinal()] += standsFor;
            total = Math.min(MAX_EVIDENCE, total + grade.weight());
            homeTargets += atHome ? standsFor : 0;
            if (protocol == IpProtocol.TCP) {
                flags.add(sentFlags, standsFor);
            }
        }
        result(couple, outcome);
        return standsFor != 0;
    }

    /**
     * Word of what came of a probe, from the other side; only ever counted for couples that were probed. As long as these are counted
     * exactly it may come somewhat before the probe.
     */
    void answer(long high, long low, int port, int protocol, Outcome outcome) {
        long couple = HASH.ofCouple(high, low, port, protocol);
        if (!couples.isExact() || couples.contains(couple)) {
            result(couple, outcome);
        } else if (outcome == Outcome.REFUSED || outcome == Outcome.ANSWERED) {
            early = early.length == 0 ? new long[EARLY_ANSWERS] : early;
            early[earlyAt] = couple & ~1L | (outcome == Outcome.REFUSED ? 1 : 0);
            earlyAt = (earlyAt + 1) % EARLY_ANSWERS;
        }
    }

    private void takeEarly(long couple) {
        for (long answer : early) {
            if ((answer ^ couple) >>> 1 == 0) {
                result(couple, (answer & 1) == 0 ? Outcome.ANSWERED : Outcome.REFUSED);
            }
        }
    }

    private void result(long couple, Outcome outcome) {
        if (outcome == Outcome.REFUSED) {
            refused.add(couple, roomy);
        } else if (outcome == Outcome.ANSWERED) {
            answered.add(couple, roomy);
        }
    }

    /**
     * Data flowed between the initiator and a couple.
     *
     * @return whether that couple had been probed, had answered then, and is used for the first time
     */
    boolean use(long high, long low, int port, int protocol) {
        long couple = HASH.ofCouple(high, low, port, protocol);
        if (!isFound(couple, port, protocol) || !used.add(couple, roomy)) {
            return false;
        }
        usedPorts.add(HASH.ofBoth(port, 0), roomy);
        return true;
    }

    /** Whether a couple had answered a probe. Of so many that they are estimated, those on the ports of the scan are taken to have. */
    private boolean isFound(long couple, int port, int protocol) {
        return answered.isExact() ? answered.contains(couple) : ports.contains(port, protocol);
    }

    /** Some targets, the most telling ones: if these are all in one network (IPv4 /24, IPv6 /64), so are all others. */
    Sample sample() {
        return sample;
    }

    /** Distinct couples; never more than contacts, and where they are of one host as many as ports. */
    long couples() {
        boolean asPorts = !couples.isExact() && areOfOneHost() && ports.isExact();
        return asPorts ? ports.count() : Math.min(couples.count(), contacts);
    }

    private boolean areOfOneHost() {
        return hosts.isExact() && hosts.count() == 1;
    }

    /** Distinct hosts: as many as couples where these are on one port. */
    long hosts() {
        boolean onePort = ports.isExact() && ports.count() == 1;
        return onePort ? couples() : Math.min(hosts.count(), couples());
    }

    /** Distinct ports. */
    long ports() {
        return Math.min(ports.count(), couples());
    }

    /*
     * A reset that follows an answer takes it back, because a record of both directions may look like either. Of estimates one may be
     * larger than all couples: then what is exact goes first, and the one open port among thousands is not lost.
     */

    private boolean isAnsweredExactly() {
        return answered.isExact() && !refused.isExact();
    }

    long refused() {
        long left = isAnsweredExactly() ? couples() - answered.count() : couples();
        return Math.max(0, Math.min(refused.count(), left));
    }

    long answered() {
        return Math.min(answered.count(), couples() - refused());
    }

    long silent() {
        return couples() - refused() - answered();
    }

    /** Couples that were used after they had been probed. */
    long used() {
        return used.count();
    }

    /** Ports of these couples. */
    long usedPorts() {
        return usedPorts.count();
    }

    /** Whether the number of couples is exact. */
    boolean isExact() {
        return couples.isExact() || areOfOneHost() && ports.isExact();
    }

    /** How often each couple was tried, on average. */
    double tries() {
        return (double) (contacts + earlierRepeats) / Math.max(1, couples());
    }

    /** Of {@link #noted}: those that were asked that way. */
    long by(Technique technique) {
        return byTechnique[technique.ordinal()];
    }

    /** The couples of which it was noted how they were asked; all of them while they are exact, about all later. */
    long noted() {
        return Arrays.stream(byTechnique).sum();
    }

    /** Whether most couples are at home. */
    boolean isMostlyAtHome() {
        return homeTargets * 2 > noted();
    }

    /** The technique of most couples. */
    Technique dominant() {
        int most = 0;
        for (int i = 1; i < byTechnique.length; i++) {
            most = byTechnique[i] > byTechnique[most] ? i : most;
        }
        return TECHNIQUES[most];
    }

    /** Couples by the TCP flags that were sent to them, in letters, most frequent first. */
    Map<String, Long> flagsByFrequency() {
        return flags.byFrequency((double) couples() / Math.max(1, noted()));
    }

    /** Bytes that it takes to count exactly: beyond what it takes at most where there is no room for that. */
    int bytesOfRoom() {
        return ports.bytesOfRoom()
                + couples.bytesOfRoom()
                + hosts.bytesOfRoom()
                + refused.bytesOfRoom()
                + answered.bytesOfRoom()
                + used.bytesOfRoom()
                + usedPorts.bytesOfRoom();
    }

    void writeEarly(DataOutput out) throws IOException {
        out.writeByte(early.length == 0 ? -1 : earlyAt);
        for (long answer : early) {
            out.writeLong(answer);
        }
    }

    /** Reads what {@link #writeEarly} wrote into a new incident. */
    void readEarly(DataInput in) throws IOException {
        int at = in.readByte();
        if (at < 0) {
            return;
        }
        earlyAt = ScanStateCodec.check(at, EARLY_ANSWERS - 1, "early answer");
        early = new long[EARLY_ANSWERS];
        for (int i = 0; i < EARLY_ANSWERS; i++) {
            early[i] = in.readLong();
        }
    }

    /** The counter of ports. */
    PortCounter portCounter() {
        return ports;
    }

    /** All other counters, in the order in which they are written. */
    List<DistinctCounter> counters() {
        return List.of(couples, hosts, refused, answered, used, usedPorts);
    }

    /** Couples by the ordinal of their technique; the array itself. */
    long[] byTechnique() {
        return byTechnique;
    }
}
