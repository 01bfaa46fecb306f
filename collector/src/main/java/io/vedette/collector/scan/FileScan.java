package io.vedette.collector.scan;

import io.vedette.collector.file.InputPath;
import io.vedette.collector.file.InputPath.Origin;
import io.vedette.collector.file.InputPaths;
import io.vedette.collector.shard.DetectSettings;
import io.vedette.collector.shard.PacketInput;
import io.vedette.collector.shard.ShardHost;
import io.vedette.collector.shard.ShardSettings;
import io.vedette.core.contact.PacketContactCounts;
import io.vedette.core.contact.PacketContactSettings;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.flow.export.ExportSettings;
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
 * they are split, compressed or piped, and on any number of threads. For one use; belongs to one thread.
 */
public final class FileScan {

    private static final int FLOW_BLOCK_BYTES = 256 << 10;
    private static final Duration FINISH = Duration.ofHours(1);

    private final PacketContactSettings packetSettings;
    private final long startMillis;
    private final ShardHost shards;
    private final ScanReport report = new ScanReport();
    private final ScanProgress progress = new ScanProgress();
    private final TrafficClock clock;
    private final Chooser chooser;
    private final Semaphore resumed = new Semaphore(0);

    /**
     * @param alerts takes the incidents; called from the shards' threads, one at a time for one source
     * @param threads that read and judge: 1 for all on the caller's, 2 or more for the caller's to read and the others to
     *     judge
     * @param seed of the keyed hashes; decides where state lies, never what is found
     */
    public FileScan(
            DetectSettings detect,
            ShardSettings shardSettings,
            PacketContactSettings packetSettings,
            TrafficChoice choice,
            int threads,
            AlertSink alerts,
            InstantSource wallClock,
            long seed) {
        this.packetSettings = packetSettings;
        this.startMillis = wallClock.millis();
        this.shards = threads == 1
                ? ShardHost.onCallersThread(shardSettings, detect, alerts, wallClock, seed)
                : new ShardHost(shardSettings.withCount(threads - 1), detect, alerts, wallClock, seed, false);
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
        PacketInput packets = shards.openPackets(packetSettings, clock::advance, resumed::release);
        new TrafficFiles(report, progress, chooser)
                .readAll(paths, standardInput, new Judging(batch -> judge(batch, packets)));
        packets.close();
        finish(packets.counts());
        return report;
    }

    /**
     * The same, but captures are judged by the flow records that a probe would have made of them, not by their packets:
     * what {@code vedette flows} into {@code vedette scan} finds, without the pipe.
     */
    public ScanReport runAsFlows(InputPaths paths, InputStream standardInput, ExportSettings export)
            throws InterruptedException {
        shards.start();
        try (ExportedPackets exported =
                new ExportedPackets(export, feed(new Chooser(TrafficChoice.ALL, report)), report)) {
            new TrafficFiles(report, progress, chooser).readAll(paths, standardInput, new Judging(exported));
        }
        finish(new PacketContactCounts());
        return report;
    }

    /** @param flowChooser of records; those that were made of packets have been chosen as packets */
    private FlowFeed feed(Chooser flowChooser) {
        return new FlowFeed(shards, clock, report, resumed, flowChooser, () -> startMillis);
    }

    private void finish(PacketContactCounts packets) throws InterruptedException {
        boolean finished = shards.close(FINISH);
        shards.requireHealthy();
        if (!finished) {
            report.problem("judging did not end within " + FINISH.toHours() + " h");
        }
        report.judged(packets, shards.load(), shards.targets());
    }

    private void judge(PacketBatch batch, PacketInput packets) throws InterruptedException {
        packets.packets(batch);
        while (!packets.ready()) {
            shards.requireHealthy();
            resumed.tryAcquire(10, TimeUnit.MILLISECONDS);
        }
    }

    private final class Judging implements TrafficFiles.Taker {

        private final PacketTaker packets;

        Judging(PacketTaker packets) {
            this.packets = packets;
        }

        @Override
        public void packets(PacketBatch batch) throws InterruptedException {
            packets.take(batch);
        }

        @Override
        public long other(InputPath input, InputStream content) throws IOException, InterruptedException {
            if (chooser.filtersFrames()) {
                report.unusable(input, TrafficFiles.NO_FRAMES);
                return -1;
            }
            FlowFeed feed = feed(chooser);
            long bytes;
            try {
                bytes = readFlows(content, feed);
            } finally {
                feed.close();
            }
            boolean used = feed.records().flows.get() > 0;
            if (used || input.origin() == Origin.NAMED) {
                report.records.add(feed.records());
            }
            if (!used) {
                report.unusable(input, "neither a capture nor flow records");
            }
            return used ? bytes : -1;
        }
    }

    /** Who judges the packets of a batch, in whatever form. */
    @FunctionalInterface
    interface PacketTaker {
        void take(PacketBatch batch) throws InterruptedException;
    }

    private static long readFlows(InputStream content, FlowFeed feed) throws IOException, InterruptedException {
        long bytes = 0;
        byte[] block = new byte[FLOW_BLOCK_BYTES];
        for (int read = content.read(block); read >= 0; read = content.read(block)) {
            bytes += read;
            feed.feed(block, read);
        }
        feed.end();
        return bytes;
    }
}
