package io.vedette.collector.alert;

import io.vedette.core.detect.format.AlertFormat;
import io.vedette.core.setting.ByteSize;
import io.vedette.core.setting.Setting;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an operator may set about the alert log. */
public record AlertLogConfig(
        @Setting("Whether alerts are written to a file.") boolean enabled,

        @Setting("The file, one alert per line. Its directory is created if it is missing.")
        Path path,

        @Setting(
                "In which words: vedette (its own JSON), ecs (Elastic Common Schema), ocsf (Detection Finding) or cef.")
        AlertFormat format,

        @Setting(
                "When the disk is told to keep what was written: always (before an alert counts as delivered), interval, or"
                        + " never (the operating system decides). Matters when the machine fails, not when the process does.")
        Sync sync,

        @Setting("With sync interval: the longest time that written alerts may be lost in a power failure.")
        Duration syncInterval,

        @Setting("The file is put aside, with the time in its name, before it grows beyond this size.")
        ByteSize rotateSize,

        @Setting(
                "The file is also put aside when an interval of this length, counted from 1970 UTC, is over: 24h changes at"
                        + " midnight UTC. Left out: only size counts.")
        @Nullable
        Duration rotateAge,

        @Setting("Whether files that were put aside are compressed with gzip.")
        boolean compress,

        @Setting("How many files that were put aside are kept; older ones are deleted.")
        int keep,

        @Setting(
                "Files that were put aside are deleted when they are older than this. Left out: only number and size count.")
        @Nullable
        Duration keepAge,

        @Setting(
                "The most that files that were put aside may take together; beyond it the oldest are deleted. Left out: any size.")
        @Nullable
        ByteSize keepSize,

        @Setting("Alerts that may wait while the file cannot be written. When they are that many, detection waits.")
        int queue) {

    /** When written alerts are forced to the disk. */
    public enum Sync {
        INTERVAL,
        ALWAYS,
        NEVER
    }

    public AlertLogConfig {
        if (syncInterval.toMillis() < 1) {
            throw new IllegalArgumentException("sync-interval " + syncInterval + ", expected 1 ms or more");
        }
        if (rotateSize.bytes() < 1) {
            throw new IllegalArgumentException("rotate-size " + rotateSize + ", expected 1 byte or more");
        }
        if (rotateAge != null && rotateAge.toMillis() < 1_000) {
            throw new IllegalArgumentException("rotate-age " + rotateAge + ", expected 1 s or more");
        }
        if (keep < 1) {
            throw new IllegalArgumentException("keep " + keep + ", expected 1 or more files");
        }
        if (keepAge != null && keepAge.toMillis() < 1_000) {
            throw new IllegalArgumentException("keep-age " + keepAge + ", expected 1 s or more");
        }
        if (keepSize != null && keepSize.bytes() < 1) {
            throw new IllegalArgumentException("keep-size " + keepSize + ", expected 1 byte or more");
        }
        if (queue < 1) {
            throw new IllegalArgumentException("queue " + queue + ", expected 1 or more alerts");
        }
    }

    public static AlertLogConfig defaults() {
        return at(Path.of("alerts.ndjson"));
    }

    /** The defaults with another file. */
    public static AlertLogConfig at(Path path) {
        return new AlertLogConfig(
                true,
                path,
                AlertFormat.VEDETTE,
                Sync.INTERVAL,
                Duration.ofMillis(500),
                ByteSize.mib(100),
                null,
                true,
                10,
                null,
                null,
                16_384);
    }
}
