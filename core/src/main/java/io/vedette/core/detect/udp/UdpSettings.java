package io.vedette.core.detect.udp;

import io.vedette.core.setting.Setting;
import java.time.Duration;

/** How the usual number of UDP couples per source is measured. */
public record UdpSettings(
        @Setting(
                "Seconds between two measurements of what is usual; holt and reference need eleven of them for a forecast."
                        + " The reference's -d/--des.")
        Duration des,

        @Setting(
                "Seconds between two resets of the couples of all sources, which is the window of robust. The reference's"
                        + " -e/--erase.")
        Duration erase,

        @Setting("How the usual is forecast: robust (closed windows of what failed, median of all others), holt (double"
                + " exponential smoothing of the mean) or reference (the single smoothing that PortScanDetector ran).")
        Smoothing smoothing,

        @Setting(
                "Sources whose UDP couples are counted at once, over all shards. Beyond it the rest is not counted, which"
                        + " is.")
        int maxSources) {

    public UdpSettings {
        if (des.toMillis() < 100) {
            throw new IllegalArgumentException("des " + des + ", expected 100ms or more");
        }
        if (erase.toMillis() < 100) {
            throw new IllegalArgumentException("erase " + erase + ", expected 100ms or more");
        }
        if (maxSources < 1024) {
            throw new IllegalArgumentException("max-sources " + maxSources + ", expected 1024 or more");
        }
    }

    public static UdpSettings defaults() {
        return new UdpSettings(Duration.ofSeconds(10), Duration.ofSeconds(180), Smoothing.ROBUST, 1 << 20);
    }
}
