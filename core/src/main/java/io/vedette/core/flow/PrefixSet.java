package io.vedette.core.flow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A set of addresses given by prefixes. Immutable; the price of a look-up is a binary search, no objects.
 */
public final class PrefixSet {

    /** The last address before the IPv4-mapped block {@code ::ffff:0:0/96}, and the first behind it. */
    private static final IpAddress BEFORE_IPV4 = new IpAddress(0, IpAddress.IPV4_MAPPED - 1);

    private static final IpAddress AFTER_IPV4 = new IpAddress(0, IpAddress.IPV4_MAPPED + (1L << 32));

    private static final PrefixSet EMPTY = new PrefixSet(List.of());

    /*
     * The prefixes as ascending disjoint ranges of unsigned 128-bit numbers, overlaps merged. Since IPv4 lives inside the
     * IPv6 space but the families do not mix, the range of an IPv6 prefix leaves out the IPv4-mapped block.
     */
    private final long[] firstHigh;
    private final long[] firstLow;
    private final long[] lastHigh;
    private final long[] lastLow;

    private PrefixSet(List<Range> ranges) {
        int size = ranges.size();
        firstHigh = new long[size];
        firstLow = new long[size];
        lastHigh = new long[size];
        lastLow = new long[size];
        for (int i = 0; i < size; i++) {
            Range range = ranges.get(i);
            firstHigh[i] = range.first.high();
            firstLow[i] = range.first.low();
            lastHigh[i] = range.last.high();
            lastLow[i] = range.last.low();
        }
    }

    /** The set that contains no address. */
    public static PrefixSet empty() {
        return EMPTY;
    }

    public static PrefixSet of(Collection<Prefix> prefixes) {
        List<Range> ranges = new ArrayList<>();
        for (Prefix prefix : prefixes) {
            addRanges(prefix, ranges);
        }
        return new PrefixSet(merge(ranges));
    }

    private static void addRanges(Prefix prefix, List<Range> ranges) {
        IpAddress first = prefix.first();
        IpAddress last = prefix.last();
        boolean spansIpv4 = first.compareTo(BEFORE_IPV4) <= 0 && last.compareTo(BEFORE_IPV4) > 0;
        if (!spansIpv4) {
            ranges.add(new Range(first, last));
            return;
        }
        ranges.add(new Range(first, BEFORE_IPV4));
        if (last.compareTo(AFTER_IPV4) >= 0) {
            ranges.add(new Range(AFTER_IPV4, last));
        }
    }

    private static List<Range> merge(List<Range> ranges) {
        ranges.sort(Comparator.comparing(Range::first));
        List<Range> merged = new ArrayList<>();
        for (Range range : ranges) {
            Range previous = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (previous != null && range.first.compareTo(previous.last) <= 0) {
                IpAddress last = range.last.compareTo(previous.last) > 0 ? range.last : previous.last;
                merged.set(merged.size() - 1, new Range(previous.first, last));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }

    public boolean isEmpty() {
        return firstHigh.length == 0;
    }

    public boolean contains(IpAddress address) {
        return contains(address.high(), address.low());
    }

    /** Whether the address of these two longs is in one of the prefixes. */
    public boolean contains(long high, long low) {
        int from = 0;
        int to = firstHigh.length;
        while (from < to) {
            int middle = from + to >>> 1;
            if (compare(high, low, firstHigh[middle], firstLow[middle]) < 0) {
                to = middle;
            } else if (compare(high, low, lastHigh[middle], lastLow[middle]) > 0) {
                from = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        int byHigh = Long.compareUnsigned(high, otherHigh);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
    }

    /** Addresses from {@code first} to {@code last}, both included. */
    private record Range(IpAddress first, IpAddress last) {}
}
