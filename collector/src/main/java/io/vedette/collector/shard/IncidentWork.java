package io.vedette.collector.shard;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.Outcome;
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
final class IncidentWork implements ShardWork {

    /*
     * Two levels. Nearly all sources never fail at three distinct couples: each costs one slot of the table. Whoever does
     * gets a judge, a ScanState, and the two couples that the slot had kept are given to it first, so that nothing counts
     * less for having come before.
     */
    private final KeyedHash hash;
    private final Screen screen;
    private AllowList allowed;
    private final long[] lettingOff = new long[Allowance.values().length];
    private ScanDetector detector;
    private final TargetSide targets;
    private final AlertSink alerts;
    private final Judges judges;
    private final long room;
    private final ShardSurroundings surroundings;
    private final Acquaintances acquaintances;
    private final ContactBatch remembered = new ContactBatch(1);
    private final ContactBatch.Cursor rememberedCursor = remembered.cursor().moveTo(0);
    private volatile Snapshot snapshot = Snapshot.EMPTY;

    /** @param room bytes that open incidents may take, over all shards, to count exactly */
    IncidentWork(
            ShardSettings settings,
            long room,
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
        this.room = room / shards;
        this.judges = new Judges(Math.max(16, settings.maxSuspects() / shards));
        this.screen = new Screen(
                hash,
                new SourceTable(
                        settings.maxSources() / shards, settings.sourceIdle().toSeconds()),
                judges);
        this.acquaintances = new Acquaintances(hash);
        this.surroundings = new ShardSurroundings(acquaintances, udp);
    }

    @Override
    public void contacts(ContactBatch batch) {
        surroundings.receivedAt(batch.receivedMillis());
        long nowSeconds = surroundings.receivedMillis() / 1000;
        ContactBatch.Cursor cursor = batch.cursor();
        screen.prepare(batch);
        targets.prepare(batch);
        for (int row = 0; row < batch.size(); row++) {
            boolean asked = targets.contact(batch, row);
            Evidence evidence = batch.initiatorSeen(row)
                    ? Evidence.of(batch.protocol(row), batch.flags(row), batch.outcome(row), batch.packets(row))
                    : Evidence.NONE;
            if (evidence.suspicious() && !isLetOff(evidence, batch, row)) {
                suspicious(evidence, screen.key(row), batch, row, cursor, nowSeconds);
                continue;
            }
            if (asked) {
                targets.finished(row);
            }
            if (!evidence.suspicious()) {
                unsuspicious(evidence, screen.key(row), batch, row, cursor);
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
        } else if (isAnsweredPing(batch, row)) {
            int request = Surroundings.ICMP + batch.targetPort(row);
            acquaintances.add(key, batch.targetHigh(row), batch.targetLow(row), request, false);
        }
        int slot = screen.find(key);
        int number = screen.judge(slot);
        if (number >= 0) {
            judge(key, number, cursor.moveTo(row));
        } else if (slot != Screen.NONE && !batch.initiatorSeen(row)) {
            screen.answered(slot, NotedCouple.of(batch, row, hash));
        }
    }

    /** From flows the answer is a contact of its own, in which the request is not seen. */
    private static boolean isAnsweredPing(ContactBatch batch, int row) {
        int protocol = batch.protocol(row);
        return (protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6) && batch.outcome(row) == Outcome.ANSWERED;
    }

    private void suspicious(
            Evidence evidence, long key, ContactBatch batch, int row, ContactBatch.Cursor cursor, long nowSeconds) {
        if (batch.protocol(row) == IpProtocol.UDP) {
            udpContact(key, batch, row, evidence.failed());
        }
        int slot = screen.claim(key, nowSeconds);
        int number = screen.judge(slot);
        long couple = NotedCouple.of(batch, row, hash);
        boolean unjudged = slot != Screen.NONE && number < 0;
        if (!isScanning(number)) {
            // Who fails at more than two couples is no client of one dead service.
            targets.unfinished(batch, row, unjudged && screen.isKnown(slot, couple));
        }
        if (unjudged && screen.isThirdCouple(slot, couple)) {
            number = admit(slot, key, cursor.moveTo(row));
        }
        if (number >= 0) {
            judge(key, number, cursor.moveTo(row));
        }
    }

    private boolean isScanning(int number) {
        return number >= 0 && judges.state(number).isScanning();
    }

    /** Strangers who turn to home, and whoever has an incident open, are no examples of what is usual. */
    private void udpContact(long key, ContactBatch batch, int row, boolean failed) {
        boolean stranger = failed
                && detector.isInbound(
                        batch.initiatorHigh(row), batch.initiatorLow(row), batch.targetHigh(row), batch.targetLow(row));
        if (stranger) {
            return;
        }
        UdpActivity udp = surroundings.udp();
        udp.contact(key, batch.targetHigh(row), batch.targetLow(row), batch.targetPort(row), failed);
        if (failed && isScanning(screen.judgeOf(key))) {
            udp.exclude(key);
        }
    }

    private void judge(long key, int number, ContactBatch.Cursor contact) {
        ScanState state = judges.state(number);
        surroundings.judge(judges.key(number), countsExactly());
        boolean before = state.isScanning();
        if (contact.protocol() != IpProtocol.TCP) {
            surroundings.udp().look(key);
        }
        detector.accept(contact, state, surroundings, alerts);
        judges.judged(number);
        compare(number, contact, state.isScanning());
        if (!before && state.isScanning() && contact.protocol() == IpProtocol.UDP && contact.initiatorSeen()) {
            surroundings.udp().exclude(key);
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

    /** Gives a source a judge and what was noted of it; -1 if there is no room. */
    private int admit(int slot, long key, ContactBatch.Cursor contact) {
        if (judges.isFull()) {
            int dispensable = judges.dispensable(surroundings.receivedMillis());
            if (dispensable < 0) {
                return dispensable;
            }
            dismiss(dispensable);
        }
        ScanState state = detector.newState(contact);
        int number = judges.seat(key, state);
        surroundings.judge(key, countsExactly());
        long first = screen.firstCouple(slot);
        long second = screen.secondCouple(slot);
        screen.judge(slot, number);
        recall(number, state, first, contact);
        recall(number, state, second, contact);
        return number;
    }

    private boolean countsExactly() {
        return judges.bytesOfRoom() < room;
    }

    private void recall(int number, ScanState state, long couple, ContactBatch.Cursor now) {
        if (NotedCouple.recall(couple, now, remembered)) {
            detector.accept(rememberedCursor, state, surroundings, alerts);
            compare(number, rememberedCursor, state.isScanning());
        }
    }

    private void dismiss(int number) {
        detector.expire(judges.state(number), alerts);
        forget(number);
    }

    private void forget(int number) {
        screen.dismiss(number);
        judges.dismiss(number);
        targets.left(number);
    }

    @Override
    public void sweep(long nowMillis) {
        surroundings.receivedAt(nowMillis);
        int incidents = 0;
        for (int number = 0; number < judges.seats(); number++) {
            ScanState state = judges.stateOrNull(number);
            if (state == null) {
                continue;
            }
            if (detector.expiresAtMillis(state) <= surroundings.receivedMillis()) {
                if (detector.expire(state, alerts)) {
                    forget(number);
                }
            } else if (state.isScanning()) {
                incidents++;
                detector.catchUp(state, surroundings.receivedMillis(), alerts);
            }
        }
        publish(incidents);
    }

    private void publish(int incidents) {
        snapshot = new Snapshot(
                screen.size(),
                judges.size(),
                incidents,
                surroundings.udp().sources(),
                new Limits(
                        screen.overLimit(),
                        judges.overLimit(),
                        surroundings.udp().overLimit()),
                new LetOff(lettingOff));
    }

    @Override
    public void settings(DetectSettings settings) {
        detector = new ScanDetector(settings.scan(), PrefixSet.of(settings.homeNetworks()));
        allowed = new AllowList(settings.allow());
    }

    @Override
    public UdpGain takeUdpGain() {
        return surroundings.udp().takeGain();
    }

    @Override
    public void udpUsual(UdpUsual usual) {
        surroundings.udpUsual(usual);
    }

    @Override
    public void eraseUdp() {
        surroundings.udp().erase();
    }

    @Override
    public TargetSide targetSide() {
        return targets;
    }

    @Override
    public void capture(int shard, ShardCapture capture) {
        capture.add(shard, judges, targets, surroundings.udp().table());
    }

    @Override
    public boolean restore(ScanState state, TargetSide.@Nullable Remembered probed) {
        IpAddress source = state.source();
        long key = screen.key(source.high(), source.low());
        int slot = judges.isFull() ? Screen.NONE : screen.claim(key, state.lastReceivedMillis() / 1000);
        if (slot == Screen.NONE || screen.judge(slot) >= 0) {
            return false;
        }
        int number = judges.seat(key, state);
        screen.judge(slot, number);
        if (probed != null) {
            targets.restore(number, probed);
        }
        return true;
    }

    @Override
    public void restoreUdp(byte[] written, UdpUsual usual) throws IOException {
        UdpActivity restored = surroundings.udp().empty();
        if (written.length > 0) {
            restored.table().read(new DataInputStream(new ByteArrayInputStream(written)));
        }
        surroundings.udp(restored);
        surroundings.udpUsual(usual);
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
