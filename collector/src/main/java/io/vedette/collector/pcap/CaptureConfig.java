package io.vedette.collector.pcap;

import io.vedette.core.setting.ByteSize;
import io.vedette.core.setting.Setting;
import java.time.Duration;

/** What an operator may set about live capture. */
public record CaptureConfig(
        @Setting(
                "Bytes of each packet that are captured. Scans show in headers, which fit even where there are tunnels.")
        int snapLength,

        @Setting("Whether the interface takes packets that are not for this host.")
        boolean promiscuous,

        @Setting(
                "The kernel's buffer for packets that were not read yet, for each interface. When it is full packets are lost,"
                        + " which is counted.")
        ByteSize buffer,

        @Setting("Longest time that packets stay in the kernel's buffer before they are read, all at once.")
        Duration readTimeout,

        @Setting("Whether each packet is read at once. Faster by the read timeout at most, and dearer at high rates.")
        boolean immediate,

        @Setting("How often the counts of received and lost packets are told.")
        Duration report) {

    private static final int MAX_SNAP_LENGTH = 262_144;

    public CaptureConfig {
        if (snapLength < 64 || snapLength > MAX_SNAP_LENGTH) {
            throw new IllegalArgumentException(
                    "snap-length " + snapLength + ", expected 64 to " + MAX_SNAP_LENGTH + " bytes");
        }
        if (buffer.bytes() < 1 << 16 || buffer.bytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("buffer " + buffer + ", expected 64KiB to 2047MiB");
        }
        if (readTimeout.toMillis() < 1 || readTimeout.toMillis() > 10_000) {
            throw new IllegalArgumentException("read-timeout " + readTimeout + ", expected 1ms to 10s");
        }
        if (report.toMillis() < 1000) {
            throw new IllegalArgumentException("report " + report + ", expected 1s or more");
        }
    }

    public static CaptureConfig defaults() {
        return new CaptureConfig(512, true, ByteSize.mib(64), Duration.ofMillis(100), false, Duration.ofMinutes(1));
    }
}
