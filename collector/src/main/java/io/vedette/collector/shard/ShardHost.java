package io.vedette.collector.shard;

import io.vedette.collector.meter.MetricSource;
import io.vedette.collector.meter.MetricWriter;
import io.vedette.collector.reload.Reloadable;
import io.vedette.collector.state.Checkpoints;
import io.vedette.collector.timer.SteadyTask;
import io.vedette.core.contact.AnalysisCounts;
import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.ContactMaker;
import io.vedette.core.contact.FlowContacts;
import io.vedette.core.contact.FlowsAsReceived;
import io.vedette.core.contact.PacketContactCounts;
import io.vedette.core.contact.PacketContactSettings;
import io.vedette.core.contact.PacketContacts;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.detect.udp.Smoothing;
import io.vedette.core.detect.udp.UdpExpectation;
import io.vedette.core.detect.victim.TargetCounts;
import io.vedette.core.detect.victim.TargetJudge;
import io.vedette.core.sketch.KeyedHash;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongUnaryOperator;

/**
 * The host of the detectors: routes contacts by initiator to shards, gives them the ticks, and slows the sources down when
 * the shards cannot keep up.
 *
 * <p>Thread-safe. Ticks run on the wall clock from the first input on; a caller that wants them by other clocks starts the
 * host without timer and calls {@link #tickUdp}, {@link #eraseUdp} and {@link #sweep} itself.
 */
public final class ShardHost implements FlowIntake, MetricSource, Reloadable<DetectSettings>, Checkpoints.Source {

    private static final long SWEEP_MILLIS = 1000;

    /** How long living shards are waited for once one has died. */
    private static final long MOMENT_MILLIS = 1000;

    private final DetectSettings detect;
    private final InstantSource clock;
    private final boolean timer;
    private final KeyedHash hash;
    private final long seed;
    private final BatchPool pool;
    private final UdpTicks ticks;
    private final TargetTicks targets;
    private final List<Shard> shards = new ArrayList<>();
    private final Map<Object, Runnable> inputs = new ConcurrentHashMap<>();
    private final AtomicBoolean paused = new AtomicBoolean();
    private boolean restored;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final ScheduledExecutorService timers =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "shard-ticks"));

    /**
     * @param clock steady, if the host ticks by itself: contacts expire by it
     * @param seed of the keyed hashes; random in production, so that nobody can choose where his state lies
     * @param timer whether the host ticks by itself, on {@code clock}
     */
    public ShardHost(
            ShardSettings settings,
            DetectSettings detect,
            AlertSink alerts,
            InstantSource clock,
            long seed,
            boolean timer) {
        this(settings, detect, alerts, clock, seed, timer, settings.threads(), false);
    }

    private ShardHost(
            ShardSettings settings,
            DetectSettings detect,
            AlertSink alerts,
            InstantSource clock,
            long seed,
            boolean timer,
            int count,
            boolean direct) {
        this.detect = detect;
        this.clock = clock;
        this.timer = timer;
        this.seed = seed;
        this.hash = new KeyedHash(seed);
        this.pool = new BatchPool(count * settings.queueBatches() + 8);
        this.ticks = new UdpTicks(count, UdpExpectation.of(smoothing(detect)));
        this.targets = new TargetTicks(count, new TargetJudge(detect.victims()), alerts);
        WorkMaker works = new WorkMaker(settings, detect, hash, count, alerts);
        for (int number = 0; number < count; number++) {
            shards.add(new Shard(
                    number,
                    works.make(),
                    new Mailbox<>(settings.queueBatches()),
                    pool,
                    ticks,
                    targets,
                    this::resumeIfLow,
                    direct));
        }
    }

    /** Flow by flow there is no window and no failure to look at: what the reference forecasts is a mean. */
    private static Smoothing smoothing(DetectSettings detect) {
        Smoothing smoothing = detect.udp().smoothing();
        boolean flowByFlow = detect.sensitivity() == DetectSettings.Sensitivity.REFERENCE;
        return flowByFlow && smoothing == Smoothing.ROBUST ? Smoothing.REFERENCE : smoothing;
    }

    /**
     * A host without threads and timer: whoever delivers judges. For a single caller, who starts and closes it on the same
     * thread.
     */
    public static ShardHost onCallersThread(
            ShardSettings settings, DetectSettings detect, AlertSink alerts, InstantSource clock, long seed) {
        return new ShardHost(settings, detect, alerts, clock, seed, false, 1, true);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    public void start() {
        shards.forEach(Shard::start);
        if (restored) {
            startTicking(); // what is open may be over although nobody sends
        }
    }

    @Override
    public FlowInput open(Runnable resume) {
        startTicking();
        AnalysisCounts counts = new AnalysisCounts();
        ContactMaker maker = switch (detect.sensitivity()) {
            case LOW, NORMAL, HIGH -> new FlowContacts(detect.contacts(), counts, seed);
            case REFERENCE -> new FlowsAsReceived(detect.contacts(), counts);
        };
        ShardInput input = new ShardInput(this, maker, counts, new ShardRoute(this, hash, shards.size()));
        inputs.put(input, resume);
        return input;
    }

    /**
     * Opens an input for packets.
     *
     * @param resume as for {@link #open}
     */
    public PacketInput openPackets(PacketContactSettings settings, Runnable resume) {
        return openPackets(settings, LongUnaryOperator.identity(), resume);
    }

    /**
     * Opens an input for packets.
     *
     * @param time called for each full second that the packets' clock reaches, with its milliseconds since 1970; returns the
     *     time of receipt, which is never to go back
     * @param resume as for {@link #open}
     */
    public PacketInput openPackets(PacketContactSettings settings, LongUnaryOperator time, Runnable resume) {
        startTicking();
        PacketContactCounts counts = new PacketContactCounts();
        PacketContacts contacts = new PacketContacts(settings, detect.contacts(), counts, seed);
        PacketInput input = new PacketInput(this, contacts, counts, new ShardRoute(this, hash, shards.size()), time);
        inputs.put(input, resume);
        return input;
    }

    private void startTicking() {
        if (timer && ticking.compareAndSet(false, true)) {
            startTimers();
        }
    }

    private void startTimers() {
        LimitWarnings warnings = new LimitWarnings();
        SweepClock sweeps = new SweepClock();
        every(SWEEP_MILLIS, "the sweep of the shards", () -> {
            sweep(sweeps.next(clock.millis()));
            warnings.check(load(), targets());
        });
        every(detect.udp().des().toMillis(), "the forecast of UDP", this::tickUdp);
        every(detect.udp().erase().toMillis(), "forgetting UDP couples", this::eraseUdp);
    }

    private void every(long millis, String name, Runnable task) {
        timers.scheduleAtFixedRate(new SteadyTask(name, task), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Ends what was idle for long at {@code nowMillis}. */
    public void sweep(long nowMillis) {
        putAll(new Shard.Message.Sweep(nowMillis));
    }

    /** Takes the present mean of UDP couples per source into the series, and makes a forecast. */
    public void tickUdp() {
        putAll(new Shard.Message.UdpTick());
    }

    /** Has the shards judge by new thresholds, from the same moment among the ticks; what they remember stays. */
    @Override
    public Runnable prepare(DetectSettings settings) {
        return () -> putAll(new Shard.Message.Settings(settings));
    }

    /** Forgets the UDP couples of all sources; the series of means stays. */
    public void eraseUdp() {
        putAll(new Shard.Message.UdpErase());
    }

    /** To all shards in one go, so that no two ticks can meet in different orders. */
    private synchronized void putAll(Shard.Message message) {
        shards.forEach(shard -> shard.put(message));
    }

    /**
     * When something reached us, for all that waits or expires: by the clock of the host where it ticks by itself, else by the
     * traffic's own time.
     */
    long arrival(long receivedMillis) {
        return timer ? clock.millis() : receivedMillis;
    }

    @Override
    public CompletableFuture<Checkpoints.Content> capture(int maxBytes) {
        byte[] head = SavedShards.head(seed, Restorer.judging(detect), shards.size());
        ShardCapture capture = new ShardCapture(head, ticks, targets, shards.size(), maxBytes);
        putAll(new Shard.Message.Capture(capture));
        return capture.result();
    }

    /** The seed under which a checkpoint was made, so that what it remembers by hash can be used again. */
    public static long seedOf(byte[] checkpoint) throws IOException {
        return SavedShards.seedOf(checkpoint);
    }

    /**
     * Goes on with what an earlier run remembered, on any number of shards; before {@link #start}.
     *
     * <p>UDP couples are taken over if the number of shards and the seed are the same, the series of means if the settings
     * of UDP are; else counting begins anew, as after each {@code detect.udp.erase}.
     *
     * @throws IOException if the checkpoint is none of this version; nothing has changed then
     */
    public Restored restore(byte[] checkpoint) throws IOException {
        SavedShards saved = SavedShards.read(checkpoint);
        Restored taken = new Restorer(shards, hash, seed, detect, ticks, targets).restore(saved);
        restored = true;
        return taken;
    }

    /**
     * What was taken over.
     *
     * @param incidents open ones, of sources and of targets
     * @param leftOut sources for which there was no room
     * @param udp whether the forecast of UDP goes on
     */
    public record Restored(int incidents, int suspects, int leftOut, boolean udp) {}

    ContactBatch newBatch(long receivedMillis) {
        ContactBatch batch = pool.take();
        batch.receivedAt(receivedMillis);
        return batch;
    }

    void deliver(int shard, ContactBatch batch) {
        shards.get(shard).put(new Shard.Message.Contacts(batch));
    }

    void closed(Object input) {
        inputs.remove(input);
    }

    /** Whether no shard is so far behind that reading should stop. */
    boolean hasRoom() {
        for (Shard shard : shards) {
            if (shard.mailbox().isHigh()) {
                paused.set(true);
                // The shard may have become low between the two lines above, before it could see the pause.
                resumeIfLow();
                return false;
            }
        }
        return true;
    }

    private void resumeIfLow() {
        if (paused.get()
                && shards.stream().allMatch(shard -> shard.mailbox().isLow())
                && paused.compareAndSet(true, false)) {
            inputs.values().forEach(Runnable::run);
        }
    }

    /** Forecast of the mean of UDP couples per source; NaN before the first. */
    double udpForecast() {
        return ticks.usual().hosts();
    }

    /** Whether all shards are alive. */
    public boolean isHealthy() {
        return shards.stream().allMatch(shard -> shard.failure() == null);
    }

    /**
     * For whoever waits for the shards: one that died would be waited for without end.
     *
     * @throws OutOfMemoryError if a shard ended by one
     * @throws IllegalStateException if a shard ended by a bug
     */
    public void requireHealthy() {
        for (Shard shard : shards) {
            Throwable failure = shard.failure();
            if (failure instanceof OutOfMemoryError outOfMemory) {
                throw outOfMemory;
            } else if (failure != null) {
                throw new IllegalStateException("a shard ended by a bug", failure);
            }
        }
    }

    /**
     * Lets the shards finish what was delivered and close what is open. All inputs must have been closed before.
     *
     * @return whether all was finished in time
     */
    public boolean close(Duration deadline) throws InterruptedException {
        return close(deadline, false);
    }

    /**
     * As {@link #close(Duration)}.
     *
     * @param goesOn whether a checkpoint has all that is open, so that the next run goes on with it
     */
    public boolean close(Duration deadline, boolean goesOn) throws InterruptedException {
        timers.shutdownNow();
        putAll(new Shard.Message.Stop(goesOn));
        long end = System.nanoTime() + deadline.toNanos();
        boolean finished = true;
        for (Shard shard : shards) {
            finished &= join(shard, end);
        }
        ticks.close();
        targets.close();
        shards.forEach(Shard::interrupt);
        return finished;
    }

    /** Waits for a shard; only a moment once one has died, as those that live then wait for it at the next tick. */
    private boolean join(Shard shard, long endNanos) throws InterruptedException {
        boolean ended = false;
        long left = endNanos - System.nanoTime();
        do {
            ended = shard.join(Math.min(MOMENT_MILLIS, left / 1_000_000));
            left = endNanos - System.nanoTime();
        } while (!ended && left > 0 && isHealthy());
        return ended;
    }

    /** What is known of targets, as of the last sweep. */
    public TargetCounts targets() {
        return targets.counts();
    }

    /** What is remembered, as of the last sweep. */
    public ShardLoad load() {
        return ShardLoad.of(shards);
    }

    @Override
    public void writeMetrics(MetricWriter writer) {
        new ShardMetrics(shards, ticks, targets).writeMetrics(writer);
    }
}
