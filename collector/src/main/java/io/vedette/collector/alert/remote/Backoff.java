package io.vedette.collector.alert.remote;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after a failure: twice as long each time, up to a limit, half of it at random, so that many senders of one
 * receiver that comes back do not arrive at once.
 */
final class Backoff {

    private static final long FIRST_MILLIS = 1_000;
    private static final long LAST_MILLIS = 300_000;

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** @param failures in a row, 1 or more */
    Duration after(int failures) {
        long longest = Math.min(LAST_MILLIS, FIRST_MILLIS << Math.min(20, failures - 1));
        return Duration.ofMillis(longest / 2 + random.nextLong(longest / 2 + 1));
    }
}
