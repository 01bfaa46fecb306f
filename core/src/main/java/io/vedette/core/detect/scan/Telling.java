package io.vedette.core.detect.scan;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Couples in an order in which they can be told. */
final class Telling {

    private Telling() {}

    /** The positions on the list in the order of time. */
    static int[] byTime(Couples couples) {
        return IntStream.range(0, couples.size())
                .boxed()
                .sorted(Comparator.comparingLong(couples::timeMillis))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The positions of the most telling couples, heaviest first and of equals the earliest, at most {@code most}. */
    static int[] heaviest(Couples couples, int most) {
        return IntStream.range(0, couples.size())
                .filter(i -> couples.seen(i) && couples.evidence(i).suspicious())
                .boxed()
                .sorted(Comparator.comparingDouble(
                                (Integer i) -> -couples.evidence(i).weight())
                        .thenComparing(couples::timeMillis))
                .limit(most)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
