package io.vedette.collector.scan;

import io.vedette.collector.file.InputPaths;
import io.vedette.collector.shard.DetectSettings;
import io.vedette.collector.shard.ShardSettings;
import io.vedette.core.contact.PacketContactSettings;
import io.vedette.core.detect.Alert;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Scans of files with the default settings. */
final class Scans {

    /** One day of the samples' year: before their time stamps, so that nothing of theirs is taken for the present. */
    private static final InstantSource CLOCK = () -> java.time.Instant.parse("2030-01-01T00:00:00Z");

    private Scans() {}

    /** What was found and what was read. */
    record Result(List<Alert> findings, ScanReport report) {

        /** Who, how and in what shape, for each finding. */
        List<String> verdicts() {
            return findings.stream()
                    .map(alert -> (alert.crowd() == null
                                    ? alert.subject()
                                    : "victim " + alert.crowd().name()) + " "
                            + alert.technique().label() + " "
                            + alert.shape().label())
                    .sorted()
                    .toList();
        }
    }

    static Result scan(Path... files) throws InterruptedException {
        return scan(
                3,
                InputStream.nullInputStream(),
                List.of(files).stream().map(Path::toString).toArray(String[]::new));
    }

    static Result scan(int threads, InputStream standardInput, String... names) throws InterruptedException {
        Findings findings = new Findings(1000);
        FileScan scan = new FileScan(
                DetectSettings.defaults(),
                new ShardSettings(0, 16, 1 << 16, 10_000, Duration.ofHours(24)),
                PacketContactSettings.defaults(),
                TrafficChoice.ALL,
                threads,
                findings,
                CLOCK,
                11);
        ScanReport report = scan.run(InputPaths.of(List.of(names)), standardInput);
        return new Result(findings.inOrder(), report);
    }
}
