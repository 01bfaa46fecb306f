package io.vedette.collector.alert.spool;

import io.vedette.core.setting.ByteSize;
import io.vedette.core.setting.Setting;
import java.time.Duration;

/** What an operator may set about the spool of one sink. */
public record SpoolConfig(
        @Setting(
                "The most that is kept for a receiver that is down. Beyond it the oldest alerts of the lowest severity go"
                        + " first, and are counted.")
        ByteSize size,

        @Setting("How long an alert is tried. After that it is given up, and counted.")
        Duration maxAge) {

    private static final long SMALLEST = 4 << 10;

    public SpoolConfig {
        if (size.bytes() < SMALLEST) {
            throw new IllegalArgumentException("size " + size + ", expected 4KiB or more");
        }
        if (maxAge.toSeconds() < 1) {
            throw new IllegalArgumentException("max-age " + maxAge + ", expected 1 s or more");
        }
    }

    public static SpoolConfig defaults() {
        return new SpoolConfig(ByteSize.mib(64), Duration.ofHours(24));
    }
}
