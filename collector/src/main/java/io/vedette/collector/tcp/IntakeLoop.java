package io.vedette.collector.tcp;

import io.vedette.core.flow.FlowBatch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What the connections of one event loop share: the rows to decode into, the bytes to decode from, and the timer. Belongs
 * to that loop's thread.
 */
final class IntakeLoop {

    /** Largest amount taken from a socket at once. */
    static final int READ_BYTES = 256 * 1024;

    private static final int BATCH_ROWS = 2048;
    private static final long LONGEST_TICK_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final IntakeServices services;
    private final FlowBatch batch = new FlowBatch(BATCH_ROWS);
    private final Set<ProbeHandler> connections = new LinkedHashSet<>();
    private final Set<Newcomer> newcomers = new LinkedHashSet<>();
    private byte[] scratch = new byte[0];
    private long lastTick;
    private long awakeNanos;

    IntakeLoop(IntakeServices services) {
        this.services = services;
        this.lastTick = services.ticker().getAsLong();
    }

    IntakeServices services() {
        return services;
    }

    FlowBatch batch() {
        return batch;
    }

    /** At least {@code size} bytes that hold their content until the next call. */
    byte[] scratch(int size) {
        if (scratch.length < size) {
            scratch = new byte[Math.max(size, READ_BYTES)];
        }
        return scratch;
    }

    void add(ProbeHandler connection) {
        connections.add(connection);
    }

    void remove(ProbeHandler connection) {
        connections.remove(connection);
    }

    void add(Newcomer newcomer) {
        newcomers.add(newcomer);
    }

    void remove(Newcomer newcomer) {
        newcomers.remove(newcomer);
    }

    /** Closes all connections whose probe is not known yet. */
    void dismissNewcomers() {
        new ArrayList<>(newcomers).forEach(Newcomer::dismiss);
    }

    /**
     * Time during which this loop was able to listen, as of the last tick. After the process was suspended it has hardly
     * moved on, so that no probe is blamed for a silence of our own.
     */
    long awakeNanos() {
        return awakeNanos;
    }

    /** Lets time pass for every connection; called about once a second. */
    void tick() {
        long now = services.ticker().getAsLong();
        awakeNanos += Math.min(now - lastTick, LONGEST_TICK_NANOS);
        lastTick = now;
        long nowMillis = services.clock().millis();
        forEach(connection -> connection.tick(nowMillis));
        new ArrayList<>(newcomers).forEach(Newcomer::tick);
    }

    /** Does something with each connection; the action may close it. */
    void forEach(Consumer<ProbeHandler> action) {
        List<ProbeHandler> now = new ArrayList<>(connections);
        now.forEach(action);
    }
}
