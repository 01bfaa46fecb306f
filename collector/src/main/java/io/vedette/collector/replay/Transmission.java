package io.vedette.collector.replay;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.text.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One replay on its way. Belongs to one thread and is used once. */
final class Transmission {

    private static final int CONNECT_MILLIS = 10_000;

    /** A collector whose shards are behind still reads what waits in its socket. */
    private static final int FAREWELL_MILLIS = 60_000;

    private static final long LONGEST_WAIT_NANOS = 1_000_000;

    private final InetSocketAddress collector;
    private final double linesPerSecond;
    private final LineBuffer buffer = new LineBuffer();
    private long lines;
    private long bytes;
    private long startNanos = System.nanoTime();
    private @Nullable String failure;

    Transmission(InetSocketAddress collector, double linesPerSecond) {
        this.collector = collector;
        this.linesPerSecond = linesPerSecond;
    }

    ReplayReport send(LineSource source, int times) {
        try (SocketChannel channel = SocketChannel.open()) {
            if (connect(channel)) {
                startNanos = System.nanoTime();
                Pace pace = new Pace(linesPerSecond, startNanos);
                for (int i = 0; i < times && failure == null; i++) {
                    sendOnce(source, channel, pace);
                }
                if (failure == null) {
                    sayGoodbye(channel);
                }
            }
        } catch (IOException e) {
            fail("the connection to " + place() + " failed: " + e.getMessage());
        }
        return new ReplayReport(lines, bytes, Duration.ofNanos(System.nanoTime() - startNanos), failure);
    }

    private boolean connect(SocketChannel channel) throws IOException {
        if (collector.isUnresolved()) {
            fail("no host is called " + collector.getHostString());
            return false;
        }
        try {
            channel.socket().connect(collector, CONNECT_MILLIS);
            return true;
        } catch (ConnectException e) {
            fail("nobody listens on " + place() + "; is the collector running, and is this its --address and --port?");
        } catch (SocketTimeoutException e) {
            fail(place() + " does not answer; is a firewall in between?");
        }
        return false;
    }

    private void sendOnce(LineSource source, SocketChannel channel, Pace pace) {
        buffer.begin();
        try (ReadableByteChannel input = source.open()) {
            while (failure == null && buffer.fill(input)) {
                sendBlock(channel, pace);
            }
        } catch (IOException e) {
            fail("the lines cannot be read on: " + FileTrouble.why(e));
        }
    }

    private void sendBlock(SocketChannel channel, Pace pace) {
        while (buffer.hasRemaining() && failure == null) {
            int due = linesPerSecond == FlowReplayer.AT_ONCE ? Integer.MAX_VALUE : pace.due(System.nanoTime());
            if (due == 0) {
                LockSupport.parkNanos(LONGEST_WAIT_NANOS);
                if (Thread.currentThread().isInterrupted()) {
                    fail("interrupted");
                }
                continue;
            }
            LineBuffer.Cut cut = buffer.take(due);
            if (write(channel, cut.bytes())) {
                lines += cut.lines();
                pace.sent(cut.lines());
            }
        }
    }

    private boolean write(SocketChannel channel, ByteBuffer cut) {
        try {
            while (cut.hasRemaining()) {
                bytes += channel.write(cut);
            }
            return true;
        } catch (IOException e) {
            fail(place() + " closed the connection after about " + lines + " lines (" + e.getMessage()
                    + "); its log says why");
        }
        return false;
    }

    /** Waits for the collector's end. Acknowledgements are read first, or closing would answer them with a reset. */
    private void sayGoodbye(SocketChannel channel) throws IOException {
        channel.shutdownOutput();
        channel.socket().setSoTimeout(FAREWELL_MILLIS);
        InputStream answers = channel.socket().getInputStream();
        byte[] ignored = new byte[4096];
        try {
            while (answers.read(ignored) >= 0) {
                // nothing in it
            }
        } catch (SocketTimeoutException e) {
            fail(place() + " has not closed the connection: it may not have read everything");
        }
    }

    /** Keeps the first failure. An interrupt closes whatever is being read or written, with whatever exception. */
    private void fail(String reason) {
        if (failure == null) {
            failure = Thread.currentThread().isInterrupted() ? "interrupted" : reason;
        }
    }

    private String place() {
        String host = collector.getHostString();
        return host.contains(":") // an IPv6 address, and no name
                ? IpAddress.of(collector.getAddress()).withPort(collector.getPort())
                : host + ":" + collector.getPort();
    }
}
