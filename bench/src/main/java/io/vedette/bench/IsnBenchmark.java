package io.vedette.bench;

import io.vedette.collector.file.CaptureReader;
import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.capture.FrameBatch;
import io.vedette.core.isn.SynCounts;
import io.vedette.core.isn.SynTally;
import io.vedette.core.packet.PacketBatch;
import io.vedette.core.packet.PacketCounts;
import io.vedette.core.packet.PacketDecoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
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
 * Packets per second from a warm capture of a telescope to counts by day and port; one operation is one packet. Neither the hash
 * of the content nor the store is part of it.
 *
 * <p>{@code java -jar bench/target/benchmarks.jar IsnBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx512m"})
public class IsnBenchmark {

    private static final int PACKETS = 2_000_000;
    private static final int BATCH = 1024;

    @Param({"skewed", "even"})
    public String shape = "";

    @Param("100000")
    public int sources;

    private final FrameBatch frames = new FrameBatch(BATCH);
    private final PacketBatch packets = new PacketBatch(BATCH);
    private Path file = Path.of("");

    @Setup
    public void write() throws IOException {
        file = Files.createTempFile("isn", ".pcap");
        try (OutputStream out = Files.newOutputStream(file)) {
            new DarknetTraffic(PACKETS, sources, shape.equals("skewed")).write(out);
        }
    }

    @TearDown
    public void delete() throws IOException {
        Files.delete(file);
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long decode() throws IOException {
        PacketCounts counts = new PacketCounts();
        PacketDecoder decoder = new PacketDecoder(counts);
        try (CaptureReader reader = CaptureReader.open(file, new CaptureCounts())) {
            while (reader.read(frames)) {
                decoder.decode(frames, packets);
            }
        }
        return expect(counts.packets.get());
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long count() throws IOException {
        PacketDecoder decoder = new PacketDecoder(new PacketCounts());
        SynCounts counts = new SynCounts();
        SynTally tally = new SynTally(ZoneOffset.UTC, false, 128L << 20, counts);
        try (CaptureReader reader = CaptureReader.open(file, new CaptureCounts())) {
            while (reader.read(frames)) {
                decoder.decode(frames, packets);
                tally.accept(packets, 0);
            }
        }
        return expect(counts.syns.get());
    }

    private static long expect(long count) {
        if (count != PACKETS) {
            throw new AssertionError(count + " instead of " + PACKETS);
        }
        return count;
    }
}
