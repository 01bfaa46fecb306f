package io.vedette.core.isn;

/**
 * What makes a port interesting: both must hold of all days of a range together. Either limit belongs to it.
 *
 * @param minSyns SYNs at least, 0 or more
 * @param minShare share of those that match at least, 0 to 1
 */
public record Interest(long minSyns, double minShare) {

    /** The thresholds of the D4 project's ISN analyser. */
    public static final Interest DEFAULT = new Interest(1000, 0.03);

    public Interest {
        if (minSyns < 0) {
            throw new IllegalArgumentException("SYNs at least " + minSyns + ", expected 0 or more");
        }
        if (!(minShare >= 0 && minShare <= 1)) {
            throw new IllegalArgumentException("share at least " + minShare + ", expected 0 to 1");
        }
    }

    /** A port without any SYN never is. */
    public boolean isMetBy(SynCount total) {
        return total.all() > 0 && total.all() >= minSyns && total.share() >= minShare;
    }
}
