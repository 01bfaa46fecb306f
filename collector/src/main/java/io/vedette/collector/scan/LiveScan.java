package io.vedette.collector.scan;

import io.vedette.collector.file.InputPath;
import io.vedette.collector.pcap.LiveCapture;
import io.vedette.collector.shard.DetectSettings;
import io.vedette.collector.shard.PacketInput;
import io.vedette.collector.shard.ShardHost;
import io.vedette.collector.shard.ShardSettings;
import io.vedette.core.capture.CaptureFault;
import io.vedette.core.capture.CaptureFormat;
import io.vedette.core.capture.CaptureProblem;
import io.vedette.core.capture.FrameBatch;
import io.vedette.core.contact.PacketContactSettings;
import io.vedette.core.contact.TrustedClock;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.packet.PacketBatch;
import io.vedette.core.packet.PacketDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Scans traffic that goes on: interfaces, all at the same time, or files that somebody is writing, one after the other.
 *
 * <p>Time is that of the traffic, as in {@link FileScan}; while nothing comes it passes as it does on the wall, so that who
 * was never answered is judged although nothing follows. Of several interfaces one packet may overtake another by the read
 * timeout. For one use; belongs to one thread, but for {@link #stop}.
 */
public final class LiveScan {

    private static final int ROWS = 1024;
    private static final int FLOW_BLOCK_BYTES = 256 << 10;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long IDLE_MILLIS = 50;
    private static final long MILLIS_PER_SECOND = 1000;
    private static final Duration FINISH = Duration.ofMinutes(1);

    private final PacketContactSettings packetSettings;
    private final LiveLimits limits;
    private final InstantSource wallClock;
    private final ShardHost shards;
    private final ScanReport report = new ScanReport();
    private final TrafficClock clock;
    private final Chooser chooser;
    private final PacketDecoder decoder = new PacketDecoder(report.packets);
    private final FrameBatch frames = new FrameBatch(ROWS);
    private final PacketBatch batch = new PacketBatch(ROWS);
    private final Semaphore arrivals = new Semaphore(0);
    private final List<LiveInput> open = new ArrayList<>();
    private volatile boolean stopped;
    private @Nullable FollowedPaths paths;
    private @Nullable FlowFeed feed;
    private long packetsLeft;
    private long tickedNanos;

    /**
     * @param alerts takes the incidents; called from the shards' threads, one at a time for one source
     * @param seed of the keyed hashes; decides where state lies, never what is found
     */
    public LiveScan(
            DetectSettings detect,
            ShardSettings shardSettings,
            PacketContactSettings packetSettings,
            TrafficChoice choice,
            LiveLimits limits,
            AlertSink alerts,
            InstantSource wallClock,
            long seed) {
        this.packetSettings = packetSettings;
        this.limits = limits;
        this.wallClock = wallClock;
        this.shards = new ShardHost(shardSettings, detect, alerts, wallClock, seed, false);
        this.clock = new TrafficClock(shards, detect.udp(), TrafficClock.LIVE_SWEEP_MILLIS);
        this.chooser = new Chooser(choice, report);
        this.packetsLeft = limits.packets() == null ? Long.MAX_VALUE : limits.packets();
    }

    /** What was read so far; complete when a run has returned. */
    public ScanReport report() {
        return report;
    }

    public ShardHost shards() {
        return shards;
    }

    /** Ends the run behind what has come by now; from any thread. */
    public void stop() {
        stopped = true;
        arrivals.release();
    }

    /** Scans what the captures bring, which must not have been started, until all have ended. Closes them. */
    public ScanReport capture(List<LiveCapture> captures) throws InterruptedException {
        for (LiveCapture capture : captures) {
            open.add(LiveInput.of(capture, report.captures, arrivals::release));
            capture.start();
        }
        return run(InputStream.nullInputStream());
    }

    /** Scans what the files hold and what is being added to the last one, until {@link #stop} or until a pipe ends. */
    public ScanReport follow(List<String> names, InputStream standardInput) throws InterruptedException {
        paths = new FollowedPaths(names, report, System.nanoTime());
        return run(standardInput);
    }

    private ScanReport run(InputStream standardInput) throws InterruptedException {
        shards.start();
        PacketInput packets = shards.openPackets(packetSettings, clock::advance, arrivals::release);
        long begunNanos = System.nanoTime();
        tickedNanos = begunNanos;
        boolean stopping = false;
        while (!open.isEmpty() || !stopping && openNext(standardInput)) {
            if (!stopping && isOver(begunNanos)) {
                stopping = true;
                open.forEach(LiveInput::stop);
            }
            if (!step(packets)) {
                idle(packets);
            }
        }
        endFlows();
        packets.close();
        if (!shards.close(FINISH)) {
            report.problem("judging did not end within " + FINISH.toSeconds() + " s");
        }
        report.judged(packets.counts(), shards.load(), shards.targets());
        return report;
    }

    private boolean isOver(long begunNanos) {
        Duration duration = limits.duration();
        return stopped || packetsLeft <= 0 || duration != null && System.nanoTime() - begunNanos >= duration.toNanos();
    }

    /** Opens the next file; returns whether there can be anything more to read, if not now. */
    private boolean openNext(InputStream standardInput) {
        if (paths == null || stopped) {
            return false;
        }
        InputPath next = paths.next(System.nanoTime());
        if (next == null) {
            return paths.canGrow();
        }
        try {
            open.add(LiveInput.of(next, standardInput, report.captures, arrivals::release));
        } catch (IOException e) {
            report.problem(next.path() + ": cannot be read: " + e.getMessage());
        }
        return true;
    }

    /** Takes a batch from each input; returns whether anything came. */
    private boolean step(PacketInput packets) throws InterruptedException {
        boolean any = false;
        for (int i = open.size() - 1; i >= 0; i--) {
            LiveInput input = open.get(i);
            Step step = feed == null ? readFrames(input, packets) : readFlows(input, feed);
            any |= step != Step.NOTHING;
            if (step == Step.END) {
                open.remove(i);
                close(input);
            }
        }
        if (any) {
            tickedNanos = System.nanoTime();
            awaitRoom(packets);
        }
        return any;
    }

    private enum Step {
        NOTHING,
        SOMETHING,
        END
    }

    private Step readFrames(LiveInput input, PacketInput packets) {
        if (!input.reader.read(frames)) {
            return beginFlows(input) ? Step.SOMETHING : Step.END;
        }
        if (frames.isEmpty()) {
            return Step.NOTHING;
        }
        chooser.frames(frames, input.name);
        if (frames.size() > packetsLeft) {
            frames.truncate((int) packetsLeft);
        }
        packetsLeft -= frames.size();
        report.frames(input.name, frames);
        decoder.decode(frames, batch);
        chooser.packets(batch);
        if (batch.size() > 0) {
            long first = batch.timeNanos(0) / NANOS_PER_MILLI;
            report.span(first, batch.timeNanos(batch.size() - 1) / NANOS_PER_MILLI);
            packets.packets(batch);
        }
        return Step.SOMETHING;
    }

    /** Goes on with flow records, if that can be what it is. */
    private boolean beginFlows(LiveInput input) {
        if (!isOther(input) || chooser.filtersFrames()) {
            return false;
        }
        feed = new FlowFeed(shards, clock, report, arrivals, chooser, wallClock::millis);
        return true;
    }

    private Step readFlows(LiveInput input, FlowFeed records) throws InterruptedException {
        byte[] block = new byte[FLOW_BLOCK_BYTES];
        try {
            int count = input.reader.otherContent().read(block);
            if (count > 0) {
                records.followTheWall();
                records.feed(block, count);
                report.bytes(count);
            }
            return count < 0 ? Step.END : count > 0 ? Step.SOMETHING : Step.NOTHING;
        } catch (IOException e) {
            report.problem(input.name + ": cannot be read: " + e.getMessage());
            return Step.END;
        }
    }

    private void endFlows() {
        if (feed != null) {
            feed.end();
            feed.close();
            report.records.add(feed.records());
            feed = null;
        }
    }

    private void close(LiveInput input) {
        if (input.path != null) {
            settle(input, input.path);
        } else if (input.failure() != null) {
            report.problem(input.name + ": " + input.failure());
        }
        try {
            input.close();
        } catch (IOException e) {
            report.note(input.name + ": cannot be closed: " + e.getMessage());
        }
    }

    /** Says what became of a file, or of a pipe. */
    private void settle(LiveInput input, InputPath path) {
        CaptureProblem problem = input.reader.problem();
        if (isOther(input)) {
            boolean used = feed != null && feed.records().flows.get() > 0;
            problem = input.reader.otherContentProblem();
            if (used) {
                report.read(0);
            } else {
                report.unusable(path, feed == null ? TrafficFiles.NO_FRAMES : "neither a capture nor flow records");
            }
            endFlows();
        } else if (input.reader.bytesRead() > 0) {
            report.read(input.reader.bytesRead());
        }
        if (problem != null) {
            report.problem(input.name + ": " + problem.detail() + " (at byte " + problem.offset() + ")");
        }
    }

    private static boolean isOther(LiveInput input) {
        CaptureProblem problem = input.reader.problem();
        return problem != null
                && problem.fault() == CaptureFault.UNKNOWN_FORMAT
                && input.reader.format() == CaptureFormat.UNKNOWN;
    }

    private void awaitRoom(PacketInput packets) throws InterruptedException {
        while (!packets.ready()) {
            shards.requireHealthy();
            arrivals.tryAcquire(10, TimeUnit.MILLISECONDS);
        }
    }

    /** Waits a moment for more, lets time pass, and goes on to the next file if there is one. */
    private void idle(PacketInput packets) throws InterruptedException {
        arrivals.tryAcquire(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        arrivals.drainPermits();
        long now = System.nanoTime();
        long passed = (now - tickedNanos) / NANOS_PER_MILLI;
        if (passed >= IDLE_MILLIS) {
            tickedNanos += passed * NANOS_PER_MILLI;
            pass(passed, packets);
        }
        if (paths != null && !open.isEmpty() && paths.hasNext(now)) {
            open.stream().filter(LiveInput::isFile).forEach(LiveInput::stop);
        }
    }

    private void pass(long millis, PacketInput packets) {
        if (feed != null) {
            feed.pass(millis);
            feed.followTheWall();
        } else if (packets.nowMillis() != TrustedClock.NOT_YET) {
            long now = packets.nowMillis() + millis;
            long fraction = Math.floorMod(now, MILLIS_PER_SECOND);
            packets.tick(now, clock.advance(now - fraction) + fraction);
        }
    }
}
