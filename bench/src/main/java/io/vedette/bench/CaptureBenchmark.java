package io.vedette.bench;

import io.vedette.collector.file.CaptureReader;
import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.capture.FrameBatch;
import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.ContactRoute;
import io.vedette.core.contact.ContactSettings;
import io.vedette.core.contact.PacketContactCounts;
import io.vedette.core.contact.PacketContactSettings;
import io.vedette.core.contact.PacketContacts;
import io.vedette.core.packet.PacketBatch;
import io.vedette.core.packet.PacketCounts;
import io.vedette.core.packet.PacketDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Packets per second from a warm capture file of SYNs in frames of 60 bytes; one operation is one packet.
 *
 * <p>{@code blocks} only reads the file, the least that any reader must do; the others add one stage after the other: finding
 * the frames, viewing their headers, making contacts where every packet begins a new conversation. {@code gzip} reads and
 * views a compressed file, which takes a second core.
 *
 * <p>{@code java -jar bench/target/benchmarks.jar CaptureBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
public class CaptureBenchmark {

    private static final int PACKETS = 1_000_000;
    private static final int BATCH = 1024;
    private static final long SEED = 42;

    private final FrameBatch frames = new FrameBatch(BATCH);
    private final PacketBatch packets = new PacketBatch(BATCH);
    private final ContactBatch contacts = new ContactBatch(BATCH);
    private final byte[] block = new byte[1 << 20];
    private Path plain = Path.of("");
    private Path compressed = Path.of("");

    @Setup
    public void write() throws IOException {
        byte[] pcap = SyntheticSyns.pcap(PACKETS, SEED);
        plain = Files.createTempFile("syns", ".pcap");
        compressed = Files.createTempFile("syns", ".pcap.gz");
        Files.write(plain, pcap);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            out.write(pcap);
        }
    }

    @TearDown
    public void delete() throws IOException {
        Files.delete(plain);
        Files.delete(compressed);
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long blocks() throws IOException {
        long bytes = 0;
        try (InputStream in = Files.newInputStream(plain)) {
            for (int count = in.read(block); count > 0; count = in.read(block)) {
                bytes += count;
            }
        }
        return bytes;
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long frames() throws IOException {
        CaptureCounts counts = new CaptureCounts();
        try (CaptureReader reader = CaptureReader.open(plain, counts)) {
            while (reader.read(frames)) {}
        }
        return expect(counts.frames.get());
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long headers() throws IOException {
        return view(plain);
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long gzip() throws IOException {
        return view(compressed);
    }

    private long view(Path file) throws IOException {
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
    public long contacts() throws IOException {
        PacketContactCounts counts = new PacketContactCounts();
        PacketContacts maker =
                new PacketContacts(PacketContactSettings.defaults(), ContactSettings.defaults(), counts, SEED);
        PacketDecoder decoder = new PacketDecoder(new PacketCounts());
        ContactRoute route = (high, low) -> {
            if (contacts.isFull()) {
                contacts.clear();
            }
            return contacts;
        };
        try (CaptureReader reader = CaptureReader.open(plain, new CaptureCounts())) {
            while (reader.read(frames)) {
                decoder.decode(frames, packets);
                maker.accept(packets, route);
            }
        }
        maker.finish(route);
        return expect(counts.contacts.get());
    }

    private static long expect(long count) {
        if (count != PACKETS) {
            throw new AssertionError(count + " instead of " + PACKETS);
        }
        return count;
    }
}
