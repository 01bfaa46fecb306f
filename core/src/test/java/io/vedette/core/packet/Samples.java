package io.vedette.core.packet;

import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.capture.CaptureFormat;
import io.vedette.core.capture.CaptureParser;
import io.vedette.core.capture.FrameBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Small captures of real scanners and real services, among the test resources. */
public final class Samples {

    private static final Path FOLDER = Path.of("src/test/resources/captures");

    private Samples() {}

    public static List<Path> all() {
        return in(FOLDER);
    }

    public static List<Path> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.toString().matches(".*\\.(pcap|pcapng|cap)"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] bytes(String name) {
        return bytes(FOLDER.resolve(name));
    }

    /** Offers each batch of frames in a capture. */
    public static void frames(byte[] file, int batchSize, Consumer<FrameBatch> use) {
        CaptureFormat format = CaptureFormat.detect(file, 0, file.length);
        CaptureParser parser = CaptureParser.of(format, new CaptureCounts());
        FrameBatch batch = new FrameBatch(batchSize);
        int at = 0;
        while (true) {
            batch.startIn(file);
            at = parser.parse(file, at, file.length, batch);
            if (batch.isEmpty()) {
                return;
            }
            use.accept(batch);
        }
    }

    /** Offers each batch of packets in a capture. */
    public static PacketCounts packets(byte[] file, int batchSize, Consumer<PacketBatch> use) {
        PacketCounts counts = new PacketCounts();
        PacketDecoder decoder = new PacketDecoder(counts);
        PacketBatch packets = new PacketBatch(batchSize);
        frames(file, batchSize, frames -> {
            decoder.decode(frames, packets);
            use.accept(packets);
        });
        return counts;
    }
}
