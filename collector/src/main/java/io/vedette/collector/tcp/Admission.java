package io.vedette.collector.tcp;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.PrefixSet;
import io.vedette.core.meter.CounterFamily;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect: the allow list, the proxies that may speak for others, and the limits in total and for each address. Keeps
 * one number for each address that is connected, so at most as many as there may be connections.
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
        /** Closed: a proxy did not say, or not properly, for whom it speaks. */
        BAD_PROXY_HEADER,
        /** Gone before it could be looked at. */
        ABORTED,
        /** The system could not accept: mostly no file descriptor was left. One count for each pause, not connection. */
        ACCEPT_FAILED;

        private final String label = name().toLowerCase(Locale.ROOT);

        String label() {
            return label;
        }
    }

    private final Map<IpAddress, Integer> openByAddress = new HashMap<>();
    private final CounterFamily<Result> results = new CounterFamily<>(Result.class);
    private int limit;
    private int limitPerAddress;
    private @Nullable PrefixSet allowed;
    private PrefixSet proxies = PrefixSet.empty();
    private int open;

    /** @param allowed absent: everybody */
    Admission(int limit, int limitPerAddress, @Nullable PrefixSet allowed) {
        this.limit = limit;
        this.limitPerAddress = limitPerAddress;
        this.allowed = allowed;
    }

    /** Decides about a new connection. After {@link Result#ACCEPTED}, and only then, {@link #release} must follow. */
    synchronized Result admit(IpAddress address) {
        Result result = open >= limit && isAllowed(address) ? Result.LIMIT_TOTAL : judge(address);
        results.of(result).increment();
        if (result == Result.ACCEPTED) {
            open++;
            openByAddress.merge(address, 1, Integer::sum);
        }
        return result;
    }

    /**
     * Takes a connection of a proxy in, of which it is not known yet for whom it speaks.
     *
     * @return whether there is room; then {@link #identify} or {@link #failed} must follow, and {@link #release} at the end
     */
    synchronized boolean admitProxy() {
        if (open >= limit) {
            results.of(Result.LIMIT_TOTAL).increment();
            return false;
        }
        open++;
        return true;
    }

    /** Decides about the connection of a proxy now that its client is known. */
    synchronized Result identify(IpAddress client) {
        Result result = judge(client);
        results.of(result).increment();
        if (result == Result.ACCEPTED) {
            openByAddress.merge(client, 1, Integer::sum);
        }
        return result;
    }

    /** Counts the connection of a proxy that speaks for itself, as its health checks do; it has no limit of its own. */
    synchronized void acceptProxyItself() {
        results.of(Result.ACCEPTED).increment();
    }

    private Result judge(IpAddress address) {
        if (!isAllowed(address)) {
            return Result.NOT_ALLOWED;
        }
        return openByAddress.getOrDefault(address, 0) >= limitPerAddress ? Result.LIMIT_ADDRESS : Result.ACCEPTED;
    }

    /** Counts an attempt that failed before it could be decided. */
    synchronized void failed(Result result) {
        results.of(result).increment();
    }

    /** @param address what was accepted; null for the connection of a proxy for whose client nothing was accepted */
    synchronized void release(@Nullable IpAddress address) {
        open--;
        if (address != null) {
            openByAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        }
    }

    synchronized boolean isAllowed(IpAddress address) {
        return allowed == null || allowed.contains(address);
    }

    /** Whether connections from here begin with a PROXY header that is to be believed. */
    synchronized boolean isProxy(IpAddress address) {
        return proxies.contains(address);
    }

    synchronized void allow(@Nullable PrefixSet prefixes) {
        allowed = prefixes;
    }

    synchronized void trust(PrefixSet addresses) {
        proxies = addresses;
    }

    /** Changes the limits; what is open beyond them stays. */
    synchronized void limit(int total, int perAddress) {
        limit = total;
        limitPerAddress = perAddress;
    }

    synchronized int limit() {
        return limit;
    }

    synchronized int open() {
        return open;
    }

    CounterFamily<Result> results() {
        return results;
    }
}
