package io.vedette.core.detect.victim;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.sketch.DistinctCounter;
import io.vedette.core.sketch.KeyedHash;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one target in one way between two ticks. Used again for the next ticks; belongs to its shard.
 *
 * <p>All of it can be joined with the tallies of other shards: sums, minima, maxima, and a union of sources.
 */
final class Tally {

    /** What is counted. */
    enum Kind {
        /** TCP connections that were asked for and not completed. */
        HALF_OPEN,
        /** UDP datagrams without an answer, where answers can be seen. */
        DATAGRAMS,
        /** Requests of ICMP and other protocols without an answer. */
        OTHER,
        /** Answers of the target to hosts that did not ask. */
        ANSWERS
    }

    /** The union of peers must not depend on the shard, and neither on the run. */
    private static final KeyedHash PEERS = new KeyedHash(4);

    Kind kind = Kind.OTHER;
    long high;
    long low;
    long contacts;
    long packets;
    int minPort;
    int maxPort;
    /** One bit for each residue of a port's hash: what {@link Ports} counts them by. */
    long portBits;

    int protocol;
    long firstMillis;
    long lastMillis;
    /** The first of the other sides; it says something where it is the only one. */
    IpAddress peer = new IpAddress(0, 0);

    private long firstHash;
    private @Nullable DistinctCounter peers;
    private long firstMinute;
    /** Kept where there is more than one. */
    private @Nullable Minutes minutes;

    void begin(Kind ofKind, long targetHigh, long targetLow) {
        kind = ofKind;
        high = targetHigh;
        low = targetLow;
        contacts = 0;
        packets = 0;
        minPort = Integer.MAX_VALUE;
        maxPort = Integer.MIN_VALUE;
        portBits = 0;
        firstMillis = Long.MAX_VALUE;
        lastMillis = Long.MIN_VALUE;
        firstHash = 0;
        peers = null;
        minutes = null;
    }

    /** @param room whether there is room to count exactly who the other sides are */
    void add(long peerHigh, long peerLow, int port, int ofProtocol, long count, long millis, boolean room) {
        long peerHash = PEERS.ofAddress(peerHigh, peerLow);
        if (contacts == 0) {
            firstHash = peerHash;
            peer = new IpAddress(peerHigh, peerLow);
            protocol = ofProtocol;
        } else if (peerHash != firstHash || peers != null) {
            if (peers == null) {
                peers = new DistinctCounter();
                peers.add(firstHash);
            }
            peers.add(peerHash, room);
        }
        addTime(millis);
        contacts++;
        packets += Math.max(1, count);
        minPort = Math.min(minPort, port);
        maxPort = Math.max(maxPort, port);
        portBits |= Ports.bit(port);
    }

    private void addTime(long millis) {
        firstMillis = Math.min(firstMillis, millis);
        lastMillis = Math.max(lastMillis, millis);
        long minute = Minutes.of(millis);
        if (contacts == 0) {
            firstMinute = minute;
        } else if (minutes == null && minute != firstMinute) {
            minutes = new Minutes();
            minutes.add(firstMinute, contacts);
        }
        if (minutes != null) {
            minutes.add(minute, 1);
        }
    }

    /** Adds the minutes of the contacts to those of other tallies. */
    void addTo(Minutes union) {
        if (minutes != null) {
            union.addAll(minutes);
        } else if (contacts > 0) {
            union.add(firstMinute, contacts);
        }
    }

    /** Whether no other side than {@code side} has been seen. */
    boolean isOnlyOf(IpAddress side) {
        return peers == null && peer.equals(side);
    }

    /** Adds the other sides to a union of them. */
    void unite(DistinctCounter union, boolean room) {
        if (peers != null) {
            union.addAll(peers, room);
        } else if (contacts > 0) {
            union.add(firstHash);
        }
    }
}
