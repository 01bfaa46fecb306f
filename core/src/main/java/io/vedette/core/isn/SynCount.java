package io.vedette.core.isn;

import io.vedette.core.darknet.Interval;

/**
 * How many SYNs there were.
 *
 * @param all TCP segments with SYN and without ACK, whatever their other flags
 * @param matching those of them whose sequence number is the IPv4 address they go to. Any other sender hits it once in 2^32
 */
public record SynCount(long all, long matching) {

    public static final SynCount NONE = new SynCount(0, 0);

    public SynCount {
        if (matching < 0 || matching > all) {
            throw new IllegalArgumentException(matching + " of " + all + " SYNs, expected 0 to " + all);
        }
    }

    public SynCount plus(SynCount other) {
        return new SynCount(all + other.all, matching + other.matching);
    }

    /** The share of those that match, 0 to 1; 0 where there is none. */
    public double share() {
        return all == 0 ? 0 : (double) matching / all;
    }

    /** Wilson's interval of that share, as {@link Interval#ofShare} has it; 0 to 1 where there is none. */
    public Interval interval() {
        return all == 0 ? new Interval(0, 1) : Interval.ofShare(matching, all);
    }
}
