package io.vedette.bench;

import io.vedette.collector.file.CaptureReader;
import io.vedette.collector.pcap.CaptureException;
import io.vedette.collector.pcap.LiveCapture;
import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.capture.FrameBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Measures how many packets a second come from libpcap into batches of frames: its loop, its writer, the pipe, our parser. What
 * is missing of a live capture is the kernel's part.
 *
 * <p>Usage: {@code CaptureProbe ROUNDS}; each reads three million SYNs from a file in the page cache.
 */
public final class CaptureProbe {

    private static final int PACKETS = 3_000_000;

    private CaptureProbe() {}

    public static void main(String[] arguments) throws IOException, CaptureException {
        Path file = Files.createTempFile("vedette-bench", ".pcap");
        try {
            Files.write(file, SyntheticSyns.pcap(PACKETS, 1));
            for (int round = 0; round < Integer.parseInt(arguments[0]); round++) {
                System.out.printf(Locale.ROOT, "%.2f million packets/s%n", PACKETS / (nanos(file) / 1e9) / 1e6);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static long nanos(Path file) throws IOException, CaptureException {
        FrameBatch frames = new FrameBatch(1024);
        long packets = 0;
        long begun = System.nanoTime();
        try (LiveCapture capture = LiveCapture.ofFile(file)) {
            capture.start();
            CaptureReader reader = CaptureReader.of("probe", capture.stream(), new CaptureCounts());
            while (reader.read(frames)) {
                packets += frames.size();
            }
        }
        if (packets != PACKETS) {
            throw new IllegalStateException(packets + " of " + PACKETS + " packets");
        }
        return System.nanoTime() - begun;
    }
}
