package io.vedette.core.darknet;

import io.vedette.core.detect.fingerprint.FingerprintTally.Verdict;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one source sent to one port with one kind of packet, between two silences.
 *
 * @param source IPv4 address as a big-endian integer
 * @param port destination port; source port of SYN-ACK and RST; 0 without ports
 * @param firstNanos time of the first packet, nanoseconds since 1970 UTC
 * @param latestNanos time of the packet that came last, which out of order may be before the first
 * @param bytes captured frame bytes, the link header among them
 * @param destinations different destinations, and whether that was counted or estimated
 * @param samples captured frames, chosen at random
 * @param marks what all samples have in common
 * @param tool what the marks on all packets say; null if they say nothing
 * @param composition of what the packets are, within their traffic
 */
public record DarknetEvent(
        int source,
        int port,
        Traffic traffic,
        long firstNanos,
        long latestNanos,
        long packets,
        long bytes,
        Destinations destinations,
        List<byte[]> samples,
        Marks marks,
        @Nullable Tool tool,
        Composition composition) {

    public DarknetEvent {
        samples = List.copyOf(samples);
    }

    /**
     * @param addresses different addresses
     * @param blocks different /24 blocks
     */
    public record Destinations(long addresses, long blocks, Precision precision) {

        /** The same, as each of so many packets went to one address: an estimate can be above. */
        Destinations atMost(long packets) {
            return new Destinations(Math.min(addresses, packets), blocks, precision);
        }
    }

    /**
     * A tool that was named.
     *
     * @param verdict with its matches and trials
     * @param scope whose packets these are
     */
    public record Tool(Verdict verdict, Scope scope) {}

    public enum Scope {
        /** All packets of the event. */
        EVENT,
        /**
         * The first packets of this event and of the events that its source began before: one packet to each of many ports
         * makes many events, none of which says anything by itself.
         */
        SOURCE;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum Precision {
        EXACT,
        ESTIMATED
    }

    /** Packets by {@link PacketClass}, the plain ones left out. */
    public record Composition(
            long rstAck, long ecnSyn, long ecnSynAck, long stealth, long icmpRequests, int answerPort) {

        /** No packet that answers, or such from different ports. */
        public static final int NO_PORT = -1;

        static final Composition PLAIN = new Composition(0, 0, 0, 0, 0, NO_PORT);

        /** The class that more than half of {@code packets} have. */
        public PacketClass of(long packets) {
            long half = packets / 2;
            if (rstAck > half) {
                return PacketClass.RST_ACK;
            } else if (ecnSyn > half) {
                return PacketClass.ECN_SYN;
            } else if (ecnSynAck > half) {
                return PacketClass.ECN_SYN_ACK;
            } else if (stealth > half) {
                return PacketClass.STEALTH;
            }
            return icmpRequests > half ? PacketClass.ICMP_REQUEST : PacketClass.PLAIN;
        }
    }

    public PacketClass packetClass() {
        return composition.of(packets);
    }

    public Label label() {
        return Label.of(traffic, packetClass());
    }
}
