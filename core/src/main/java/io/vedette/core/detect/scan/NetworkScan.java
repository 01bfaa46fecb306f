package io.vedette.core.detect.scan;

import io.vedette.core.detect.Surroundings;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;
import io.vedette.core.flow.PrefixSet;
import java.util.BitSet;

/**
 * The figure of who goes through a network in random order, as Masscan does: no line shows for long, neither on a host nor on a
 * port, but all that failed lies close together.
 */
final class NetworkScan {

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

    private static final int NETWORK_IPV4 = 120;
    private static final int NETWORK_IPV6 = 64;
    private static final int SITE_IPV4 = 112;
    private static final int SITE_IPV6 = 48;

    private final ScanSettings settings;
    private final PrefixSet home;
    private final BitSet peerPorts;

    NetworkScan(ScanSettings settings, PrefixSet home, BitSet peerPorts) {
        this.settings = settings;
        this.home = home;
        this.peerPorts = peerPorts;
    }

    /** The network that a host is in: IPv4 /24, IPv6 /64. */
    static Prefix networkOf(long high, long low) {
        return new Prefix(high, low, IpAddress.isIpv4(high, low) ? NETWORK_IPV4 : NETWORK_IPV6);
    }

    /** Whether so much failed over TCP on so many ports of so many hosts near the one at hand. */
    boolean reachedOverTcp(ScanState state, int at, Surroundings surroundings) {
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
        return Long.bitCount(set) >= couples && Scatter.of(state, set).covers(hosts, FanOut.SWEPT_PORTS + 1);
    }

    /**
     * The same over UDP, where clients try many addresses and ports of each other that nobody answers at: that these are
     * ephemeral, and that they are soon enough, tells them from who goes through a network.
     */
    boolean reachedOverUdp(ScanState state, int at, Surroundings surroundings) {
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
        if (Long.bitCount(state.failures()) < least) {
            return 0;
        }
        long near = state.near(at, bits(state, at, SITE_IPV4, SITE_IPV6));
        if (home.contains(state.targetHigh(at), state.targetLow(at))) {
            for (long left = state.failures() & ~near; left != 0; left &= left - 1) {
                int i = Long.numberOfTrailingZeros(left);
                near |= home.contains(state.targetHigh(i), state.targetLow(i)) ? 1L << i : 0;
            }
        }
        long failed = near & state.failures();
        return Long.bitCount(failed) < least ? 0 : failed & state.onProtocolOf(at);
    }

    private static int bits(ScanState state, int at, int ofIpv4, int ofIpv6) {
        return IpAddress.isIpv4(state.targetHigh(at), state.targetLow(at)) ? ofIpv4 : ofIpv6;
    }

    /** Those of some couples for which nothing but a scan accounts. */
    private long unexplained(ScanState state, long couples, Surroundings surroundings) {
        // With many acquaintances strangers are taken for some of them.
        boolean anyHost = state.crowding() >= CROWDED;
        long set = couples;
        for (long left = couples; left != 0; left &= left - 1) {
            int i = Long.numberOfTrailingZeros(left);
            boolean explained = state.port(i) >= 0 && peerPorts.get(state.port(i))
                    || Traceroute.isUsual(state, i)
                    || FanOut.successes(state, i, surroundings) != 0
                    || !anyHost && FanOut.acquainted(state, i, surroundings);
            set &= explained ? ~(1L << i) : -1;
        }
        return set;
    }

    private static long inNetwork(ScanState state, int at, long site) {
        return site & state.near(at, bits(state, at, NETWORK_IPV4, NETWORK_IPV6));
    }

    /** So little that it is no bad luck either: two standard deviations of a Poisson count are added. */
    private static boolean hardlyReachesAnything(ScanState state) {
        int reached = Math.min(MOST_REACHED, state.reached());
        return (reached + 2 * Math.sqrt(reached)) * HARDLY_ANY <= Long.bitCount(state.failures()) * state.crowding();
    }

    /** Whether these are three quarters of all that failed. */
    private static boolean isMostOf(long set, ScanState state) {
        return Long.bitCount(set) * 4 >= Long.bitCount(state.failures()) * 3;
    }
}
