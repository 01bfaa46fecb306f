package io.vedette.core.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a parser found in one capture, read in pieces as a file reader would.
 *
 * @param frames one line for each frame: link type, time, lengths and a hash of the bytes
 */
public record Captured(
        List<String> frames, CaptureCounts counts, @Nullable CaptureProblem problem) {

    public static Captured of(byte[] file) {
        return inPieces(file, Math.max(1, file.length));
    }

    /** Offers {@code pieceLength} more bytes at a time, keeping what the parser left over. */
    public static Captured inPieces(byte[] file, int pieceLength) {
        CaptureCounts counts = new CaptureCounts();
        CaptureFormat format = CaptureFormat.detect(file, 0, file.length);
        CaptureParser parser = CaptureParser.of(format, counts);
        FrameBatch batch = new FrameBatch(3);
        List<String> frames = new ArrayList<>();
        int at = 0;
        int to = 0;
        while (to < file.length) {
            to = Math.min(file.length, to + pieceLength);
            do {
                batch.startIn(file);
                at = parser.parse(file, at, to, batch);
                describe(batch, frames);
            } while (!batch.isEmpty());
        }
        parser.end(to - at);
        return new Captured(frames, counts, parser.problem());
    }

    private static void describe(FrameBatch batch, List<String> frames) {
        for (int row = 0; row < batch.size(); row++) {
            int from = batch.offset(row);
            byte[] bytes = Arrays.copyOfRange(batch.bytes(), from, from + batch.capturedLength(row));
            frames.add(batch.linkType() + " " + batch.timeNanos(row) + " " + bytes.length + "/" + batch.wireLength(row)
                    + " " + Arrays.hashCode(bytes));
        }
    }
}
