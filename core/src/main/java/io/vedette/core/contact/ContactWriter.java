package io.vedette.core.contact;

import static io.vedette.core.contact.Conversations.ANSWERED;
import static io.vedette.core.contact.Conversations.CUT_SHORT;
import static io.vedette.core.contact.Conversations.MIDSTREAM;
import static io.vedette.core.contact.Conversations.REFUSED;
import static io.vedette.core.contact.Conversations.SEEN;
import static io.vedette.core.contact.Conversations.TARGET_DATA;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import io.vedette.core.packet.IntPair;
import java.util.BitSet;

/** Writes conversations as the contacts they are. Belongs to one thread. */
final class ContactWriter {

    private static final int DCCP = 33;
    private static final int UDP_LITE = 136;
    private static final int FIRST_DYNAMIC_PORT = 1024;

    /** An input with less than one answered UDP conversation in so many is taken to show one direction only. */
    private static final int ASYMMETRIC_SHARE = 50;

    private final ConversationSlots slots;
    private final PacketContactCounts counts;
    private final BitSet ignoredUdpPorts = new BitSet(65536);
    private long udpAnswered;
    private long udpAlone;

    ContactWriter(ConversationSlots slots, ContactSettings settings, PacketContactCounts counts) {
        this.slots = slots;
        this.counts = counts;
        settings.ignoredUdpPorts().forEach(ignoredUdpPorts::set);
    }

    /** Writes the conversation in a slot as it is at {@code nowMillis}, unless the settings have it left out. */
    void write(int slot, long nowMillis, ContactRoute route) {
        int protocol = slots.protocol(slot);
        if (protocol == IpProtocol.TCP && slots.has(slot, SEEN) && !slots.isWide(slot)) {
            writeTcp4(slot, nowMillis, route);
        } else {
            if (protocol == IpProtocol.UDP) {
                judgeUdp(slot);
                if (ignoredUdpPorts.get(slots.targetPort(slot))) {
                    counts.ignoredPort.increment();
                    return;
                }
            }
            writeAny(slot, protocol, nowMillis, route);
        }
        counts.contacts.increment();
    }

    /** The same as {@link #writeAny} for the most frequent kind: all is read before the first word is written. */
    private void writeTcp4(int slot, long nowMillis, ContactRoute route) {
        long addresses = slots.addresses4(slot);
        int initiatorPort = slots.initiatorPort(slot);
        int targetPort = slots.targetPort(slot);
        int flags = slots.flags(slot);
        Outcome outcome = outcome(slot);
        boolean targetSentData = slots.has(slot, TARGET_DATA);
        int packets = slots.packets(slot);
        int traits = slots.headerTraits(slot);
        long numbers = slots.headerNumbers(slot);
        long start = slots.startMillis(slot, nowMillis);
        route.rowFor(0, IpAddress.lowOfIpv4(IntPair.upper(addresses)))
                .addTcp4(
                        addresses,
                        initiatorPort,
                        targetPort,
                        flags,
                        outcome,
                        targetSentData,
                        packets,
                        traits,
                        numbers,
                        start);
    }

    private void writeAny(int slot, int protocol, long nowMillis, ContactRoute route) {
        boolean seen = slots.has(slot, SEEN);
        boolean ports = hasPorts(protocol);
        boolean icmp = protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6;
        long high = slots.initiatorHigh(slot);
        long low = slots.initiatorLow(slot);
        ContactBatch batch = route.rowFor(high, low);
        batch.add(
                high,
                low,
                ports ? slots.initiatorPort(slot) : Contact.UNKNOWN,
                slots.targetHigh(slot),
                slots.targetLow(slot),
                ports || icmp ? slots.targetPort(slot) : Contact.UNKNOWN,
                protocol,
                seen && protocol == IpProtocol.TCP ? slots.flags(slot) : TcpFlags.UNKNOWN,
                outcome(slot),
                seen,
                seen ? slots.packets(slot) : Contact.UNKNOWN,
                slots.startMillis(slot, nowMillis));
        if (protocol == IpProtocol.TCP && seen) {
            batch.addDetail(slots.headerNumbers(slot), slots.headerTraits(slot), slots.has(slot, TARGET_DATA));
        }
    }

    /**
     * Where only one direction of the traffic is in the input, a datagram from a service port that nobody answers is itself
     * an answer.
     */
    private void judgeUdp(int slot) {
        Outcome outcome = outcome(slot);
        if (outcome == Outcome.ANSWERED || outcome == Outcome.REFUSED) {
            udpAnswered++;
            return;
        }
        udpAlone++;
        boolean fromService =
                slots.initiatorPort(slot) < FIRST_DYNAMIC_PORT && slots.targetPort(slot) >= FIRST_DYNAMIC_PORT;
        if (outcome == Outcome.SILENT && fromService && udpAnswered * ASYMMETRIC_SHARE < udpAlone) {
            slots.swapEnds(slot);
            slots.unset(slot, SEEN);
            slots.set(slot, ANSWERED);
        }
    }

    private Outcome outcome(int slot) {
        if (slots.has(slot, ANSWERED)) {
            return Outcome.ANSWERED;
        } else if (slots.has(slot, REFUSED)) {
            return Outcome.REFUSED;
        }
        boolean waited = slots.has(slot, SEEN) && !slots.has(slot, MIDSTREAM | CUT_SHORT) && !slots.isHidden(slot);
        return waited ? Outcome.SILENT : Outcome.UNKNOWN;
    }

    private static boolean hasPorts(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP, DCCP, UDP_LITE -> true;
            default -> false;
        };
    }
}
