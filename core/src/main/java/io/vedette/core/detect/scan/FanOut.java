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
    private static final int SWEPT_PORTS = 6;

    /** Ports that traceroute counts up through (the base port of the BSD tool, and 192 above it). */
    private static final int TRACEROUTE_FIRST = 33434;

    private static final int TRACEROUTE_LAST = 33626;

    /** A sweep of addresses is answered by no more than so many for each that is silent. */
    private static final int ANSWERED_TO_SILENT = 3;

    /** So many times the hosts are asked for on a port of a peer-to-peer network. */
    private static final int PEERS = 8;

    /** A scan in random order of one network: so many times the couples that a line would need, over once the hosts. */
    private static final int SCATTERED_IN_NETWORK = 4;

    /** The same for a site, where the hosts are twice as many. */
    private static final int SCATTERED_IN_SITE = 6;

    /** What any sensitivity asks for at most, because the list of couples has an end; and over UDP. */
    private static final int MOST_SCATTERED = 48;

    /** Who scans a network reaches something at one couple in so many at most; peers of a swarm find many of each other. */
    private static final int HARDLY_ANY = 20;

    /** A scan of that size is one whatever else its source does all day. */
    private static final int MOST_REACHED = 64;

    /** Over UDP one port in so many must be below 1024, unless very many couples failed. */
    private static final int PRIVILEGED_OF = 4;

    /** So many times the couples on the list are very many. */
    private static final int CROWDED = 8;

    private final ScanSettings settings;
    private final PrefixSet home;
    private final BitSet peerPorts = new BitSet(65536);

    FanOut(ScanSettings settings, PrefixSet home) {
        this.settings = settings;
        this.home = home;
        settings.peerPorts().forEach(peerPorts::set);
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
                || scattersOverTcp(state, at, surroundings);
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

    /** Whether so much failed on so many ports of so many hosts near the one at hand that it is a network that is scanned. */
    private boolean scattersOverTcp(ScanState state, int at, Surroundings surroundings) {
        int inNetwork = Math.min(MOST_SCATTERED, SCATTERED_IN_NETWORK * settings.minTargets());
        long near = near(state, at, inNetwork);
        if (Long.bitCount(near) < inNetwork || !hardlyReachesAnything(state)) {
            return false;
        }
        int inSite = Math.min(MOST_SCATTERED, SCATTERED_IN_SITE * settings.minTargets());
        long site = unexplained(state, near, surroundings);
        return isTcpScan(state, inNetwork(state, at, site), inNetwork, settings.minTargets())
                || isMostOf(site, state) && isTcpScan(state, site, inSite, 2 * settings.minTargets());
    }

    private static boolean isTcpScan(ScanState state, long set, int couples, int hosts) {
        return Long.bitCount(set) >= couples && Scatter.of(state, set).covers(hosts, SWEPT_PORTS + 1);
    }

    /**
     * The same over UDP, where clients try many addresses and ports of each other that nobody answers at: that these are
     * ephemeral, and that they are soon enough, tells them from who goes through a network.
     */
    private boolean scattersOverUdp(ScanState state, int at, Surroundings surroundings) {
        long near = near(state, at, MOST_SCATTERED);
        if (Long.bitCount(near) < MOST_SCATTERED || !hardlyReachesAnything(state)) {
            return false;
        }
        long site = unexplained(state, near, surroundings);
        return isUdpScan(state, inNetwork(state, at, site)) || isMostOf(site, state) && isUdpScan(state, site);
    }

    private boolean isUdpScan(ScanState state, long set) {
        if (Long.bitCount(set) < MOST_SCATTERED) {
            return false;
        }
        Scatter scatter = Scatter.of(state, set);
        return scatter.covers(settings.minUdpHosts(), settings.minUdpPorts())
                && (scatter.privileged() * PRIVILEGED_OF >= scatter.couples() || state.crowding() >= CROWDED);
    }

    /**
     * The failed couples at the site of the one at hand, a bit each; none of a list with fewer than {@code least}. Home is one
     * site, however many networks it has.
     */
    private long near(ScanState state, int at, int least) {
        if (state.size() < least) {
            return 0;
        }
        boolean atHome = home.contains(state.targetHigh(at), state.targetLow(at));
        long set = 0;
        for (int i = 0; i < state.size(); i++) {
            boolean near = state.sameSite(i, at) || atHome && home.contains(state.targetHigh(i), state.targetLow(i));
            set |= near && state.failed(i) && state.protocol(i) == state.protocol(at) ? 1L << i : 0;
        }
        return set;
    }

    /** Those of some couples for which nothing but a scan accounts. */
    private long unexplained(ScanState state, long couples, Surroundings surroundings) {
        // With many acquaintances strangers are taken for some of them.
        boolean anyHost = state.crowding() >= CROWDED;
        long set = couples;
        for (long left = couples; left != 0; left &= left - 1) {
            int i = Long.numberOfTrailingZeros(left);
            boolean explained = isPeerPort(state, i)
                    || isOfTraceroute(state, i)
                    || successes(state, i, surroundings) != 0
                    || !anyHost && acquainted(state, i, surroundings);
            set &= explained ? ~(1L << i) : -1;
        }
        return set;
    }

    private static long inNetwork(ScanState state, int at, long site) {
        long set = 0;
        for (long left = site; left != 0; left &= left - 1) {
            int i = Long.numberOfTrailingZeros(left);
            set |= state.sameNetwork(i, at) ? 1L << i : 0;
        }
        return set;
    }

    /** So little that it is no bad luck either: two standard deviations of a Poisson count are added. */
    private static boolean hardlyReachesAnything(ScanState state) {
        int reached = Math.min(MOST_REACHED, state.reached());
        return (reached + 2 * Math.sqrt(reached)) * HARDLY_ANY <= failed(state) * state.crowding();
    }

    /** Whether these are three quarters of all that failed. */
    private static boolean isMostOf(long set, ScanState state) {
        return Long.bitCount(set) * 4 >= failed(state) * 3;
    }

    private static int failed(ScanState state) {
        int failed = 0;
        for (int i = 0; i < state.size(); i++) {
            failed += state.failed(i) ? 1 : 0;
        }
        return failed;
    }

    private static boolean isOfTraceroute(ScanState state, int at) {
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
        boolean scattered = !vertical && !horizontal && scattersOverUdp(state, at, surroundings);
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
    private static int successes(ScanState state, int at, Surroundings surroundings) {
        return Math.max(state.successesOn(state.port(at)), surroundings.reachedOn(state.port(at)));
    }

    private static boolean acquainted(ScanState state, int at, Surroundings surroundings) {
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
