package io.vedette.collector.shard;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.detect.Surroundings;
import io.vedette.core.detect.scan.Evidence;
import io.vedette.core.detect.scan.ScanDetector;
import io.vedette.core.detect.scan.ScanState;
import io.vedette.core.detect.udp.UdpGain;
import io.vedette.core.detect.udp.UdpUsual;
import io.vedette.core.detect.victim.TargetSide;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.PrefixSet;
import io.vedette.core.sketch.KeyedHash;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Screens all contacts cheaply and hands the sources that stand out to the scan detector.
 */
final class IncidentWork implements ShardWork, Surroundings {

    /*
     * Two levels. Nearly all sources never fail at three distinct couples: each costs one slot of the table. Whoever does
     * gets a judge, a ScanState, and the two couples that the slot had kept are given to it first, so that nothing counts
     * less for having come before.
     */
    private final KeyedHash hash;
    private AllowList allowed;
    private final long[] lettingOff = new long[Allowance.values().length];
    private ScanDetector detector;
    private final TargetSide targets;
    private final AlertSink alerts;
    private final SourceTable sources;
    private final Judges judges;
    private UdpActivity udp;
    private final Acquaintances acquaintances;
    private long[] keys = {};

    /** Keeps the loads of {@link #prepare} from being optimised away. */
    @SuppressWarnings("unused")
    private long unused;

    private final ContactBatch remembered = new ContactBatch(1);
    private final ContactBatch.Cursor rememberedCursor = remembered.cursor().moveTo(0);
    private long receivedMillis;

    /** Key of the source that is being judged. */
    private long judged;

    private UdpUsual udpUsual = UdpUsual.UNKNOWN;
    private volatile Snapshot snapshot = Snapshot.EMPTY;

    IncidentWork(
            ShardSettings settings,
            int shards,
            UdpActivity udp,
            ScanDetector detector,
            TargetSide targets,
            AllowList allowed,
            KeyedHash hash,
            AlertSink alerts) {
        this.hash = hash;
        this.detector = detector;
        this.targets = targets;
        this.alerts = targets; // they wait there for the next tick
        targets.overflowTo(alerts);
        this.allowed = allowed;
        this.sources = new SourceTable(
                settings.maxSources() / shards, settings.sourceIdle().toSeconds());
        this.judges = new Judges(Math.max(16, settings.maxSuspects() / shards));
        this.acquaintances = new Acquaintances(hash);
        this.udp = udp;
    }

    @Override
    public long receivedMillis() {
        return receivedMillis;
    }

    @Override
    public UdpUsual udpUsual() {
        return udpUsual;
    }

    @Override
    public long udpPorts() {
        return udp.ports();
    }

    @Override
    public long udpHosts() {
        return udp.hosts();
    }

    @Override
    public int reachedOn(int port) {
        return acquaintances.reachedOn(judged, port);
    }

    @Override
    public boolean knows(long hostHigh, long hostLow) {
        return acquaintances.knows(judged, hostHigh, hostLow);
    }

    @Override
    public void contacts(ContactBatch batch) {
        receivedMillis = Math.max(receivedMillis, batch.receivedMillis());
        long nowSeconds = receivedMillis / 1000;
        ContactBatch.Cursor cursor = batch.cursor();
        int rows = batch.size();
        prepare(batch, rows);
        for (int row = 0; row < rows; row++) {
            targets.contact(batch, row);
            Evidence evidence = batch.initiatorSeen(row)
                    ? Evidence.of(batch.protocol(row), batch.flags(row), batch.outcome(row), batch.packets(row))
                    : Evidence.NONE;
            if (!evidence.suspicious()) {
                unsuspicious(evidence, keys[row], batch, row, cursor);
            } else if (!isLetOff(evidence, batch, row)) {
                suspicious(keys[row], batch, row, cursor, nowSeconds);
            }
        }
    }

    private boolean isLetOff(Evidence evidence, ContactBatch batch, int row) {
        Allowance allowance = allowed.of(batch, row, evidence);
        if (allowance != null) {
            lettingOff[allowance.ordinal()]++;
        }
        return allowance != null;
    }

    /** A contact that says nothing against its initiator, or for it: of interest if that is a suspect. */
    private void unsuspicious(Evidence evidence, long key, ContactBatch batch, int row, ContactBatch.Cursor cursor) {
        int protocol = batch.protocol(row);
        if (protocol == IpProtocol.UDP && batch.initiatorSeen(row)) {
            udpContact(key, batch, row, false);
        }
        if (evidence == Evidence.SUCCESS) {
            acquaintances.add(
                    key,
                    batch.targetHigh(row),
                    batch.targetLow(row),
                    batch.targetPort(row),
                    protocol == IpProtocol.TCP);
        }
        int at = sources.find(key);
        if (at >= 0 && sources.judge(at) >= 0) {
            judge(key, sources.judge(at), cursor.moveTo(row));
        }
    }

    private void suspicious(long key, ContactBatch batch, int row, ContactBatch.Cursor cursor, long nowSeconds) {
        if (batch.protocol(row) == IpProtocol.UDP) {
            udpContact(key, batch, row, true);
        }
        int at = sources.claim(key, nowSeconds);
        long couple = NotedCouple.of(batch, row, hash);
        int number = at < 0 ? -1 : sources.judge(at);
        if (!isScanning(number)) {
            // Who fails at more than two couples is no client of one dead service.
            targets.unfinished(batch, row, at >= 0 && number < 0 && isKnown(at, couple));
        }
        if (at < 0) {
            return;
        }
        sources.seen(at, nowSeconds);
        if (number < 0 && isThirdCouple(at, couple)) {
            number = admit(at, key, cursor.moveTo(row));
        }
        if (number >= 0) {
            judge(key, number, cursor.moveTo(row));
        }
    }

    /** Computes the keys of all rows and begins with the cache misses that they will cause, so that these overlap. */
    private void prepare(ContactBatch batch, int rows) {
        if (keys.length < rows) {
            keys = new long[rows];
        }
        for (int row = 0; row < rows; row++) {
            keys[row] = key(batch, row);
        }
        long touched = 0;
        for (int row = 0; row < rows; row++) {
            touched += sources.touch(keys[row]);
        }
        unused = touched;
    }

    private boolean isScanning(int number) {
        return number >= 0 && judges.state(number).isScanning();
    }

    private long key(ContactBatch batch, int row) {
        return key(batch.initiatorHigh(row), batch.initiatorLow(row));
    }

    private long key(long high, long low) {
        long key = hash.ofAddress(high, low);
        return key == 0 ? 1 : key;
    }

    /** Whoever has an incident open is no example of what is usual. */
    private void udpContact(long key, ContactBatch batch, int row, boolean failed) {
        udp.contact(key, batch.targetHigh(row), batch.targetLow(row), batch.targetPort(row), failed);
        int at = failed ? sources.find(key) : -1;
        if (at >= 0 && sources.judge(at) >= 0 && judges.state(sources.judge(at)).isScanning()) {
            udp.exclude(key);
        }
    }

    private void judge(long key, int number, ContactBatch.Cursor contact) {
        ScanState state = judges.state(number);
        judged = judges.key(number);
        boolean before = state.isScanning();
        if (contact.protocol() != IpProtocol.TCP) {
            udp.look(key);
        }
        detector.accept(contact, state, this, alerts);
        judges.judged(number);
        compare(number, contact, state.isScanning());
        if (!before && state.isScanning() && contact.protocol() == IpProtocol.UDP && contact.initiatorSeen()) {
            udp.exclude(key);
        }
    }

    /** Notes what the source did, to be compared with what others do to the same target. */
    private void compare(int number, ContactBatch.Cursor contact, boolean scanning) {
        if (!contact.initiatorSeen()) {
            return;
        }
        Evidence evidence = Evidence.of(contact.protocol(), contact.flags(), contact.outcome(), contact.packets());
        if (evidence.failed()) {
            targets.probe(number, judges.state(number), contact, scanning);
        } else if (evidence == Evidence.SUCCESS) {
            targets.succeeded(number);
        }
    }

    /** Whether a couple is one of the two that were noted for a source. */
    private boolean isKnown(int at, long couple) {
        return NotedCouple.isSame(sources.firstCouple(at), couple)
                || NotedCouple.isSame(sources.secondCouple(at), couple);
    }

    /** Notes the couple; true if it differs from the two that were noted before. */
    private boolean isThirdCouple(int at, long couple) {
        long first = sources.firstCouple(at);
        if (first == 0) {
            sources.firstCouple(at, couple);
            return false;
        }
        if (NotedCouple.isSame(first, couple)) {
            return false;
        }
        long second = sources.secondCouple(at);
        if (second == 0) {
            sources.secondCouple(at, couple);
            return false;
        }
        return !NotedCouple.isSame(second, couple);
    }

    private int admit(int at, long key, ContactBatch.Cursor contact) {
        if (judges.isFull()) {
            dismiss(judges.leastSuspect());
        }
        ScanState state = detector.newState(contact);
        int number = judges.seat(key, state);
        judged = key;
        sources.judge(at, number);
        recall(number, state, sources.firstCouple(at), contact);
        recall(number, state, sources.secondCouple(at), contact);
        return number;
    }

    private void recall(int number, ScanState state, long couple, ContactBatch.Cursor now) {
        if (NotedCouple.recall(couple, now, remembered)) {
            detector.accept(rememberedCursor, state, this, alerts);
            compare(number, rememberedCursor, state.isScanning());
        }
    }

    private void dismiss(int number) {
        detector.expire(judges.state(number), alerts);
        forget(number);
    }

    private void forget(int number) {
        int at = sources.find(judges.key(number));
        if (at >= 0 && sources.judge(at) == number) {
            sources.judge(at, -1);
            sources.firstCouple(at, 0);
            sources.secondCouple(at, 0);
        }
        judges.dismiss(number);
        targets.left(number);
    }

    @Override
    public void sweep(long nowMillis) {
        receivedMillis = Math.max(receivedMillis, nowMillis);
        int incidents = 0;
        for (int number = 0; number < judges.seats(); number++) {
            ScanState state = judges.stateOrNull(number);
            if (state == null) {
                continue;
            }
            if (detector.expiresAtMillis(state) <= receivedMillis) {
                if (detector.expire(state, alerts)) {
                    forget(number);
                }
            } else if (state.isScanning()) {
                incidents++;
            }
        }
        publish(incidents);
    }

    private void publish(int incidents) {
        snapshot = new Snapshot(
                sources.size(),
                judges.size(),
                incidents,
                udp.sources(),
                new Limits(sources.evictions() + sources.refusals(), judges.dismissals(), udp.overLimit()),
                new LetOff(lettingOff));
    }

    @Override
    public void settings(DetectSettings settings) {
        detector = new ScanDetector(settings.scan(), PrefixSet.of(settings.homeNetworks()));
        allowed = new AllowList(settings.allow());
    }

    @Override
    public UdpGain takeUdpGain() {
        return udp.takeGain();
    }

    @Override
    public void udpUsual(UdpUsual usual) {
        udpUsual = usual;
    }

    @Override
    public void eraseUdp() {
        udp.erase();
    }

    @Override
    public TargetSide targetSide() {
        return targets;
    }

    @Override
    public void capture(int shard, ShardCapture capture) {
        capture.add(shard, judges, targets, udp.table());
    }

    @Override
    public boolean restore(ScanState state, TargetSide.@Nullable Remembered probed) {
        IpAddress source = state.source();
        long key = key(source.high(), source.low());
        int at = judges.isFull() ? -1 : sources.claim(key, state.lastReceivedMillis() / 1000);
        if (at < 0 || sources.judge(at) >= 0) {
            return false;
        }
        int number = judges.seat(key, state);
        sources.judge(at, number);
        if (probed != null) {
            targets.restore(number, probed);
        }
        return true;
    }

    @Override
    public void restoreUdp(byte[] written, UdpUsual usual) throws IOException {
        UdpActivity restored = udp.empty();
        if (written.length > 0) {
            restored.table().read(new DataInputStream(new ByteArrayInputStream(written)));
        }
        udp = restored;
        udpUsual = usual;
    }

    @Override
    public void finish(boolean goesOn) {
        for (int number = 0; number < judges.seats(); number++) {
            ScanState state = judges.stateOrNull(number);
            if (state != null && !goesOn) {
                detector.expire(state, alerts);
            }
        }
        publish(0);
    }

    @Override
    public Snapshot snapshot() {
        return snapshot;
    }
}
