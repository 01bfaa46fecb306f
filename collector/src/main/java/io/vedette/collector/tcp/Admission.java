package io.vedette.collector.tcp;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.PrefixSet;
import io.vedette.core.meter.CounterFamily;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect: the allow list and the limits in total and for each address. Keeps one number for each address that is
 * connected, so at most as many as there may be connections.
 *
 * <p>Thread-safe.
 */
final class Admission {

    /** What became of an attempt to connect. The lower-case name is the metric label. */
    enum Result {
        ACCEPTED,
        /** Reset: {@code max-connections} are open. */
        LIMIT_TOTAL,
        /** Reset: {@code max-connections-per-address} of this address are open. */
        LIMIT_ADDRESS,
        /** Reset: not on the allow list. */
        NOT_ALLOWED,
        /** Gone before it could be looked at. */
        ABORTED,
        /** The system could not accept: mostly no file descriptor was left. One count for each pause, not connection. */
        ACCEPT_FAILED;

        private final String label = name().toLowerCase(Locale.ROOT);

        String label() {
            return label;
        }
    }

    private final int limit;
    private final int limitPerAddress;
    private final Map<IpAddress, Integer> openByAddress = new HashMap<>();
    private final CounterFamily<Result> results = new CounterFamily<>(Result.class);
    private @Nullable PrefixSet allowed;
    private int open;

    /** @param allowed absent: everybody */
    Admission(int limit, int limitPerAddress, @Nullable PrefixSet allowed) {
        this.limit = limit;
        this.limitPerAddress = limitPerAddress;
        this.allowed = allowed;
    }

    /** Decides about a new connection. After {@link Result#ACCEPTED}, and only then, {@link #release} must follow. */
    synchronized Result admit(IpAddress address) {
        Result result = judge(address);
        results.of(result).increment();
        if (result == Result.ACCEPTED) {
            open++;
            openByAddress.merge(address, 1, Integer::sum);
        }
        return result;
    }

    private Result judge(IpAddress address) {
        if (!isAllowed(address)) {
            return Result.NOT_ALLOWED;
        }
        if (open >= limit) {
            return Result.LIMIT_TOTAL;
        }
        return openByAddress.getOrDefault(address, 0) >= limitPerAddress ? Result.LIMIT_ADDRESS : Result.ACCEPTED;
    }

    /** Counts an attempt that failed before it could be decided. */
    synchronized void failed(Result result) {
        results.of(result).increment();
    }

    synchronized void release(IpAddress address) {
        open--;
        openByAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    synchronized boolean isAllowed(IpAddress address) {
        return allowed == null || allowed.contains(address);
    }

    synchronized void allow(@Nullable PrefixSet prefixes) {
        allowed = prefixes;
    }

    synchronized int open() {
        return open;
    }

    CounterFamily<Result> results() {
        return results;
    }
}
