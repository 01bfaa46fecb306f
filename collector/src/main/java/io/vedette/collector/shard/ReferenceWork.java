package io.vedette.collector.shard;

import io.vedette.core.contact.Contact;
import io.vedette.core.contact.ContactBatch;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.detect.reference.ReferenceRules;
import io.vedette.core.detect.scan.ScanState;
import io.vedette.core.detect.udp.UdpCouples;
import io.vedette.core.detect.udp.UdpGain;
import io.vedette.core.detect.udp.UdpUsual;
import io.vedette.core.detect.victim.TargetSide;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.sketch.KeyedHash;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Judges flow by flow, as PortScanDetector does. */
final class ReferenceWork implements ShardWork {

    /** Flow by flow nothing is remembered of a source. */
    private static final Judges NOBODY = new Judges(0);

    private ReferenceRules rules;
    private final AlertSink alerts;
    private final int udpSources;
    private UdpCouples udpCouples;
    private final KeyedHash hash;
    private double udpForecast = Double.NaN;
    private volatile Snapshot snapshot = Snapshot.EMPTY;

    ReferenceWork(ReferenceRules rules, int udpSources, KeyedHash hash, AlertSink alerts) {
        this.rules = rules;
        this.hash = hash;
        this.udpSources = udpSources;
        this.udpCouples = new UdpCouples(hash, udpSources);
        this.alerts = alerts;
    }

    @Override
    public void contacts(ContactBatch batch) {
        ContactBatch.Cursor flow = batch.cursor();
        for (int row = 0; row < batch.size(); row++) {
            flow.moveTo(row);
            if (batch.protocol(row) == IpProtocol.TCP) {
                rules.tcp(flow, alerts);
            } else if (batch.protocol(row) == IpProtocol.UDP) {
                udp(batch, row, flow);
            } // else nothing that the reference knows: only packets bring it here
        }
    }

    private void udp(ContactBatch batch, int row, Contact flow) {
        long source = hash.ofAddress(batch.initiatorHigh(row), batch.initiatorLow(row));
        long couples = udpCouples.add(source, batch.targetHigh(row), batch.targetLow(row), batch.targetPort(row));
        rules.udp(flow, couples, udpForecast, alerts);
    }

    @Override
    public void sweep(long nowMillis) {
        snapshot = new Snapshot(0, 0, 0, udpCouples.sources(), new Limits(0, 0, udpCouples.overLimit()), LetOff.NONE);
    }

    @Override
    public void settings(DetectSettings settings) {
        rules = new ReferenceRules(settings.scan().udpFactor(), settings.referenceReset());
    }

    @Override
    public UdpGain takeUdpGain() {
        return UdpGain.of(udpCouples.takeCouplesGained(), udpCouples.takeSourcesGained());
    }

    @Override
    public void udpUsual(UdpUsual usual) {
        udpForecast = usual.hosts();
    }

    @Override
    public void eraseUdp() {
        udpCouples.erase();
    }

    @Override
    public @Nullable TargetSide targetSide() {
        return null; // flow by flow: no targets are compared
    }

    @Override
    public void capture(int shard, ShardCapture capture) {
        capture.add(shard, NOBODY, null, udpCouples);
    }

    @Override
    public boolean restore(ScanState state, TargetSide.@Nullable Remembered probed) {
        return false;
    }

    @Override
    public void restoreUdp(byte[] couples, UdpUsual usual) throws IOException {
        UdpCouples restored = new UdpCouples(hash, udpSources);
        if (couples.length > 0) {
            restored.read(new DataInputStream(new ByteArrayInputStream(couples)));
        }
        udpCouples = restored;
        udpForecast = usual.hosts();
    }

    @Override
    public void finish(boolean goesOn) {
        sweep(0);
    }

    @Override
    public Snapshot snapshot() {
        return snapshot;
    }
}
