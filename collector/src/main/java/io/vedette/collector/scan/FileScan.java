package io.vedette.collector.scan;

import io.vedette.collector.file.InputPath;
import io.vedette.collector.file.InputPath.Origin;
import io.vedette.collector.file.InputPaths;
import io.vedette.collector.shard.DetectSettings;
import io.vedette.collector.shard.FlowInput;
import io.vedette.collector.shard.PacketInput;
import io.vedette.collector.shard.ShardHost;
import io.vedette.collector.shard.ShardSettings;
import io.vedette.core.contact.PacketContactSettings;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.flow.IntakeCounts;
import io.vedette.core.packet.PacketBatch;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Scans saved traffic: each input is a capture or a file of flow records, by its content, plain or compressed.
 *
 * <p>All captures are one stream of packets, in the order of the inputs. The same inputs give the same incidents, however
 * they are split, compressed or piped, and on any number of shards. For one use; belongs to one thread.
 */
public final class FileScan {

    private static final int FLOW_BLOCK_BYTES = 256 << 10;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final Duration FINISH = Duration.ofHours(1);

    private final DetectSettings detect;
    private final PacketContactSettings packetSettings;
    private final long startMillis;
    private final ShardHost shards;
    private final ScanReport report = new ScanReport();
    private final ScanProgress progress = new ScanProgress();
    private final Chooser chooser;
    private final TrafficClock clock;
    private final Semaphore resumed = new Semaphore(0);

    /**
     * @param alerts takes the incidents; called from the shards' threads, one at a time for one source
     * @param seed of the keyed hashes; decides where state lies, never what is found
     */
    public FileScan(
            DetectSettings detect,
            ShardSettings shardSettings,
            PacketContactSettings packetSettings,
            TrafficChoice choice,
            AlertSink alerts,
            InstantSource wallClock,
            long seed) {
        this.detect = detect;
        this.packetSettings = packetSettings;
        this.startMillis = wallClock.millis();
        this.shards = new ShardHost(shardSettings, detect, alerts, wallClock, seed, false);
        this.clock = new TrafficClock(shards, detect.udp());
        this.chooser = new Chooser(choice, report);
    }

    public ScanProgress progress() {
        return progress;
    }

    /**
     * Reads all inputs and judges what they hold.
     *
     * @param standardInput for the input {@code -}
     */
    public ScanReport run(InputPaths paths, InputStream standardInput) throws InterruptedException {
        shards.start();
        PacketInput packets = shards.openPackets(packetSettings, resumed::release);
        new TrafficFiles(report, progress, chooser).readAll(paths, standardInput, new Judging(packets));
        packets.close();
        if (!shards.close(FINISH)) {
            report.problem("judging did not end within " + FINISH.toHours() + " h");
        }
        report.judged(packets.counts(), shards.load());
        return report;
    }

    private final class Judging implements TrafficFiles.Taker {

        private final PacketInput packets;

        Judging(PacketInput packets) {
            this.packets = packets;
        }

        @Override
        public void packets(PacketBatch batch) throws InterruptedException {
            // To the first packet, not the last: who goes on within this batch must not be taken for quiet before it is
            // judged.
            clock.advance(batch.timeNanos(0) / NANOS_PER_MILLI);
            packets.packets(batch);
            while (!packets.ready()) {
                resumed.tryAcquire(10, TimeUnit.MILLISECONDS);
            }
        }

        @Override
        public long other(InputPath input, InputStream content) throws IOException, InterruptedException {
            if (chooser.filtersFrames()) {
                report.unusable(input, TrafficFiles.NO_FRAMES);
                return -1;
            }
            FlowInput flows = shards.open(resumed::release);
            FlowFeed feed = new FlowFeed(flows, clock, report, chooser, () -> startMillis);
            long bytes;
            try {
                bytes = readFlows(content, feed, flows);
            } finally {
                flows.close();
                report.flows.add(flows.counts());
            }
            IntakeCounts records = feed.counts();
            boolean used = records.flows.get() > 0;
            if (used || input.origin() == Origin.NAMED) {
                report.records.add(records);
            }
            if (!used) {
                report.unusable(input, "neither a capture nor flow records");
            }
            return used ? bytes : -1;
        }
    }

    private long readFlows(InputStream content, FlowFeed feed, FlowInput flows)
            throws IOException, InterruptedException {
        long bytes = 0;
        byte[] block = new byte[FLOW_BLOCK_BYTES];
        for (int read = content.read(block); read >= 0; read = content.read(block)) {
            bytes += read;
            feed.feed(block, read);
            while (!flows.ready()) {
                resumed.tryAcquire(10, TimeUnit.MILLISECONDS);
            }
        }
        feed.end();
        return bytes;
    }
}
