package io.vedette.collector.tcp;

import java.time.Instant;

/**
 * One connected probe at one moment.
 *
 * @param since when it connected
 * @param counts what it delivered so far: a copy that does not change
 */
public record ProbeStatus(PeerAddress peer, Instant since, ProbeTotals counts) {}
