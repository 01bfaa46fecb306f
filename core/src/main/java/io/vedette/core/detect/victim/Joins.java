package io.vedette.core.detect.victim;

import io.vedette.core.detect.scan.Couples;
import io.vedette.core.detect.scan.ScanState;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.Prefix;
import java.util.function.Consumer;

/**
 * Sees when a suspect source has failed at so many couples of one target that it is one of its probers, and reports these
 * couples. They are those on the list of the source's own judge that fall into its present {@link CompareWindow}.
 */
final class Joins {

    /** Hosts that a source must have scattered its couples over, to count for a site. */
    private static final int SCATTERED_HOSTS = 6;

    private final long windowMillis;
    private final Consumer<Probe> reports;

    Joins(long windowMillis, Consumer<Probe> reports) {
        this.windowMillis = windowMillis;
        this.reports = reports;
    }

    /**
     * Takes one couple more.
     *
     * @param at its place among the couples of the source
     * @param scanning whether the source has an incident of its own
     */
    void add(ScanState source, int at, long window, boolean scanning) {
        long high = source.targetHigh(at);
        long low = source.targetLow(at);
        int netBits = Scope.NET.bits(high, low);
        int siteBits = Scope.SITE.bits(high, low);
        int inHost = 0;
        int inNet = 0;
        int inSite = 0;
        int compared = 0;
        for (int i = 0; i < source.size(); i++) {
            if (!source.isCompared(i)) {
                continue;
            }
            compared++;
            int common = commonBits(source.targetHigh(i) ^ high, source.targetLow(i) ^ low);
            if (common >= siteBits) {
                inSite++;
                inNet += common >= netBits && hasSamePort(source, i, at) ? 1 : 0;
                inHost += common == 2 * Long.SIZE && hasPorts(source, i) ? 1 : 0;
            }
        }
        if (inHost >= Scope.HOST.joining() && hasPorts(source, at)) {
            report(Scope.HOST, source, at, inHost == Scope.HOST.joining(), compared, window, scanning);
        }
        if (inNet >= Scope.NET.joining()) {
            report(Scope.NET, source, at, inNet == Scope.NET.joining(), compared, window, scanning);
        }
        if (inSite >= Scope.SITE.joining()) {
            int hosts = hosts(source, high, low);
            boolean joinsNow = inSite == Scope.SITE.joining() || hosts == SCATTERED_HOSTS;
            if (hosts >= SCATTERED_HOSTS) {
                report(Scope.SITE, source, at, joinsNow, compared, window, scanning);
            }
        }
    }

    private static int commonBits(long highDifference, long lowDifference) {
        return highDifference != 0
                ? Long.numberOfLeadingZeros(highDifference)
                : Long.SIZE + Long.numberOfLeadingZeros(lowDifference);
    }

    private static boolean hasSamePort(Couples couples, int one, int other) {
        return couples.port(one) == couples.port(other) && couples.protocol(one) == couples.protocol(other);
    }

    private static boolean hasPorts(Couples couples, int i) {
        int protocol = couples.protocol(i);
        return protocol == IpProtocol.TCP || protocol == IpProtocol.UDP;
    }

    /** Distinct hosts of the site of an address. */
    private static int hosts(Couples couples, long high, long low) {
        Prefix site = Scope.SITE.of(high, low);
        int hosts = 0;
        for (int i = 0; i < couples.size(); i++) {
            hosts += isIn(site, couples, i) && isFirstOfHost(couples, i) ? 1 : 0;
        }
        return hosts;
    }

    private static boolean isIn(Prefix network, Couples couples, int i) {
        return couples.isCompared(i) && network.contains(couples.targetHigh(i), couples.targetLow(i));
    }

    private static boolean isFirstOfHost(Couples couples, int at) {
        for (int i = 0; i < at; i++) {
            if (couples.isCompared(i)
                    && couples.targetLow(i) == couples.targetLow(at)
                    && couples.targetHigh(i) == couples.targetHigh(at)) {
                return false;
            }
        }
        return true;
    }

    /** @param all all of them with the one that completes the figure; after it the receiver knows those it has */
    private void report(
            Scope scope, ScanState source, int last, boolean all, int compared, long window, boolean scanning) {
        Prefix network = scope.of(source.targetHigh(last), source.targetLow(last));
        for (int i = all ? 0 : last; i < (all ? source.size() : last + 1); i++) {
            boolean belongs = isIn(network, source, i)
                    && (scope != Scope.NET || hasSamePort(source, i, last))
                    && (scope != Scope.HOST || hasPorts(source, i));
            if (belongs) {
                reports.accept(probe(scope, network, source, i, compared, window, scanning));
            }
        }
    }

    private Probe probe(
            Scope scope, Prefix network, ScanState source, int i, int compared, long window, boolean scanning) {
        // Of a couple that was tried before the window too, only that it was tried again is known.
        boolean fresh = CompareWindow.covers(window, source.timeMillis(i), windowMillis);
        return new Probe(
                scope,
                network,
                source.source(),
                new IpAddress(source.targetHigh(i), source.targetLow(i)),
                source.port(i),
                source.protocol(i),
                source.outcome(i),
                source.technique(i),
                fresh ? source.timeMillis(i) : CompareWindow.sinceMillis(window),
                compared,
                CompareWindow.answered(window),
                scanning);
    }
}
