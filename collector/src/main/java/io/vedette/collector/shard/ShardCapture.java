package io.vedette.collector.shard;

import io.vedette.collector.state.ByteChunks;
import io.vedette.collector.state.Checkpoints;
import io.vedette.core.detect.scan.ScanState;
import io.vedette.core.detect.scan.ScanStateCodec;
import io.vedette.core.detect.udp.UdpTable;
import io.vedette.core.detect.victim.TargetSide;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The state of all shards as of one moment among the ticks, as bytes. Each shard adds its part on its own thread; the last one
 * completes it.
 *
 * <p>What the shards have in common, the sums of UDP and what is known of targets, is written with the last part. It cannot
 * change meanwhile: the next tick waits for all shards, and each of them gets to it only after its part.
 */
final class ShardCapture {

    /** Of all bytes so much, as a fraction, is for what the shards have in common, and for what is seen from the side of targets. */
    private static final int TARGET_SHARE = 4;

    static final byte SCAN_STATE = 1;
    static final byte UDP_COUPLES = 2;
    static final byte PROBED = 3;
    static final byte END = 0;

    private final CompletableFuture<Checkpoints.Content> result = new CompletableFuture<>();
    private final List<ByteChunks> parts = new ArrayList<>();
    private final byte[] head;
    private final UdpTicks ticks;
    private final TargetTicks targets;
    private final int maxBytes;
    private final int partBytes;
    private int missing;
    private long leftOut;

    ShardCapture(byte[] head, UdpTicks ticks, TargetTicks targets, int shards, int maxBytes) {
        this.head = head;
        this.ticks = ticks;
        this.targets = targets;
        this.missing = shards;
        this.maxBytes = maxBytes;
        this.partBytes = (maxBytes - maxBytes / TARGET_SHARE) / shards - 16;
        for (int i = 0; i < shards; i++) {
            parts.add(new ByteChunks());
        }
    }

    CompletableFuture<Checkpoints.Content> result() {
        return result;
    }

    /** Writes one shard's part: incidents first, then UDP couples, then suspects, as far as there is room. */
    void add(int shard, Judges judges, @Nullable TargetSide side, UdpTable couples) {
        try {
            Part part = new Part();
            for (int number = 0; number < judges.seats(); number++) {
                part.state(judges.stateOrNull(number), true, side, number);
            }
            part.couples(couples);
            for (int number = 0; number < judges.seats(); number++) {
                part.state(judges.stateOrNull(number), false, side, number);
            }
            part.out.write(END);
            complete(shard, part);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it is written to memory
        }
    }

    private synchronized void complete(int shard, Part part) throws IOException {
        parts.set(shard, part.out);
        leftOut += part.leftOut;
        if (--missing > 0) {
            return;
        }
        ByteChunks all = new ByteChunks();
        DataOutputStream out = new DataOutputStream(all);
        out.write(head);
        ticks.write(out);
        int left = maxBytes - all.size();
        for (ByteChunks each : parts) {
            left -= Integer.BYTES + each.size();
        }
        leftOut += targets.write(out, left);
        for (ByteChunks each : parts) {
            out.writeInt(each.size());
            all.append(each);
        }
        result.complete(new Checkpoints.Content(all.chunks(), leftOut));
    }

    private final class Part {

        private final ByteChunks out = new ByteChunks();
        private final ByteArrayOutputStream one = new ByteArrayOutputStream();
        private long leftOut;

        void state(@Nullable ScanState state, boolean scanning, @Nullable TargetSide side, int number)
                throws IOException {
            if (state == null || state.isScanning() != scanning) {
                return;
            }
            one.reset();
            ScanStateCodec.write(state, new DataOutputStream(one));
            if (side != null && side.remembers(number)) {
                one.write(PROBED);
                side.write(number, new DataOutputStream(one));
            }
            if (out.size() + one.size() + 1 > partBytes) {
                leftOut++;
                return;
            }
            out.write(SCAN_STATE);
            one.writeTo(out);
        }

        void couples(UdpTable couples) throws IOException {
            long bytes = couples.writtenBytes();
            if (out.size() + bytes + 5 > partBytes) {
                leftOut += couples.sources();
                return;
            }
            DataOutputStream data = new DataOutputStream(out);
            data.write(UDP_COUPLES);
            data.writeInt((int) bytes);
            couples.write(data);
        }
    }
}
