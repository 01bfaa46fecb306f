package io.vedette.collector.scan;

import io.vedette.collector.file.CaptureReader;
import io.vedette.collector.file.InputPath;
import io.vedette.collector.file.InputPaths;
import io.vedette.core.capture.CaptureFault;
import io.vedette.core.capture.CaptureFormat;
import io.vedette.core.capture.CaptureProblem;
import io.vedette.core.capture.FrameBatch;
import io.vedette.core.packet.PacketBatch;
import io.vedette.core.packet.PacketDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/**
 * Reads inputs one after the other and gives away what they hold: packets in batches, or content that is no capture.
 *
 * <p>What cannot be read becomes a problem in the report, never an exception. Belongs to one thread.
 */
final class TrafficFiles {

    /** Why something that is no capture cannot be used where there is a filter expression. */
    static final String NO_FRAMES =
            "not a capture, and --filter is for packets; choose flow records by --host, --port, --from and --to";

    private static final int ROWS = 1024;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ScanReport report;
    private final ScanProgress progress;
    private final Chooser chooser;

    TrafficFiles(ScanReport report, ScanProgress progress, Chooser chooser) {
        this.report = report;
        this.progress = progress;
        this.chooser = chooser;
    }

    /** Who uses what was read. */
    interface Taker {

        /** Takes the packets of one batch, which is valid until this returns. */
        void packets(PacketBatch batch) throws InterruptedException;

        /**
         * Takes content that is no capture, to its end.
         *
         * @return how many bytes were read; negative if none of it could be used
         */
        long other(InputPath input, InputStream content) throws IOException, InterruptedException;
    }

    void readAll(InputPaths paths, InputStream standardInput, Taker taker) throws InterruptedException {
        for (InputPaths.Problem problem : paths.problems()) {
            String text = problem.name() + ": " + problem.detail();
            if (problem.kind() == InputPaths.Kind.MISSING_INPUT) {
                report.problem(text);
            } else {
                report.note(text);
            }
        }
        progress.begin(paths.inputs());
        for (InputPath input : paths.inputs()) {
            read(input, standardInput, taker);
        }
    }

    private void read(InputPath input, InputStream standardInput, Taker taker) throws InterruptedException {
        String name = input.isStandardInput() ? "standard input" : input.path().toString();
        try (InputStream in = input.isStandardInput() ? standardInput : Files.newInputStream(input.path());
                CaptureReader reader = CaptureReader.of(name, progress.metered(in), report.captures)) {
            readPackets(name, reader, taker);
            CaptureProblem problem = reader.problem();
            if (problem != null
                    && problem.fault() == CaptureFault.UNKNOWN_FORMAT
                    && reader.format() == CaptureFormat.UNKNOWN) {
                long bytes = taker.other(input, reader.otherContent());
                problem = reader.otherContentProblem();
                if (bytes < 0) {
                    return;
                }
                report.read(bytes);
            } else if (reader.bytesRead() > 0) {
                report.read(reader.bytesRead());
            }
            if (problem != null) {
                report.problem(name + ": " + problem.detail() + " (at byte " + problem.offset() + ")");
            }
        } catch (IOException e) {
            report.problem(name + ": cannot be read: " + e.getMessage());
        }
    }

    private void readPackets(String name, CaptureReader reader, Taker taker) throws InterruptedException {
        FrameBatch frames = new FrameBatch(ROWS);
        PacketDecoder decoder = new PacketDecoder(report.packets);
        PacketBatch batch = new PacketBatch(ROWS);
        long badBlocks = report.captures.faults.get(CaptureFault.BAD_BLOCK);
        while (reader.read(frames)) {
            chooser.frames(frames, name);
            report.frames(name, frames);
            decoder.decode(frames, batch);
            chooser.packets(batch);
            if (batch.size() > 0) {
                report.span(batch.timeNanos(0) / NANOS_PER_MILLI, batch.timeNanos(batch.size() - 1) / NANOS_PER_MILLI);
                taker.packets(batch);
            }
        }
        long skipped = report.captures.faults.get(CaptureFault.BAD_BLOCK) - badBlocks;
        if (skipped > 0) {
            report.problem(
                    name + ": blocks that contradict themselves, or name an interface that nobody described, were"
                            + " skipped: " + skipped);
        }
    }
}
