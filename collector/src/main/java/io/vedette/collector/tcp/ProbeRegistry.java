package io.vedette.collector.tcp;

import io.vedette.collector.tcp.tls.Handshake;
import io.vedette.core.meter.CounterFamily;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The connected probes, and the sums of those that are gone.
 *
 * <p>Thread-safe: event loops report, anybody asks.
 */
final class ProbeRegistry {

    private final Set<Probe> connected = new LinkedHashSet<>();
    private final ProbeTotals gone = new ProbeTotals();
    private final CounterFamily<CloseReason> closed = new CounterFamily<>(CloseReason.class);
    private final CounterFamily<Handshake> handshakes = new CounterFamily<>(Handshake.class);
    private final CounterFamily<ForeignProtocol> foreign = new CounterFamily<>(ForeignProtocol.class);

    synchronized void opened(Probe probe) {
        connected.add(probe);
    }

    /** The last word about a connection: its counts no longer change. */
    synchronized void closed(Probe probe, CloseReason reason) {
        connected.remove(probe);
        gone.add(probe);
        closed.of(reason).increment();
        notifyAll();
    }

    /** An accepted connection that ended before its probe was known. */
    synchronized void refused(CloseReason reason) {
        closed.of(reason).increment();
        notifyAll();
    }

    synchronized void handshake(Handshake result) {
        handshakes.of(result).increment();
    }

    synchronized void foreign(ForeignProtocol protocol) {
        foreign.of(protocol).increment();
    }

    /** The connected probes, the oldest first. */
    synchronized List<ProbeStatus> statuses() {
        return connected.stream().map(Probe::status).toList();
    }

    /** The sums over all probes that ever connected. */
    synchronized ProbeTotals totals() {
        ProbeTotals totals = new ProbeTotals();
        totals.add(gone);
        connected.forEach(totals::add);
        return totals;
    }

    synchronized int size() {
        return connected.size();
    }

    /** Waits until nobody is connected. Returns early when interrupted. */
    synchronized void awaitEmpty(long timeoutMillis) {
        long deadline = System.nanoTime() + timeoutMillis * 1_000_000;
        try {
            for (long left = timeoutMillis; !connected.isEmpty() && left > 0; ) {
                wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    CounterFamily<CloseReason> closed() {
        return closed;
    }

    CounterFamily<ForeignProtocol> foreign() {
        return foreign;
    }

    CounterFamily<Handshake> handshakes() {
        return handshakes;
    }
}
