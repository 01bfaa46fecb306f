package io.vedette.core.detect.scan;

import io.vedette.core.detect.Target;
import io.vedette.core.flow.IpAddress;
import java.util.Comparator;
import java.util.List;
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

    /** The most telling couples, heaviest first and of equals the earliest, at most {@code most}. */
    static List<Target> targets(Couples couples, int most) {
        return IntStream.range(0, couples.size())
                .filter(i -> couples.seen(i) && couples.evidence(i).suspicious())
                .boxed()
                .sorted(Comparator.comparingDouble(
                                (Integer i) -> -couples.evidence(i).weight())
                        .thenComparing(couples::timeMillis))
                .limit(most)
                .map(i -> target(couples, i))
                .toList();
    }

    private static Target target(Couples couples, int at) {
        Evidence evidence = couples.evidence(at);
        IpAddress address = new IpAddress(couples.targetHigh(at), couples.targetLow(at));
        return new Target(
                address,
                couples.port(at),
                couples.protocol(at),
                couples.outcome(at),
                evidence.label(),
                evidence.weight());
    }
}
