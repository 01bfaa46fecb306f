package io.vedette.collector.file;

import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.capture.CaptureFault;
import io.vedette.core.capture.CaptureFormat;
import io.vedette.core.capture.CaptureParser;
import io.vedette.core.capture.CaptureProblem;
import io.vedette.core.capture.FrameBatch;
import io.vedette.core.text.FileTrouble;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one capture, plain or compressed, in blocks of 256 KiB.
 *
 * <p>What the input is shows in its first bytes. Everything that can be read is handed on; {@link #problem} then says why
 * there is no more, if that is not simply the end. Belongs to one thread, but for {@link #endFollowing}.
 */
public final class CaptureReader implements Closeable {

    private static final int BLOCK_BYTES = 256 << 10;

    /** Enough for the first packets of a file. */
    private static final int SAMPLE_BYTES = 64 << 10;

    private final String name;
    private final CaptureCounts counts;
    private final @Nullable Following followed;
    private final int blockBytes;
    private final byte[] block;
    private InputStream in;
    private @Nullable Decompression decompression;
    private CaptureFormat format = CaptureFormat.EMPTY;
    private @Nullable CaptureParser parser;
    private @Nullable CaptureProblem problem;
    private ContentObserver observer = ContentObserver.NONE;
    private long bytesRead;
    private int at;
    private int to;
    private final byte[] magic = new byte[CaptureFormat.MAGIC_LENGTH];
    private int magicLength;
    private boolean opened;
    private boolean ended;

    private CaptureReader(
            String name, InputStream in, @Nullable Following followed, CaptureCounts counts, int blockBytes) {
        this.blockBytes = blockBytes;
        this.block = new byte[blockBytes + CaptureParser.MAX_RECORD_LENGTH];
        this.name = name;
        this.in = in;
        this.followed = followed;
        this.counts = counts;
    }

    /** Reads a stream: standard input, a pipe. Its owner is this reader, which closes it. */
    public static CaptureReader of(String name, InputStream in, CaptureCounts counts) {
        return new CaptureReader(name, in, null, counts, BLOCK_BYTES);
    }

    /** Reads a file, or from a named pipe. */
    public static CaptureReader open(Path path, CaptureCounts counts) throws IOException {
        return new CaptureReader(path.toString(), Files.newInputStream(path), null, counts, BLOCK_BYTES);
    }

    /** Reads the first packets of a file, to learn what it is. */
    static CaptureReader sample(Path path) throws IOException {
        return new CaptureReader(path.toString(), Files.newInputStream(path), null, new CaptureCounts(), SAMPLE_BYTES);
    }

    /**
     * Reads a file that is still being written, until {@link #endFollowing}. While there is nothing new, {@link #read} gives
     * an empty batch after {@code wait}. Compressed files are read to their present end.
     */
    public static CaptureReader follow(Path path, Duration wait, CaptureCounts counts) throws IOException {
        FollowedFile file = new FollowedFile(path, wait);
        return new CaptureReader(path.toString(), file, file, counts, BLOCK_BYTES);
    }

    /**
     * Reads a stream that pauses, a pipe or a capture that goes on, to its end or to {@link #endFollowing}. While there is
     * nothing new, {@link #read} gives an empty batch at once.
     *
     * @param arrived is called on another thread when there is something new
     */
    public static CaptureReader follow(String name, InputStream in, CaptureCounts counts, Runnable arrived) {
        WaitingStream stream = new WaitingStream(in, name, arrived);
        return new CaptureReader(name, stream, stream, counts, BLOCK_BYTES);
    }

    /** Has {@code watching} see the content as it is read; to be said before the first {@link #read}. */
    public void observe(ContentObserver watching) {
        observer = watching;
    }

    public String name() {
        return name;
    }

    /** What the (decompressed) content is; known once {@link #read} has been called. */
    public CaptureFormat format() {
        return format;
    }

    /**
     * The (decompressed) content from its first byte, where it is {@link CaptureFormat#UNKNOWN}: for whoever reads flow
     * records or something else. Closed with this reader.
     */
    public InputStream otherContent() {
        if (!opened || format != CaptureFormat.UNKNOWN) {
            throw new IllegalStateException("content of " + name + " is " + format + ", or not looked at yet");
        }
        return in;
    }

    /**
     * Why {@link #otherContent} ended before its data did, as far as its compression tells; null if all is well. To be asked
     * at its end.
     */
    public @Nullable CaptureProblem otherContentProblem() {
        return decompression == null ? null : decompression.problem();
    }

    /** Bytes of (decompressed) content read so far. */
    public long bytesRead() {
        return bytesRead;
    }

    /** Why there are no more frames although there might have been; null if all is well. */
    public @Nullable CaptureProblem problem() {
        return problem;
    }

    /**
     * Replaces what is in {@code frames} by the next ones; they are valid until the next call.
     *
     * @return whether there is more to come: false at the end, with an empty batch
     */
    public boolean read(FrameBatch frames) {
        frames.startIn(block);
        try {
            if (!opened && !ended && !open()) {
                return true;
            }
            while (!ended) {
                if (parser != null) {
                    at = parser.parse(block, at, to, frames);
                    if (!frames.isEmpty()) {
                        return true;
                    } else if (parser.problem() != null) {
                        end();
                        showTheRest();
                        break;
                    }
                }
                if (fill() == 0) {
                    return true;
                }
            }
        } catch (IOException e) {
            stop(new CaptureProblem(CaptureFault.UNREADABLE, bytesRead, FileTrouble.why(e)));
        }
        return false;
    }

    /** Looks at the first bytes; returns whether they have come. */
    private boolean open() throws IOException {
        if (!peek()) {
            return false;
        }
        opened = true;
        if (format.isCompression()) {
            if (followed != null) {
                followed.beforeDecompression();
            }
            decompression = format == CaptureFormat.GZIP ? new GzipStream(in) : new ZstdStream(in);
            // A sample ends before there would be anything to read ahead.
            in = blockBytes < BLOCK_BYTES ? decompression : new ReadAhead(decompression, name);
            magicLength = 0;
            peek();
        }
        if (format.isCapture()) {
            parser = CaptureParser.of(format, counts);
        } else {
            stopAtOtherContent();
        }
        return true;
    }

    private void stopAtOtherContent() {
        CaptureProblem compression = decompression == null ? null : decompression.problem();
        if (format == CaptureFormat.EMPTY && compression != null) {
            stop(compression);
        } else if (format == CaptureFormat.EMPTY) {
            stop(new CaptureProblem(CaptureFault.EMPTY, 0, format.hint()));
        } else {
            String what = format == CaptureFormat.UNKNOWN ? "not a capture" : "a " + format.label() + " file";
            stop(new CaptureProblem(CaptureFault.UNKNOWN_FORMAT, 0, what + "; " + format.hint()));
        }
    }

    /** Reads what tells the format and puts it back; returns false if it has not come yet. */
    private boolean peek() throws IOException {
        int count = 1;
        while (count > 0 && magicLength < magic.length) {
            count = in.read(magic, magicLength, magic.length - magicLength);
            magicLength += Math.max(0, count);
        }
        if (count == 0) {
            return false;
        }
        PushbackInputStream whole = new PushbackInputStream(in, magic.length);
        whole.unread(magic, 0, magicLength);
        in = whole;
        format = CaptureFormat.detect(magic, 0, magicLength);
        return true;
    }

    /** Moves what is left to the front and reads behind it; returns how many bytes came, or -1 at the end. */
    private int fill() throws IOException {
        System.arraycopy(block, at, block, 0, to - at);
        to -= at;
        at = 0;
        int count = in.read(block, to, observer.atMost(bytesRead, Math.min(blockBytes, block.length - to)));
        if (count < 0) {
            end();
        } else {
            observer.content(block, to, count);
            to += count;
            bytesRead += count;
        }
        return count;
    }

    /** The observer is to see the same content of a file, however much of it the parser could use. */
    private void showTheRest() throws IOException {
        int count = observer == ContentObserver.NONE ? -1 : 0;
        while (count >= 0) {
            observer.content(block, 0, count);
            bytesRead += count;
            count = in.read(block, 0, blockBytes);
        }
    }

    private void end() {
        ended = true;
        CaptureProblem compression = decompression == null ? null : decompression.problem();
        if (compression != null && parser != null && parser.problem() == null) {
            stop(compression);
        } else if (parser != null) {
            parser.end(to - at);
            problem = parser.problem();
        }
    }

    private void stop(CaptureProblem reason) {
        ended = true;
        problem = reason;
        counts.faults.of(reason.fault()).increment();
    }

    /** Makes a followed file end where it ends now. May be called from any thread; does nothing for other inputs. */
    public void endFollowing() {
        if (followed != null) {
            followed.end();
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
