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

    /*
     * Asked for each failure of each suspect, and most often in vain: what rules a figure out is looked at first, and whom the
     * source knows, which takes longest, of as few couples as it takes.
     */

    /** Whether the couple at {@code at}, just added or changed, completes the figure of a scan. */
    boolean reached(ScanState state, int at, Surroundings surroundings) {
        long failed = state.failures();
        long onHost = ofClass(state, protocolClass(state.protocol(at)), state.onHostOf(at) & failed);
        long onPort = state.onPortOf(at) & failed;
        int ports = Long.bitCount(onHost);
        return switch (state.protocol(at)) {
            case IpProtocol.TCP ->
                ports >= settings.minTargets()
                        || isOdd(state, onHost, onPort, surroundings)
                        || isSweepOfPort(state, at, onPort, settings.minTargets(), surroundings)
                        || isSweepOfPorts(state, at, surroundings)
                        || networks.reachedOverTcp(state, at, surroundings);
            case IpProtocol.UDP -> udp(state, at, onHost, onPort, surroundings);
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> pings(state, at, onPort, surroundings);
            default -> ports >= settings.minTargets();
        };
    }

    /** Those of some couples whose protocols are of a class. */
    private static long ofClass(ScanState state, int protocolClass, long couples) {
        long set = couples;
        for (long left = couples; left != 0; left &= left - 1) {
            int i = Long.numberOfTrailingZeros(left);
            set &= protocolClass(state.protocol(i)) == protocolClass ? -1 : ~(1L << i);
        }
        return set;
    }

    /** Whether a few ports or hosts were asked with flags that no connection begins with. */
    private boolean isOdd(ScanState state, long onHost, long onPort, Surroundings surroundings) {
        int odd = 0;
        for (long left = onHost | onPort; left != 0; left &= left - 1) {
            odd += state.evidence(Long.numberOfTrailingZeros(left)).odd() ? 1 : 0;
        }
        int least = settings.minOddTargets();
        return odd >= least && (Long.bitCount(onHost) >= least || hosts(state, onPort, surroundings) >= least);
    }

    /** Hosts on one port that failed and are not known otherwise. */
    private static int hosts(ScanState state, long onPort, Surroundings surroundings) {
        return Long.bitCount(strangers(state, onPort, surroundings));
    }

    /** How many hosts make a sweep of the port at hand. */
    private int least(ScanState state, int at, int usually) {
        return isPeerPort(state, at) ? Math.min(ScanState.MAX_COUPLES, usually * PEERS) : usually;
    }

    /*
     * What was reached on the port makes up for as much that failed, one for one, as in the walk of Jung et al.; and who is
     * talked with on another port is no stranger: a browser asks for QUIC first and takes TCP where nobody answers.
     */

    /** Whether enough hosts failed on the port at hand for a sweep. */
    private boolean isSweepOfPort(ScanState state, int at, long onPort, int usually, Surroundings surroundings) {
        int least = least(state, at, usually);
        return Long.bitCount(onPort) >= least
                && outweighs(state, hosts(state, onPort, surroundings), successes(state, at, surroundings), least)
                && concentrated(state);
    }

    /** Whether enough hosts failed on the few ports that failed at all. */
    private boolean isSweepOfPorts(ScanState state, int at, Surroundings surroundings) {
        int least = least(state, at, settings.minTargets());
        if (Long.bitCount(state.failures()) < least || clearlyOnManyPorts(state, at, surroundings)) {
            return false;
        }
        long failed = state.failures() & state.onProtocolOf(at);
        long counted = 0;
        int ports = 0;
        int successes = 0;
        for (long left = failed; left != 0; ) {
            int first = Long.numberOfTrailingZeros(left);
            long onPort = state.onPortOf(first) & left;
            left &= ~onPort;
            long strangers = isPeerPort(state, first) ? 0 : strangers(state, onPort, surroundings);
            if (strangers != 0) {
                ports++;
                counted |= strangers;
                successes += successes(state, first, surroundings);
            }
        }
        return ports <= SWEPT_PORTS && outweighs(state, state.hostsOf(counted), successes, least);
    }

    /** Whether more ports failed at strangers than a sweep has; the quick answer may be no where the right one is yes. */
    private boolean clearlyOnManyPorts(ScanState state, int at, Surroundings surroundings) {
        long residues = 0;
        for (long left = state.failures(); left != 0 && Long.bitCount(residues) <= SWEPT_PORTS; left &= left - 1) {
            int i = Long.numberOfTrailingZeros(left);
            long residue = 1L << state.port(i);
            boolean counts = (residues & residue) == 0
                    && state.protocol(i) == state.protocol(at)
                    && !isPeerPort(state, i)
                    && !acquainted(state, i, surroundings);
            residues |= counts ? residue : 0;
        }
        return Long.bitCount(residues) > SWEPT_PORTS;
    }

    /** Those of some couples whose hosts the source does not know otherwise. */
    private static long strangers(ScanState state, long couples, Surroundings surroundings) {
        long strangers = couples;
        for (long left = couples; left != 0; left &= left - 1) {
            int i = Long.numberOfTrailingZeros(left);
            strangers &= acquainted(state, i, surroundings) ? ~(1L << i) : -1;
        }
        return strangers;
    }

    /** Who watches hosts asks those that are there; who looks for hosts asks many addresses that are not. */
    private boolean pings(ScanState state, int at, long onPort, Surroundings surroundings) {
        if (Long.bitCount(onPort) < settings.minIcmpTargets()) {
            return false;
        }
        int hosts = hosts(state, onPort, surroundings);
        int answered = surroundings.reachedOn(Surroundings.ICMP + state.port(at));
        return hosts >= settings.minIcmpTargets() && hosts * ANSWERED_TO_SILENT >= answered;
    }

    /**
     * Both figures must also be more than what is usual here; while nobody knows what is, the least numbers alone decide. No
     * stranger has a usual number of home's hosts that do not answer him.
     */
    private boolean udp(ScanState state, int at, long onHost, long onPort, Surroundings surroundings) {
        int ports = Long.bitCount(onHost) < settings.minUdpPorts() ? 0 : probedPorts(state, onHost);
        boolean vertical = ports >= settings.minUdpPorts();
        boolean horizontal = isSweepOfPort(state, at, onPort, settings.minUdpHosts(), surroundings);
        boolean scattered = !vertical && !horizontal && networks.reachedOverUdp(state, at, surroundings);
        if (!vertical && !horizontal && !scattered
                || isInbound(home, state.high, state.low, state.targetHigh(at), state.targetLow(at))) {
            return vertical || horizontal || scattered;
        }
        // The list of couples ends at a bound; what is counted in the window does not. Hosts are compared window by
        // window:
        // what a client fails at in a day is more than in a window. No client fails at many ports of one host.
        UdpUsual usual = surroundings.udpUsual();
        long hosts = surroundings.udpHosts() > 0 ? surroundings.udpHosts() : hosts(state, onPort, surroundings);
        return vertical && !isUsual(Math.max(ports, surroundings.udpPorts()), usual.ports())
                || (horizontal || scattered) && !isUsual(hosts, usual.hosts());
    }

    /** UDP ports of one host that nothing but a scan accounts for. */
    private static int probedPorts(ScanState state, long onHost) {
        long others = Traceroute.without(state, onHost);
        int ports = Long.bitCount(others);
        for (long left = others; left != 0; left &= left - 1) {
            ports -= state.isMediaControl(Long.numberOfTrailingZeros(left)) ? 1 : 0;
        }
        return ports;
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
        long failed = state.failures();
        int[] most = new int[MAIN_PORTS];
        for (long left = failed; left != 0; ) {
            long same = state.onPortOf(Long.numberOfTrailingZeros(left)) & left;
            insert(most, Long.bitCount(same));
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
