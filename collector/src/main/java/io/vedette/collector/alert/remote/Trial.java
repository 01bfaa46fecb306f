package io.vedette.collector.alert.remote;

import java.time.Duration;

/**
 * What came of sending something once to see whether it arrives. Without secrets, so it may be printed.
 *
 * @param said what the receiver answered, or why there is no answer; printable
 */
public record Trial(String destination, boolean delivered, Duration time, String said) {}
