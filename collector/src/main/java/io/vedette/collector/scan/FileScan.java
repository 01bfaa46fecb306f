package io.vedette.collector.scan;

import io.vedette.collector.file.CaptureReader;
import io.vedette.collector.file.InputPath;
import io.vedette.collector.file.InputPaths;
import io.vedette.collector.shard.DetectSettings;
import io.vedette.collector.shard.FlowInput;
import io.vedette.collector.shard.PacketInput;
import io.vedette.collector.shard.ShardHost;
import io.vedette.collector.shard.ShardSettings;
import io.vedette.core.capture.CaptureFault;
import io.vedette.core.capture.CaptureFormat;
import io.vedette.core.capture.CaptureProblem;
import io.vedette.core.capture.FrameBatch;
import io.vedette.core.contact.PacketContactSettings;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.json.FlowStream;
import io.vedette.core.flow.json.StreamLimits;
import io.vedette.core.packet.PacketBatch;
import io.vedette.core.packet.PacketDecoder;
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

    private static final int ROWS = 1024;
    private static final int FLOW_BLOCK_BYTES = 256 << 10;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final Duration FINISH = Duration.ofHours(1);

    private final DetectSettings detect;
    private final PacketContactSettings packetSettings;
    private final long startMillis;
    private final ShardHost shards;
    private final ScanReport report = new ScanReport();
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
            AlertSink alerts,
            InstantSource wallClock,
            long seed) {
        this.detect = detect;
        this.packetSettings = packetSettings;
        this.startMillis = wallClock.millis();
        this.shards = new ShardHost(shardSettings, detect, alerts, wallClock, seed, false);
        this.clock = new TrafficClock(shards, detect.udp());
    }

    /**
     * Reads all inputs and judges what they hold.
     *
     * @param standardInput for the input {@code -}
     */
    public ScanReport run(InputPaths paths, InputStream standardInput) throws InterruptedException {
        shards.start();
        paths.problems().stream()
                .filter(problem -> problem.kind() == InputPaths.Kind.MISSING_INPUT)
                .forEach(problem -> report.problem(problem.name() + ": " + problem.detail()));
        PacketInput packets = shards.openPackets(packetSettings, resumed::release);
        for (InputPath input : paths.inputs()) {
            read(input, standardInput, packets);
        }
        packets.close();
        if (!shards.close(FINISH)) {
            report.problem("judging did not end within " + FINISH.toHours() + " h");
        }
        report.judged(packets.counts(), shards.load());
        return report;
    }

    private void read(InputPath input, InputStream standardInput, PacketInput packets) throws InterruptedException {
        try (CaptureReader reader = input.isStandardInput()
                ? CaptureReader.of("standard input", standardInput, report.captures)
                : CaptureReader.open(input.path(), report.captures)) {
            FrameBatch frames = new FrameBatch(ROWS);
            PacketDecoder decoder = new PacketDecoder(report.packets);
            PacketBatch batch = new PacketBatch(ROWS);
            while (reader.read(frames)) {
                decoder.decode(frames, batch);
                if (batch.size() > 0) {
                    report.span(
                            batch.timeNanos(0) / NANOS_PER_MILLI, batch.timeNanos(batch.size() - 1) / NANOS_PER_MILLI);
                    clock.advance(batch.timeNanos(batch.size() - 1) / NANOS_PER_MILLI);
                    packets.packets(batch);
                    awaitRoom(packets);
                }
            }
            CaptureProblem problem = reader.problem();
            if (problem != null
                    && problem.fault() == CaptureFault.UNKNOWN_FORMAT
                    && reader.format() == CaptureFormat.UNKNOWN) {
                readFlows(reader);
                return;
            }
            report.read(reader.bytesRead());
            if (problem != null) {
                report.problem(reader.name() + ": " + problem.detail() + " (at byte " + problem.offset() + ")");
            }
        } catch (IOException e) {
            report.problem(input.path() + ": cannot be read: " + e.getMessage());
        }
    }

    private void awaitRoom(PacketInput packets) throws InterruptedException {
        while (!packets.ready()) {
            resumed.tryAcquire(10, TimeUnit.MILLISECONDS);
        }
    }

    private void readFlows(CaptureReader reader) throws IOException, InterruptedException {
        long recordsBefore = report.records.flows.get();
        long bytes = 0;
        FlowStream stream = new FlowStream(StreamLimits.DEFAULT, report.records, rejection -> {});
        FlowBatch batch = new FlowBatch(ROWS);
        byte[] block = new byte[FLOW_BLOCK_BYTES];
        InputStream content = reader.otherContent();
        FlowInput flows = shards.open(resumed::release);
        try {
            for (int read = content.read(block); read >= 0; read = content.read(block)) {
                bytes += read;
                batch.receivedAt(startMillis);
                stream.feed(block, 0, read, batch, rows -> deliver(rows, flows));
                flows.flush();
                while (!flows.ready()) {
                    resumed.tryAcquire(10, TimeUnit.MILLISECONDS);
                }
            }
            batch.receivedAt(startMillis);
            stream.end(batch, rows -> deliver(rows, flows));
        } finally {
            flows.close();
            report.flows.add(flows.counts());
        }
        report.read(bytes);
        if (report.records.flows.get() == recordsBefore) {
            report.problem(reader.name() + ": neither a capture nor flow records");
        }
    }

    /** Rows with a time of their own move the clock; the others count for the present of the traffic. */
    private void deliver(FlowBatch rows, FlowInput flows) {
        long latest = Long.MIN_VALUE;
        for (int row = 0; row < rows.size(); row++) {
            long millis = rows.eventMillis(row);
            if (millis != startMillis) {
                latest = Math.max(latest, millis);
                report.span(millis, millis);
            }
        }
        if (latest != Long.MIN_VALUE) {
            clock.advance(latest);
            rows.receivedAt(clock.nowMillis());
        }
        flows.flows(rows);
    }
}
