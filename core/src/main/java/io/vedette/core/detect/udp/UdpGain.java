package io.vedette.core.detect.udp;

/**
 * What changed in one shard since its last report. All of it integers: sums over shards are exact in any order.
 *
 * @param couples couples gained
 * @param sources sources gained
 * @param ports sources by how many ports of one host failed; only for the robust form
 * @param hosts sources by how many hosts failed; only for the robust form
 */
public record UdpGain(long couples, long sources, UdpSpread ports, UdpSpread hosts) {

    /** For forms that look at means only. */
    public static UdpGain of(long couples, long sources) {
        return new UdpGain(couples, sources, new UdpSpread(), new UdpSpread());
    }
}
