package io.vedette.collector.shard;

import io.vedette.core.contact.PacketContactCounts;
import io.vedette.core.contact.PacketContacts;
import io.vedette.core.packet.PacketBatch;

/**
 * The way of one source's packets into the shards: a capture, an interface. Belongs to the thread that reads the source;
 * {@link #ready} means what it means for flows.
 */
public final class PacketInput implements AutoCloseable {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ShardHost host;
    private final PacketContacts contacts;
    private final PacketContactCounts counts;
    private final ShardRoute route;
    private boolean closed;

    PacketInput(ShardHost host, PacketContacts contacts, PacketContactCounts counts, ShardRoute route) {
        this.host = host;
        this.contacts = contacts;
        this.counts = counts;
        this.route = route;
    }

    /** Takes all rows, in whose order time passes, and hands over the contacts that are ready. */
    public void packets(PacketBatch batch) {
        if (batch.size() > 0) {
            route.receivedAt(host.arrival(batch.timeNanos(batch.size() - 1) / NANOS_PER_MILLI));
            contacts.accept(batch, route);
            route.flush();
        }
    }

    /** Lets time pass for packets that wait for their answer, on the clock of the packets. */
    public void tick(long nowMillis) {
        route.receivedAt(host.arrival(nowMillis));
        contacts.advance(nowMillis, route);
        route.flush();
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
