package io.vedette.core.detect.udp;

/**
 * What is usual for a source here over UDP, in one window.
 *
 * @param ports of one host; {@link Double#NaN} while nobody knows
 * @param hosts or couples of host and port; {@link Double#NaN} while nobody knows
 */
public record UdpUsual(double ports, double hosts) {

    public static final UdpUsual UNKNOWN = new UdpUsual(Double.NaN, Double.NaN);
}
