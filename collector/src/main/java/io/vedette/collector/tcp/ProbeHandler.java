package io.vedette.collector.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a probe: reads while the shards are ready, stops while they are not, and sees to it that whatever was
 * read is decoded when the connection ends, however it ends.
 *
 * <p>Belongs to the connection's event loop. Owns and releases each buffer that it is given.
 */
final class ProbeHandler extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(ProbeHandler.class);

    private static final ByteBuf ACK = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(1, 1).writeByte('0').asReadOnly());

    /** A probe of which nothing came between so many checks has nothing more to say when the server stops: half a second. */
    private static final int DRAIN_CHECKS = 10;

    private static final long DRAIN_CHECK_MILLIS = 50;

    private final Channel channel;
    private final Arrival arrival;
    private final Probe probe;
    private final IntakeLoop loop;
    private final IntakeServices services;
    private final ProbeStream stream;
    private final long partialLineNanos;
    private final long firstByteNanos;
    private final long openedAwakeNanos;
    private @Nullable CloseReason closeReason;
    private boolean opened;
    private boolean heard;
    private boolean paused;
    private long pausedSince;
    private boolean draining;
    private int checksInSilence;
    private boolean finished;

    ProbeHandler(Channel channel, Arrival arrival, IntakeLoop loop) {
        this.channel = channel;
        this.arrival = arrival;
        this.loop = loop;
        this.services = loop.services();
        this.probe = new Probe(arrival.peer(), services.clock().instant());
        this.stream = new ProbeStream(probe, loop, this::resume);
        FlowServerConfig config = services.config();
        this.partialLineNanos = config.partialLineTimeout().toNanos();
        this.firstByteNanos = config.firstByteTimeout() == null
                ? Long.MAX_VALUE
                : config.firstByteTimeout().toNanos();
        this.openedAwakeNanos = loop.awakeNanos();
    }

    /** A connection that began with a handshake is active before this handler is added. */
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (channel.isActive()) {
            open();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        open();
    }

    private void open() {
        if (opened) {
            return;
        }
        opened = true;
        loop.add(this);
        services.registry().opened(probe);
        services.connectionLines()
                .spend(leftOut -> log.info("probe {} connected{}{}", probe.peer(), arrival.description(), leftOut));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        try {
            heard = true;
            checksInSilence = 0;
            ForeignProtocol foreign = decode(buffer);
            if (foreign != null) {
                dismiss(foreign);
            } else {
                regulate();
            }
        } finally {
            buffer.release();
        }
    }

    /** Without a copy if the buffer lies on the heap, else with one. */
    private @Nullable ForeignProtocol decode(ByteBuf buffer) {
        int length = buffer.readableBytes();
        if (buffer.hasArray()) {
            int from = buffer.arrayOffset() + buffer.readerIndex();
            return stream.read(buffer.array(), from, from + length);
        }
        byte[] bytes = loop.scratch(length);
        buffer.readBytes(bytes, 0, length);
        return stream.read(bytes, 0, length);
    }

    private void dismiss(ForeignProtocol foreign) {
        services.registry().foreign(foreign);
        services.foreignLines().spend(leftOut -> log.warn("{}{}", foreign.message(probe.peer()), leftOut));
        close(CloseReason.FOREIGN_PROTOCOL);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        stream.flush();
        regulate();
        if (services.config().ackByte()) {
            acknowledge();
        }
    }

    /** Never waits: to a probe that does not read, acknowledgements are left out. */
    private void acknowledge() {
        if (channel.isWritable()) {
            probe.acks.increment();
            channel.writeAndFlush(ACK.duplicate(), channel.voidPromise());
        } else {
            probe.acksLeftOut.increment();
        }
    }

    /** Reads on or stops reading, as the shards are ready or not. */
    private void regulate() {
        boolean full = !finished && !stream.ready();
        if (full == paused) {
            return;
        }
        paused = full;
        long now = services.ticker().getAsLong();
        if (full) {
            pausedSince = now;
        } else {
            probe.pausedNanos.add(now - pausedSince);
            checksInSilence = 0;
            stream.forgive();
        }
        channel.config().setAutoRead(!full);
    }

    /** Called from any thread. */
    private void resume() {
        try {
            channel.eventLoop().execute(this::regulate);
        } catch (RejectedExecutionException e) {
            log.debug("resumed after the end", e); // the loop has ended and with it this connection
        }
    }

    /** Lets time pass. */
    void tick(long nowMillis) {
        try {
            stream.tick(nowMillis);
            regulate();
            checkTime();
        } catch (RuntimeException e) { // must not end the timer that all connections of the loop share
            failed(e);
        }
    }

    /** Nobody is timed out while we are the ones who do not read. */
    private void checkTime() {
        if (paused) {
            long now = services.ticker().getAsLong();
            probe.pausedNanos.add(now - pausedSince);
            pausedSince = now;
        } else if (stream.isUnfinishedFor(partialLineNanos)) {
            close(CloseReason.PARTIAL_LINE_TIMEOUT);
        } else if (!heard && loop.awakeNanos() - openedAwakeNanos >= firstByteNanos) {
            close(CloseReason.FIRST_BYTE_TIMEOUT);
        }
    }

    /** Closes the connection if it would no longer be let in. */
    void recheck() {
        if (!arrival.isAllowed(services.admission(), services.tls().get())) {
            close(CloseReason.NOT_ALLOWED);
        }
    }

    /**
     * Tells the probe that no more is wanted, and reads until it closes, or is silent, or time is up.
     *
     * @param deadlineNanos on the ticker
     */
    void drain(long deadlineNanos) {
        if (draining || finished) {
            return;
        }
        draining = true;
        checksInSilence = 0;
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        }
        ((DuplexChannel) channel).shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        continueDraining(deadlineNanos);
    }

    private void continueDraining(long deadlineNanos) {
        if (checksInSilence == DRAIN_CHECKS || services.ticker().getAsLong() - deadlineNanos >= 0) {
            close(CloseReason.SHUTDOWN);
        } else if (!finished) {
            channel.eventLoop().schedule(() -> drainFurther(deadlineNanos), DRAIN_CHECK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Silence is counted, not timed: while the process was suspended nobody looked, and what was sent waits in the kernel. */
    private void drainFurther(long deadlineNanos) {
        if (!paused) {
            checksInSilence++;
        }
        continueDraining(deadlineNanos);
    }

    private void close(CloseReason reason) {
        if (closeReason == null) {
            closeReason = reason;
        }
        channel.close();
    }

    /**
     * A probe's close_notify is the end of its stream. In TLS 1.3 it closes one direction only, and who sends it may wait for
     * us to close the other.
     */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent end && end.isSuccess()) {
            close(CloseReason.END_OF_STREAM);
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        finish();
    }

    private void finish() {
        if (finished) {
            return;
        }
        finished = true;
        loop.remove(this);
        if (paused) {
            paused = false;
            probe.pausedNanos.add(services.ticker().getAsLong() - pausedSince);
        }
        try {
            stream.end();
        } catch (RuntimeException e) {
            log.error("ending the stream of {}", probe.peer(), e);
            closeReason = CloseReason.INTERNAL_ERROR;
        } finally {
            CloseReason reason = closeReason == null ? CloseReason.END_OF_STREAM : closeReason;
            sayGoodbye(reason);
            services.registry().closed(probe, reason);
        }
    }

    private void sayGoodbye(CloseReason reason) {
        String rejected = RejectionLog.byReason(probe.intake.rejected);
        services.connectionLines()
                .spend(leftOut -> log.info(
                        "probe {} disconnected ({}): {} lines, {} flows, {} rejected{}{}",
                        probe.peer(),
                        reason.label(),
                        probe.intake.lines.get(),
                        probe.intake.flows.get(),
                        probe.intake.rejected.total(),
                        rejected.isEmpty() ? "" : " (" + rejected + ")",
                        leftOut));
    }

    /** A broken connection is an ordinary end; anything else is a defect of ours. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            close(text.contains("timed out") ? CloseReason.KEEP_ALIVE : CloseReason.RESET);
        } else if (cause.getCause() instanceof SSLException) {
            log.debug("TLS with {} broke", probe.peer(), cause);
            close(CloseReason.TLS);
        } else {
            failed(cause);
        }
    }

    private void failed(Throwable defect) {
        log.error("while reading from {}", probe.peer(), defect);
        close(CloseReason.INTERNAL_ERROR);
    }
}
