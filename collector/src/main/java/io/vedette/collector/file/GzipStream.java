package io.vedette.collector.file;

import io.vedette.core.capture.CaptureFault;
import io.vedette.core.capture.CaptureProblem;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Any number of gzip members (RFC 1952) one after the other.
 *
 * <p>The JDK's stream takes garbage behind a member for the end, asks {@code available()} whether there is another member,
 * which pipes answer wrongly, and throws away the block in which it finds an error. Here all that was decompressed is
 * delivered, and the reason for the end is known. Belongs to one thread.
 */
final class GzipStream extends Decompression {

    private static final int INPUT_BYTES = 64 * 1024;
    private static final int HEADER_LENGTH = 10;
    private static final int TRAILER_LENGTH = 8;
    private static final int MAGIC = 0x8b1f;
    private static final int DEFLATE = 8;
    private static final int FLAG_HEADER_CHECKSUM = 1 << 1;
    private static final int FLAG_EXTRA = 1 << 2;
    private static final int FLAG_NAME = 1 << 3;
    private static final int FLAG_COMMENT = 1 << 4;

    private final InputStream in;
    private final byte[] input = new byte[INPUT_BYTES];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private int at;
    private int to;
    private long position;
    private boolean inMember;
    private boolean ended;
    private boolean anyMember;
    private @Nullable CaptureProblem problem;

    GzipStream(InputStream in) {
        this.in = in;
    }

    @Override
    @Nullable
    CaptureProblem problem() {
        return problem;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (!ended) {
            if (!inMember && !startMember()) {
                break;
            }
            int count = inflate(into, offset, length);
            if (count > 0) {
                checksum.update(into, offset, count);
                return count;
            }
        }
        return -1;
    }

    private int inflate(byte[] into, int offset, int length) throws IOException {
        try {
            int count = inflater.inflate(into, offset, length);
            if (count == 0 && inflater.finished()) {
                endMember();
            } else if (count == 0 && inflater.needsDictionary()) {
                stop(CaptureFault.BAD_COMPRESSION, "the data needs a dictionary");
            } else if (count == 0 && inflater.needsInput() && !feed()) {
                stop(CaptureFault.TRUNCATED_COMPRESSION, "the gzip data is cut off");
            }
            return count;
        } catch (DataFormatException e) {
            String reason = e.getMessage();
            stop(CaptureFault.BAD_COMPRESSION, reason == null ? "damaged gzip data" : "damaged gzip data: " + reason);
            return 0;
        }
    }

    private boolean feed() throws IOException {
        if (!fill()) {
            return false;
        }
        inflater.setInput(input, at, to - at);
        return true;
    }

    /** Has at least one byte between {@link #at} and {@link #to}, unless the data is at its end. */
    private boolean fill() throws IOException {
        // What the inflater was given belongs to it until it asks for more.
        position += to;
        at = 0;
        to = Math.max(0, in.read(input, 0, input.length));
        return to > 0;
    }

    private boolean startMember() throws IOException {
        int first = next();
        if (first < 0 && anyMember) {
            ended = true;
            return false;
        }
        int magic = first | next() << 8;
        int method = next();
        int flags = next();
        if (magic != MAGIC || method != DEFLATE) {
            if (anyMember) {
                stop(CaptureFault.TRAILING_GARBAGE, "what follows the gzip data is no gzip data");
            } else {
                stop(CaptureFault.BAD_COMPRESSION, "no gzip data");
            }
            return false;
        }
        skip(HEADER_LENGTH - 4);
        if ((flags & FLAG_EXTRA) != 0) {
            int low = next();
            skip(Math.max(0, low) | Math.max(0, next()) << 8);
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CHECKSUM) != 0) {
            skip(2);
        }
        if (at == to && !fill()) {
            stop(CaptureFault.TRUNCATED_COMPRESSION, "the gzip header is cut off");
            return false;
        }
        inflater.reset();
        inflater.setInput(input, at, to - at);
        checksum.reset();
        inMember = true;
        anyMember = true;
        return true;
    }

    private void endMember() throws IOException {
        at = to - inflater.getRemaining();
        long expected = 0;
        int count = 0;
        for (; count < TRAILER_LENGTH; count++) {
            int octet = next();
            if (octet < 0) {
                break;
            }
            expected |= (long) octet << 8 * count;
        }
        inMember = false;
        if (count < TRAILER_LENGTH) {
            stop(CaptureFault.TRUNCATED_COMPRESSION, "the gzip data is cut off before its checksum");
        } else if ((int) expected != (int) checksum.getValue()
                || (int) (expected >>> 32) != (int) inflater.getBytesWritten()) {
            stop(CaptureFault.BAD_COMPRESSION, "the gzip checksum does not match the data");
        }
    }

    /** The next byte of a header or trailer, or -1 at the end. */
    private int next() throws IOException {
        return at < to || fill() ? input[at++] & 0xff : -1;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count && next() >= 0; i++) {}
    }

    private void skipText() throws IOException {
        while (next() > 0) {}
    }

    private void stop(CaptureFault fault, String detail) {
        problem = new CaptureProblem(fault, position + at, detail);
        ended = true;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
