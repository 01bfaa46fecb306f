package io.vedette.collector.replay;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;

/**
 * Sends flow lines to a collector over TCP, at a given rate or as fast as the collector takes them.
 *
 * <p>Files may be plain or gzip. A line passes unchanged; a last line without its end gets one. When all is sent, the
 * connection is half-closed and the collector's own end of it awaited, which tells that it has read everything. Memory: one
 * block of 256 KiB, whatever the size of the file.
 *
 * <p>Can be used from several threads, each of which has a connection of its own.
 */
public final class FlowReplayer {

    /** The rate of no rate: as fast as the collector reads. */
    public static final double AT_ONCE = Double.POSITIVE_INFINITY;

    private final InetSocketAddress collector;
    private final double linesPerSecond;

    /**
     * @param collector where to send to
     * @param linesPerSecond lines in each second, or {@link #AT_ONCE}
     */
    public FlowReplayer(InetSocketAddress collector, double linesPerSecond) {
        if (!(linesPerSecond > 0)) {
            throw new IllegalArgumentException("rate: " + linesPerSecond + ", expected more than 0 lines per second");
        }
        this.collector = collector;
        this.linesPerSecond = linesPerSecond;
    }

    /**
     * Sends a file, {@code times} times over one connection. Blocks until that is done; an interrupt ends it.
     *
     * @param file a regular one, unless it is sent only once
     * @throws IOException if the file cannot be opened, or begins as something else than lines; whatever happens later is told by the report
     */
    public ReplayReport replay(Path file, int times) throws IOException {
        if (times < 1) {
            throw new IllegalArgumentException("times: " + times + ", expected at least 1");
        }
        LineSource source = LineSource.of(file);
        try (ReadableByteChannel first = source.open()) { // once: a pipe has no second beginning
            return new Transmission(collector, linesPerSecond).send(source.opened(first), times);
        }
    }

    /** Sends what a stream holds, up to its end. The caller closes the stream. */
    public ReplayReport replay(InputStream lines) {
        return new Transmission(collector, linesPerSecond).send(LineSource.of(lines), 1);
    }
}
