package io.vedette.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/** Recordings of where a run spends time and memory, written when it ends. */
final class Profiles {

    private static final Duration SAMPLE_PERIOD = Duration.ofMillis(10);

    private final List<Recording> recordings = new ArrayList<>();

    private Profiles() {}

    /** Starts what is wanted; null for what is not. */
    static Profiles start(@Nullable Path cpu, @Nullable Path memory) throws IOException {
        Profiles profiles = new Profiles();
        if (cpu != null) {
            Recording recording = profiles.record(cpu);
            recording.enable("jdk.ExecutionSample").withPeriod(SAMPLE_PERIOD);
            recording.enable("jdk.CPULoad").withPeriod(Duration.ofSeconds(1));
            recording.start();
        }
        if (memory != null) {
            Recording recording = profiles.record(memory);
            recording.enable("jdk.ObjectAllocationSample").withStackTrace();
            recording.enable("jdk.OldObjectSample").withStackTrace();
            recording.enable("jdk.GCHeapSummary");
            recording.enable("jdk.GarbageCollection");
            recording.start();
        }
        return profiles;
    }

    private Recording record(Path path) throws IOException {
        Recording recording = new Recording();
        recordings.add(recording);
        recording.setDestination(path);
        return recording;
    }

    /** Ends the recordings and writes them. */
    void close() {
        for (Recording recording : recordings) {
            recording.stop();
            recording.close();
        }
    }
}
