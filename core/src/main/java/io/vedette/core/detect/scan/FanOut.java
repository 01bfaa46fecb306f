package io.vedette.core.detect.scan;

import io.vedette.core.detect.Surroundings;
import io.vedette.core.detect.udp.UdpUsual;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.PrefixSet;
import java.util.BitSet;

/**
 * The structure gates: whether the failed couples of an initiator lie as those of a scan do, on one host, on one port or in one
 * network.
 *
 * <p>Weight of evidence alone condemns whoever has bad luck often. A scan is a line or a rectangle in the plane of hosts and
 * ports, also where it goes through the rectangle in random order; a peer-to-peer node with stale peers is a scatter over all
 * of the Internet, and a client whose server is down is a point.
 */
final class FanOut {

    /** A sweep keeps to few ports: this many must hold half of what failed. */
    private static final int MAIN_PORTS = 4;

    /** Up to so many failed ports, hosts are counted over all of them: a sweep may ask each host for a choice of ports. */
    static final int SWEPT_PORTS = 6;

    /** Ports that traceroute counts up through (the base port of the BSD tool, and 192 above it). */
    private static final int TRACEROUTE_FIRST = 33434;

    private static final int TRACEROUTE_LAST = 33626;

    /** A sweep of addresses is answered by no more than so many for each that is silent. */
    private static final int ANSWERED_TO_SILENT = 3;

    /** So many times the hosts are asked for on a port of a peer-to-peer network. */
    private static final int PEERS = 8;

    private final ScanSettings settings;
    private final PrefixSet home;
    private final BitSet peerPorts = new BitSet(65536);
    private final NetworkScan networks;

    FanOut(ScanSettings settings, PrefixSet home) {
        this.settings = settings;
        this.home = home;
        settings.peerPorts().forEach(peerPorts::set);
        this.networks = new NetworkScan(settings, home, peerPorts);
    }

    /** Whether the couple at {@code at}, just added or changed, completes the figure of a scan. */
    boolean reached(ScanState state, int at, Surroundings surroundings) {
        int ports = 0;
        int hosts = 0;
        int odd = 0;
        for (int i = 0; i < state.size(); i++) {
            if (!state.failed(i)) {
                continue;
            }
            boolean sameHost = sameHost(state, i, at);
            boolean samePort = state.samePort(i, at);
            ports += sameHost ? 1 : 0;
            hosts += samePort && !acquainted(state, i, surroundings) ? 1 : 0;
            odd += (sameHost || samePort) && state.evidence(i).odd() ? 1 : 0;
        }
        int protocol = state.protocol(at);
        return switch (protocol) {
            case IpProtocol.TCP -> tcp(state, at, ports, hosts, odd, surroundings);
            case IpProtocol.UDP -> udp(state, at, ports, hosts, surroundings);
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> pings(state, at, hosts, surroundings);
            default -> ports >= settings.minTargets();
        };
    }

    private boolean tcp(ScanState state, int at, int ports, int hosts, int odd, Surroundings surroundings) {
        if (odd >= settings.minOddTargets() && Math.max(ports, hosts) >= settings.minOddTargets()) {
            return true;
        }
        return ports >= settings.minTargets()
                || sweeps(state, at, hosts, surroundings)
                || networks.reachedOverTcp(state, at, surroundings);
    }

    /** How many hosts make a sweep of the port at hand. */
    private int least(ScanState state, int at, int usually) {
        return isPeerPort(state, at) ? Math.min(ScanState.MAX_COUPLES, usually * PEERS) : usually;
    }

    /*
     * What was reached on the port makes up for as much that failed, one for one, as in the walk of Jung et al.; and who is
     * talked with on another port is no stranger: a browser asks for QUIC first and takes TCP where nobody answers.
     */

    /** Whether enough hosts failed on the port at hand, or on the few ports that failed at all, for a sweep. */
    private boolean sweeps(ScanState state, int at, int hosts, Surroundings surroundings) {
        int least = least(state, at, settings.minTargets());
        if (outweighs(state, hosts, successes(state, at, surroundings), least) && concentrated(state)) {
            return true;
        }
        long counted = 0;
        for (int i = 0; i < state.size(); i++) {
            boolean counts = state.failed(i)
                    && state.protocol(i) == state.protocol(at)
                    && !isPeerPort(state, i)
                    && !acquainted(state, i, surroundings);
            counted |= counts ? 1L << i : 0;
        }
        int ports = 0;
        int allHosts = 0;
        int successes = 0;
        for (int i = 0; i < state.size(); i++) {
            if (!isIn(counted, i)) {
                continue;
            }
            boolean newPort = true;
            boolean newHost = true;
            for (int j = 0; j < i; j++) {
                newPort &= !isIn(counted, j) || !state.samePort(i, j);
                newHost &= !isIn(counted, j) || !sameHost(state, i, j);
            }
            ports += newPort ? 1 : 0;
            successes += newPort ? successes(state, i, surroundings) : 0;
            allHosts += newHost ? 1 : 0;
        }
        return ports <= SWEPT_PORTS && outweighs(state, allHosts, successes, least);
    }

    static boolean isOfTraceroute(ScanState state, int at) {
        return state.protocol(at) == IpProtocol.UDP
                && state.port(at) >= TRACEROUTE_FIRST
                && state.port(at) <= TRACEROUTE_LAST;
    }

    private static boolean isIn(long set, int at) {
        return (set >>> at & 1) != 0;
    }

    /** Who watches hosts asks those that are there; who looks for hosts asks many addresses that are not. */
    private boolean pings(ScanState state, int at, int hosts, Surroundings surroundings) {
        int answered = surroundings.reachedOn(Surroundings.ICMP + state.port(at));
        return hosts >= settings.minIcmpTargets() && hosts * ANSWERED_TO_SILENT >= answered;
    }

    /**
     * Both figures must also be more than what is usual here; while nobody knows what is, the least numbers alone decide. No
     * stranger has a usual number of home's hosts that do not answer him.
     */
    private boolean udp(ScanState state, int at, int ports, int hosts, Surroundings surroundings) {
        boolean vertical = ports >= settings.minUdpPorts() && !isOfTraceroute(state, at);
        int least = least(state, at, settings.minUdpHosts());
        boolean horizontal = outweighs(state, hosts, successes(state, at, surroundings), least) && concentrated(state);
        boolean scattered = !vertical && !horizontal && networks.reachedOverUdp(state, at, surroundings);
        UdpUsual usual = surroundings.udpUsual();
        // The list of couples ends at a bound; what is counted in the window does not. Hosts are compared window by
        // window:
        // what a client fails at in a day is more than in a window. No client fails at many ports of one host.
        if (isInbound(home, state.high, state.low, state.targetHigh(at), state.targetLow(at))) {
            return vertical || horizontal || scattered;
        }
        long hostsNow = surroundings.udpHosts() > 0 ? surroundings.udpHosts() : hosts;
        boolean manyHosts = !isUsual(hostsNow, usual.hosts());
        return vertical && !isUsual(Math.max(ports, surroundings.udpPorts()), usual.ports())
                || (horizontal || scattered) && manyHosts;
    }

    private boolean isUsual(long count, double usual) {
        return count <= settings.udpFactor() * usual; // false while it is not a number
    }

    /** Whether a stranger turns to a host at home. */
    static boolean isInbound(PrefixSet home, long high, long low, long targetHigh, long targetLow) {
        return home.contains(targetHigh, targetLow) && !home.contains(high, low);
    }

    /** Whether so many hosts failed, and still so many when those that were reached are taken off. */
    private static boolean outweighs(ScanState state, int hosts, int successes, int least) {
        return hosts >= least && hosts * state.crowding() - successes >= least;
    }

    private static boolean sameHost(ScanState state, int a, int b) {
        return state.sameAddress(a, b) && protocolClass(state.protocol(a)) == protocolClass(state.protocol(b));
    }

    /** TCP, UDP and ICMP apart; all other protocols together, because there the protocol is what is probed. */
    private static int protocolClass(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.ICMP, IpProtocol.ICMPV6 -> protocol;
            default -> -1;
        };
    }

    private boolean isPeerPort(ScanState state, int at) {
        return state.port(at) >= 0 && peerPorts.get(state.port(at));
    }

    /** Distinct hosts that were reached on the port of a couple. */
    static int successes(ScanState state, int at, Surroundings surroundings) {
        return Math.max(state.successesOn(state.port(at)), surroundings.reachedOn(state.port(at)));
    }

    static boolean acquainted(ScanState state, int at, Surroundings surroundings) {
        return state.isAcquainted(at) || surroundings.knows(state.targetHigh(at), state.targetLow(at));
    }

    /** Whether the few most frequent ports hold half of what failed. */
    private static boolean concentrated(ScanState state) {
        long failed = 0;
        for (int i = 0; i < state.size(); i++) {
            failed |= state.failed(i) ? 1L << i : 0;
        }
        int[] most = new int[MAIN_PORTS];
        for (long left = failed; left != 0; ) {
            int first = Long.numberOfTrailingZeros(left);
            long same = 0;
            for (int i = first; i < state.size(); i++) {
                same |= state.samePort(first, i) ? 1L << i : 0;
            }
            insert(most, Long.bitCount(left & same));
            left &= ~same;
        }
        int held = 0;
        for (int count : most) {
            held += count;
        }
        return held * 2 >= Long.bitCount(failed);
    }

    private static void insert(int[] most, int count) {
        for (int i = 0; i < most.length; i++) {
            if (count > most[i]) {
                int lower = most[i];
                most[i] = count;
                count = lower;
            }
        }
    }
}
