package io.vedette.core.detect.victim;

import io.vedette.core.detect.scan.Couples;
import io.vedette.core.detect.scan.ScanState;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.Prefix;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Sees when a suspect source has failed at so many couples of one target that it is one of its probers, and reports these
 * couples. They are those on the list of the source's own judge that fall into its present {@link CompareWindow}.
 */
final class Joins {

    /** Hosts that a source must have scattered its couples over, to count for a site. */
    private static final int SCATTERED_HOSTS = 6;

    /** As many couples of one target as any scope asks for. */
    private static final int FEWEST =
            Arrays.stream(Scope.values()).mapToInt(Scope::joining).min().orElseThrow();

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
        long near = source.near(at, Scope.SITE.bits(high, low));
        if (Long.bitCount(near) < FEWEST) {
            return;
        }
        long compared = source.allCompared();
        long inSite = near & compared;
        long inNet = source.near(at, Scope.NET.bits(high, low)) & source.onPortOf(at) & inSite;
        long inHost = withPorts(source, source.onHostOf(at) & inSite);
        int others = Long.bitCount(compared);
        if (Long.bitCount(inHost) >= Scope.HOST.joining() && hasPorts(source, at)) {
            boolean joinsNow = Long.bitCount(inHost) == Scope.HOST.joining();
            report(Scope.HOST, source, at, joinsNow ? inHost : 1L << at, others, window, scanning);
        }
        if (Long.bitCount(inNet) >= Scope.NET.joining()) {
            boolean joinsNow = Long.bitCount(inNet) == Scope.NET.joining();
            report(Scope.NET, source, at, joinsNow ? inNet : 1L << at, others, window, scanning);
        }
        if (Long.bitCount(inSite) >= Scope.SITE.joining()) {
            int hosts = source.hostsOf(inSite);
            boolean joinsNow = Long.bitCount(inSite) == Scope.SITE.joining() || hosts == SCATTERED_HOSTS;
            if (hosts >= SCATTERED_HOSTS) {
                report(Scope.SITE, source, at, joinsNow ? inSite : 1L << at, others, window, scanning);
            }
        }
    }

    private static long withPorts(Couples couples, long some) {
        long with = some;
        for (long left = some; left != 0; left &= left - 1) {
            int i = Long.numberOfTrailingZeros(left);
            with &= hasPorts(couples, i) ? -1 : ~(1L << i);
        }
        return with;
    }

    private static boolean hasPorts(Couples couples, int i) {
        int protocol = couples.protocol(i);
        return protocol == IpProtocol.TCP || protocol == IpProtocol.UDP;
    }

    /** @param some all of the target with the couple that completes the figure; after it the receiver knows those it has */
    private void report(
            Scope scope, ScanState source, int last, long some, int compared, long window, boolean scanning) {
        Prefix network = scope.of(source.targetHigh(last), source.targetLow(last));
        for (long left = some; left != 0; left &= left - 1) {
            int i = Long.numberOfTrailingZeros(left);
            reports.accept(probe(scope, network, source, i, compared, window, scanning));
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
