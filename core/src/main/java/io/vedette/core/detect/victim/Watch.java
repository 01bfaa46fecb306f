package io.vedette.core.detect.victim;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.sketch.DistinctCounter;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to one target in one way, over many ticks, and the incident if it makes one. */
final class Watch {

    record Key(Tally.Kind kind, IpAddress target) implements Comparable<Key> {

        // Written out: looked up and sorted by for each target at each tick.

        @Override
        public int compareTo(Key other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : target.compareTo(other.target);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && kind == key.kind && target.equals(key.target);
        }

        @Override
        public int hashCode() {
            return 31 * target.hashCode() + kind.ordinal();
        }
    }

    /** What is said of an incident that is open. */
    static final class Incident {

        final String id;
        long nextUpdate;
        /** The client, if it is one alone. */
        final @Nullable IpAddress client;

        Incident(String id, @Nullable IpAddress client) {
            this.id = id;
            this.client = client;
        }
    }

    final Key key;
    final DistinctCounter peers = new DistinctCounter();
    long contacts;
    long packets;
    /** Contacts with the target that speak against what the kind says: those in which it was asked, or that were finished. */
    long others;

    long portBits;
    int minPort = Integer.MAX_VALUE;
    int maxPort = Integer.MIN_VALUE;
    int protocol;
    IpAddress peer = new IpAddress(0, 0);
    long firstMillis = Long.MAX_VALUE;
    long lastMillis = Long.MIN_VALUE;
    long touchedMillis;

    /** The minute that is counted now, by the time of the contacts. */
    private long minuteMillis = Long.MIN_VALUE;

    /** The tick it began with. */
    private long minuteTickMillis;

    double minuteContacts;
    double minutePackets;
    double minuteOthers;
    double minutePeers;
    double peakPackets;
    /** Full minutes in a row, each with many new peers. */
    int crowdedMinutes;

    boolean misconfigured;

    @Nullable
    Incident incident;

    Watch(Key key) {
        this.key = key;
    }

    /**
     * Adds what the shards have of this target since the last tick.
     *
     * @param room whether there is room to count peers exactly
     */
    void add(List<Tally> tallies, long othersNow, int crowded, boolean room, long nowMillis) {
        long newContacts = 0;
        long newPackets = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        long before = peers.count();
        for (Tally tally : tallies) {
            newContacts += tally.contacts;
            newPackets += tally.packets;
            first = Math.min(first, tally.firstMillis);
            last = Math.max(last, tally.lastMillis);
            minPort = Math.min(minPort, tally.minPort);
            maxPort = Math.max(maxPort, tally.maxPort);
            portBits |= tally.portBits;
            protocol = Math.max(protocol, tally.protocol);
            peer = tally.peer.compareTo(peer) > 0 ? tally.peer : peer;
            tally.unite(peers, room);
        }
        contacts += newContacts;
        packets += newPackets;
        others += othersNow;
        firstMillis = Math.min(firstMillis, first);
        lastMillis = Math.max(lastMillis, last);
        touchedMillis = Math.max(touchedMillis, nowMillis);
        double share = 1;
        if (last - first > Minutes.MILLIS) {
            // Much that is late comes at once, or clocks are wrong: the fullest minute stands for it.
            Minutes minutes = new Minutes();
            tallies.forEach(tally -> tally.addTo(minutes));
            long fullest = minutes.fullest();
            share = Math.max((double) minutes.count(fullest) / newContacts, (double) Minutes.MILLIS / (last - first));
            first = Math.max(first, fullest * Minutes.MILLIS);
            last = Math.min(last, (fullest + 1) * Minutes.MILLIS - 1);
        }
        minute(first, last, crowded, nowMillis);
        minuteContacts += newContacts * share;
        minutePackets += newPackets * share;
        minuteOthers += othersNow * share;
        minutePeers += (peers.count() - before) * share;
        peakPackets = Math.max(peakPackets, minutePackets);
    }

    private void minute(long first, long last, int crowded, long nowMillis) {
        // A clock that is wrong may have begun it in the future: then the ticks say when it is over.
        if (minuteMillis != Long.MIN_VALUE
                && last - minuteMillis < Minutes.MILLIS
                && nowMillis - minuteTickMillis < 2 * Minutes.MILLIS) {
            return;
        }
        boolean next = minuteMillis != Long.MIN_VALUE && first - minuteMillis < 2 * Minutes.MILLIS;
        crowdedMinutes = next && minutePeers >= crowded ? crowdedMinutes + 1 : 0;
        minuteMillis = first;
        minuteTickMillis = nowMillis;
        minuteContacts = 0;
        minutePackets = 0;
        minuteOthers = 0;
        minutePeers = 0;
    }

    /** Other sides that are told from each other; an estimate is never more than there were contacts. */
    long distinctPeers() {
        return Math.min(peers.count(), contacts);
    }

    /** Everything but the key and the incident. */
    void write(DataOutput out) throws IOException {
        peers.write(out);
        for (long number : new long[] {
            contacts, packets, others, portBits, firstMillis, lastMillis, touchedMillis, minuteMillis, minuteTickMillis
        }) {
            out.writeLong(number);
        }
        out.writeInt(minPort);
        out.writeInt(maxPort);
        out.writeInt(protocol);
        TargetCodec.write(peer, out);
        for (double number : new double[] {minuteContacts, minutePackets, minuteOthers, minutePeers, peakPackets}) {
            out.writeDouble(number);
        }
        out.writeInt(crowdedMinutes);
        out.writeBoolean(misconfigured);
    }

    void read(DataInput in) throws IOException {
        peers.read(in);
        contacts = in.readLong();
        packets = in.readLong();
        others = in.readLong();
        portBits = in.readLong();
        firstMillis = in.readLong();
        lastMillis = in.readLong();
        touchedMillis = in.readLong();
        minuteMillis = in.readLong();
        minuteTickMillis = in.readLong();
        minPort = in.readInt();
        maxPort = in.readInt();
        protocol = in.readInt();
        peer = TargetCodec.readAddress(in);
        minuteContacts = in.readDouble();
        minutePackets = in.readDouble();
        minuteOthers = in.readDouble();
        minutePeers = in.readDouble();
        peakPackets = in.readDouble();
        crowdedMinutes = in.readInt();
        misconfigured = in.readBoolean();
    }

    boolean onePort() {
        return minPort == maxPort;
    }

    long durationMillis() {
        return lastMillis - firstMillis;
    }
}
