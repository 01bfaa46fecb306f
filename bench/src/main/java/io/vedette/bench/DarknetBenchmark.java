package io.vedette.bench;

import io.vedette.collector.file.CaptureReader;
import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.capture.FrameBatch;
import io.vedette.core.darknet.DarknetBatch;
import io.vedette.core.darknet.DarknetCounts;
import io.vedette.core.darknet.DarknetEvents;
import io.vedette.core.darknet.DarknetPackets;
import io.vedette.core.darknet.DarknetSettings;
import io.vedette.core.darknet.VictimSettings;
import io.vedette.core.darknet.Victims;
import io.vedette.core.flow.PrefixSet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Packets per second from a warm capture of a telescope to events; one operation is one packet.
 *
 * <p>{@code keys} only tells which event each packet belongs to, {@code events} makes them. Sources send in proportion to 1/k,
 * or all alike.
 *
 * <p>{@code java -jar bench/target/benchmarks.jar DarknetBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g"})
public class DarknetBenchmark {

    private static final int PACKETS = 2_000_000;
    private static final int BATCH = 1024;

    @Param({"skewed", "even"})
    public String shape = "";

    @Param({"10000", "100000"})
    public int events;

    private final FrameBatch frames = new FrameBatch(BATCH);
    private final DarknetBatch packets = new DarknetBatch(BATCH);
    private Path file = Path.of("");

    @Setup
    public void write() throws IOException {
        file = Files.createTempFile("darknet", ".pcap");
        try (OutputStream out = Files.newOutputStream(file)) {
            new DarknetTraffic(PACKETS, events, shape.equals("skewed")).write(out);
        }
    }

    @TearDown
    public void delete() throws IOException {
        Files.delete(file);
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long keys() throws IOException {
        DarknetCounts counts = new DarknetCounts();
        DarknetPackets reading = new DarknetPackets(PrefixSet.empty(), counts);
        try (CaptureReader reader = CaptureReader.open(file, new CaptureCounts())) {
            while (reader.read(frames)) {
                reading.read(frames, packets);
            }
        }
        return expect(counts.traffic.total());
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long events() throws IOException {
        DarknetCounts counts = new DarknetCounts();
        DarknetSettings settings = DarknetSettings.of(Duration.ofSeconds(624), 3)
                .withFilters(10, 10, 0)
                .withDarknetSize(65_536);
        DarknetPackets reading = new DarknetPackets(PrefixSet.empty(), counts);
        DarknetEvents machine = new DarknetEvents(settings, counts, event -> {});
        Victims victims = new Victims(VictimSettings.forDarknet(65_536), 0, victim -> {});
        try (CaptureReader reader = CaptureReader.open(file, new CaptureCounts())) {
            while (reader.read(frames)) {
                reading.read(frames, packets);
                machine.accept(packets);
                victims.accept(packets);
            }
        }
        return expect(counts.traffic.total());
    }

    private static long expect(long count) {
        if (count != PACKETS) {
            throw new AssertionError(count + " instead of " + PACKETS);
        }
        return count;
    }
}
