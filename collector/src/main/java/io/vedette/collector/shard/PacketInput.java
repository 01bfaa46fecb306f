package io.vedette.collector.shard;

import io.vedette.core.contact.PacketContactCounts;
import io.vedette.core.contact.PacketContacts;
import io.vedette.core.packet.PacketBatch;
import java.util.function.LongUnaryOperator;

/**
 * The way of one source's packets into the shards: a capture, an interface. Belongs to the thread that reads the source;
 * {@link #ready} means what it means for flows.
 */
public final class PacketInput implements AutoCloseable {

    private static final long SECOND_MILLIS = 1000;

    private final ShardHost host;
    private final PacketContacts contacts;
    private final PacketContactCounts counts;
    private final ShardRoute route;
    private final LongUnaryOperator clock;
    private long dueMillis = Long.MIN_VALUE;
    private boolean closed;

    PacketInput(
            ShardHost host,
            PacketContacts contacts,
            PacketContactCounts counts,
            ShardRoute route,
            LongUnaryOperator clock) {
        this.host = host;
        this.contacts = contacts;
        this.counts = counts;
        this.route = route;
        this.clock = clock;
    }

    /**
     * Takes all rows, in whose order time passes, and hands over the contacts that are ready. At each full second of the
     * packets' clock it stops to ask what time of receipt this is, so that nothing depends on how packets come in batches.
     */
    public void packets(PacketBatch batch) {
        int rows = batch.size();
        for (int row = 0; row < rows; ) {
            row = contacts.accept(batch, row, dueMillis, route);
            long now = contacts.clockMillis();
            long second = now - Math.floorMod(now, SECOND_MILLIS);
            if (second + SECOND_MILLIS != dueMillis) {
                dueMillis = second + SECOND_MILLIS;
                route.flush();
                route.receivedAt(clock.applyAsLong(second));
            }
        }
        route.flush();
    }

    /** Lets time pass for packets that wait for their answer, on the clock of the packets. */
    public void tick(long nowMillis) {
        tick(nowMillis, nowMillis);
    }

    /** The same where the time of receipt goes by another clock. */
    public void tick(long nowMillis, long receivedMillis) {
        route.receivedAt(receivedMillis);
        contacts.advance(nowMillis, route);
        route.flush();
    }

    /** The time by the packets' stamps, or {@link io.vedette.core.contact.TrustedClock#NOT_YET}. */
    public long nowMillis() {
        return contacts.clockMillis();
    }

    /** Whether the source should go on reading. */
    public boolean ready() {
        return host.hasRoom();
    }

    public PacketContactCounts counts() {
        return counts;
    }

    /** Delivers what still waits for an answer. The source is at its end. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            contacts.finish(route);
            route.flush();
            host.closed(this);
        }
    }
}
