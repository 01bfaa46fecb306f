package io.vedette.core.isn;

/**
 * How many different addresses sent SYNs.
 *
 * @param all sources of any SYN
 * @param matching sources of SYNs that match
 * @param exact whether both were counted; else at least one of them was estimated, see {@link SourceSet}
 */
public record SourceCount(long all, long matching, boolean exact) {}
