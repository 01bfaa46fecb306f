package io.vedette.core.detect.victim;

/**
 * What the judge of targets holds and has done.
 *
 * @param watched targets that are remembered
 * @param incidents open ones that are told from the target's side
 * @param folded incidents of single sources that were folded into one with many, ever
 * @param misconfigured clients that kept asking for a dead service, ever
 * @param overLimit times a bound was reached
 */
public record TargetCounts(int watched, int incidents, long folded, long misconfigured, long overLimit) {

    public static final TargetCounts NONE = new TargetCounts(0, 0, 0, 0, 0);

    /** The same with more times that a bound was reached. */
    public TargetCounts plusLimit(long more) {
        return new TargetCounts(watched, incidents, folded, misconfigured, overLimit + more);
    }
}
