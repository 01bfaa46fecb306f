package io.vedette.collector.isn;

/**
 * How captures are counted.
 *
 * @param again whether captures are counted that were counted before
 * @param withIpv6 whether SYNs over IPv6 are counted; they never match
 * @param maxFiles how many captures are counted at most
 * @param maxBytes memory for what was counted and is not in the store yet
 */
public record ImportSettings(boolean again, boolean withIpv6, int maxFiles, long maxBytes) {

    private static final long DEFAULT_BYTES = 128L << 20;

    public static final ImportSettings DEFAULT = new ImportSettings(false, false, Integer.MAX_VALUE, DEFAULT_BYTES);
}
