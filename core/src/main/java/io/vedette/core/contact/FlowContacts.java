package io.vedette.core.contact;

import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.sketch.KeyedHash;
import java.util.BitSet;

/**
 * Turns the flow records of one source into contacts: decides who started each, and what came of it.
 *
 * <p>Takes one-directional and merged records, in whatever order the two directions of a conversation arrive. TCP records
 * are judged at once by their flags; a one-directional UDP record waits a little for its answer. Belongs to the thread that
 * reads the source; both directions must come through the same instance.
 */
public final class FlowContacts implements ContactMaker {

    /*
     * Who started it, in this order: per-side flags or answer-only flags (TcpReading); the memory of services, for records
     * that a probe turned round; the earlier of two paired UDP records, and of two that started together the one that turned
     * to the lower port; else the source.
     *
     * A UDP record whose answer never came is held against its source only if answers can be seen at all: where a probe
     * shows one direction of the traffic (less than one pair in fifty records), datagrams from a service port are taken for
     * answers.
     */
    private static final int ASYMMETRIC_SHARE = 50;
    private static final int FIRST_SERVICE_PORTS = 1024;

    private final long waitMillis;
    private final BitSet ignoredUdpPorts = new BitSet(65536);
    private final AnalysisCounts counts;
    private final TcpReading tcp = new TcpReading();
    private final UdpPairs pairs;
    private final ServiceMemory services;
    private final IcmpReading icmp = new IcmpReading();
    private long udpPaired;
    private long udpAlone;

    /** @param seed of the keyed hash; decides where state lies, never what comes out */
    public FlowContacts(ContactSettings settings, AnalysisCounts counts, long seed) {
        KeyedHash hash = new KeyedHash(seed);
        this.waitMillis = settings.pairWait().toMillis();
        this.counts = counts;
        this.pairs = new UdpPairs(hash, settings.pairLimit());
        this.services = new ServiceMemory(hash);
        settings.ignoredUdpPorts().forEach(ignoredUdpPorts::set);
    }

    @Override
    public void accept(FlowBatch batch, int from, int to, ContactRoute route) {
        releaseArrivedBefore(batch.arrivedMillis() - waitMillis, route);
        for (int row = from; row < to; row++) {
            if (filtered(batch, row)) {
                continue;
            }
            switch (batch.protocol(row)) {
                case IpProtocol.TCP -> acceptTcp(batch, row, route);
                case IpProtocol.UDP -> acceptUdp(batch, row, route);
                case IpProtocol.ICMP, IpProtocol.ICMPV6 -> acceptIcmp(batch, row, route);
                default -> acceptOther(batch, row, route);
            }
        }
    }

    @Override
    public void advance(long nowMillis, ContactRoute route) {
        releaseArrivedBefore(nowMillis - waitMillis, route);
        pairs.shrink(); // who was busy once and is connected for months needs little
    }

    @Override
    public void finish(ContactRoute route) {
        releaseArrivedBefore(Long.MAX_VALUE, route);
    }

    @Override
    public int held() {
        return pairs.waiting();
    }

    private boolean filtered(FlowBatch batch, int row) {
        FilterReason reason = AddressFilter.reason(
                batch.sourceHigh(row), batch.sourceLow(row), batch.destinationHigh(row), batch.destinationLow(row));
        if (reason == null
                && batch.protocol(row) == IpProtocol.UDP
                && ignoredUdpPorts.get(batch.destinationPort(row))) {
            reason = FilterReason.IGNORED_PORT;
        }
        if (reason != null) {
            counts.filtered.of(reason).increment();
        }
        return reason != null;
    }

    private void acceptTcp(FlowBatch batch, int row, ContactRoute route) {
        tcp.read(batch, row);
        boolean fromSource = tcp.fromSource;
        boolean seen = tcp.initiatorSeen;
        Outcome outcome = tcp.outcome;
        if (fromSource && seen && tcp.mergesDirections()) {
            // A probe that merges directions may have turned the record round, unless nothing came back.
            boolean answerable = tcp.outcome != Outcome.SILENT && batch.reversePackets(row) < 0;
            if (answerable
                    && services.knows(
                            batch.sourceHigh(row), batch.sourceLow(row), batch.sourcePort(row), IpProtocol.TCP)) {
                fromSource = false;
                seen = false;
            } else {
                services.learn(
                        batch.destinationHigh(row),
                        batch.destinationLow(row),
                        batch.destinationPort(row),
                        IpProtocol.TCP);
            }
        } else if (fromSource && seen && tcp.maybeEnd(batch.tcpFlags(row))) {
            // A service that closes what was idle so long that it is a record of its own, whatever came back then.
            if (services.knows(batch.sourceHigh(row), batch.sourceLow(row), batch.sourcePort(row), IpProtocol.TCP)) {
                fromSource = false;
                seen = false;
                outcome = Outcome.ANSWERED;
            }
        } else if (tcp.isUse()) {
            learnTarget(batch, row, fromSource);
        }
        write(batch, row, fromSource, tcp.flags, outcome, seen, route);
    }

    private void learnTarget(FlowBatch batch, int row, boolean fromSource) {
        if (fromSource) {
            services.learn(
                    batch.destinationHigh(row), batch.destinationLow(row), batch.destinationPort(row), IpProtocol.TCP);
        } else {
            services.learn(batch.sourceHigh(row), batch.sourceLow(row), batch.sourcePort(row), IpProtocol.TCP);
        }
    }

    private void acceptUdp(FlowBatch batch, int row, ContactRoute route) {
        long reverse = batch.reversePackets(row);
        if (reverse >= 0 || tcp.mergesDirections()) {
            Outcome outcome = reverse > 0 ? Outcome.ANSWERED : reverse == 0 ? Outcome.SILENT : Outcome.UNKNOWN;
            udpPaired += outcome == Outcome.ANSWERED ? 1 : 0;
            udpAlone += outcome == Outcome.SILENT ? 1 : 0;
            boolean turned = outcome == Outcome.SILENT
                    ? isAnswerSeenAlone(batch.sourcePort(row), batch.destinationPort(row))
                    : services.knows(
                            batch.sourceHigh(row), batch.sourceLow(row), batch.sourcePort(row), IpProtocol.UDP);
            if (turned) {
                outcome = outcome == Outcome.SILENT ? Outcome.ANSWERED : outcome;
            } else {
                services.learn(
                        batch.destinationHigh(row),
                        batch.destinationLow(row),
                        batch.destinationPort(row),
                        IpProtocol.UDP);
            }
            write(batch, row, !turned, Contact.UNKNOWN, outcome, !turned, route);
            return;
        }
        int opposite = pairs.takeOpposite(batch, row);
        if (opposite >= 0) {
            udpPaired++;
            counts.analysed.add(1);
            counts.paired.increment();
            boolean fromHeld = heldStarted(opposite, batch, row);
            if (fromHeld) {
                services.learn(batch.sourceHigh(row), batch.sourceLow(row), batch.sourcePort(row), IpProtocol.UDP);
                writeHeld(opposite, true, Outcome.ANSWERED, true, route);
            } else {
                services.learn(
                        batch.destinationHigh(row),
                        batch.destinationLow(row),
                        batch.destinationPort(row),
                        IpProtocol.UDP);
                write(batch, row, true, Contact.UNKNOWN, Outcome.ANSWERED, true, route);
            }
            return;
        }
        if (pairs.isFull()) {
            counts.pairingLimit.increment();
            releaseOldest(route);
        }
        pairs.hold(batch, row);
    }

    /** Whether the waiting record, not the new one, is the one that began. */
    private boolean heldStarted(int held, FlowBatch batch, int row) {
        long heldStart = pairs.startMillis(held);
        long start = batch.startMillis(row);
        if (heldStart >= 0 && start >= 0 && heldStart != start) {
            return heldStart < start;
        }
        int heldTo = pairs.destinationPort(held);
        int to = batch.destinationPort(row);
        return heldTo <= to;
    }

    private void releaseArrivedBefore(long millis, ContactRoute route) {
        while (pairs.expired(millis)) {
            releaseOldest(route);
        }
    }

    /** Whether a datagram without an answer comes from a service, in an input that shows one direction only. */
    private boolean isAnswerSeenAlone(int sourcePort, int destinationPort) {
        boolean fromService = sourcePort < FIRST_SERVICE_PORTS && destinationPort >= FIRST_SERVICE_PORTS;
        return fromService && udpPaired * ASYMMETRIC_SHARE < udpAlone;
    }

    private void releaseOldest(ContactRoute route) {
        int held = pairs.release();
        if (held < 0) {
            return;
        }
        udpAlone++;
        boolean answer =
                services.knows(pairs.sourceHigh(held), pairs.sourceLow(held), pairs.sourcePort(held), IpProtocol.UDP)
                        || isAnswerSeenAlone(pairs.sourcePort(held), pairs.destinationPort(held));
        if (answer) {
            writeHeld(held, false, Outcome.ANSWERED, false, route);
        } else {
            writeHeld(held, true, udpPaired > 0 ? Outcome.SILENT : Outcome.UNKNOWN, true, route);
        }
    }

    private void acceptIcmp(FlowBatch batch, int row, ContactRoute route) {
        icmp.read(batch, row);
        switch (icmp.kind) {
            case REQUEST ->
                write(batch, row, true, icmp.targetPort, icmp.protocol, Contact.UNKNOWN, icmp.outcome, true, route);
            case REPLY ->
                write(
                        batch,
                        row,
                        false,
                        icmp.targetPort,
                        icmp.protocol,
                        Contact.UNKNOWN,
                        Outcome.ANSWERED,
                        false,
                        route);
            case UNREACHABLE ->
                write(
                        batch,
                        row,
                        false,
                        Contact.UNKNOWN,
                        IpProtocol.UDP,
                        Contact.UNKNOWN,
                        Outcome.REFUSED,
                        false,
                        route);
            case OTHER -> counts.filtered.of(FilterReason.PROTOCOL).increment();
        }
    }

    private void acceptOther(FlowBatch batch, int row, ContactRoute route) {
        long reverse = batch.reversePackets(row);
        Outcome outcome = reverse > 0 ? Outcome.ANSWERED : reverse == 0 ? Outcome.SILENT : Outcome.UNKNOWN;
        write(batch, row, true, Contact.UNKNOWN, batch.protocol(row), Contact.UNKNOWN, outcome, true, route);
    }

    /** Writes a contact whose target port is the port of the side that is not the initiator. */
    private void write(
            FlowBatch batch,
            int row,
            boolean fromSource,
            int flags,
            Outcome outcome,
            boolean seen,
            ContactRoute route) {
        int targetPort = fromSource ? batch.destinationPort(row) : batch.sourcePort(row);
        write(batch, row, fromSource, targetPort, batch.protocol(row), flags, outcome, seen, route);
    }

    private void write(
            FlowBatch batch,
            int row,
            boolean fromSource,
            int targetPort,
            int protocol,
            int flags,
            Outcome outcome,
            boolean seen,
            ContactRoute route) {
        counts.analysed.increment();
        counts.contacts.increment();
        long high = fromSource ? batch.sourceHigh(row) : batch.destinationHigh(row);
        long low = fromSource ? batch.sourceLow(row) : batch.destinationLow(row);
        route.rowFor(high, low)
                .add(
                        high,
                        low,
                        fromSource ? batch.sourcePort(row) : batch.destinationPort(row),
                        fromSource ? batch.destinationHigh(row) : batch.sourceHigh(row),
                        fromSource ? batch.destinationLow(row) : batch.sourceLow(row),
                        targetPort,
                        protocol,
                        flags,
                        outcome,
                        seen,
                        batch.packets(row),
                        batch.eventMillis(row));
    }

    private void writeHeld(int held, boolean fromSource, Outcome outcome, boolean seen, ContactRoute route) {
        counts.analysed.increment();
        counts.contacts.increment();
        long high = fromSource ? pairs.sourceHigh(held) : pairs.destinationHigh(held);
        long low = fromSource ? pairs.sourceLow(held) : pairs.destinationLow(held);
        route.rowFor(high, low)
                .add(
                        high,
                        low,
                        fromSource ? pairs.sourcePort(held) : pairs.destinationPort(held),
                        fromSource ? pairs.destinationHigh(held) : pairs.sourceHigh(held),
                        fromSource ? pairs.destinationLow(held) : pairs.sourceLow(held),
                        fromSource ? pairs.destinationPort(held) : pairs.sourcePort(held),
                        IpProtocol.UDP,
                        Contact.UNKNOWN,
                        outcome,
                        seen,
                        pairs.packets(held),
                        pairs.eventMillis(held));
    }
}
