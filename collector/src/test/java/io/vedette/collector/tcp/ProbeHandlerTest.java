package io.vedette.collector.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DuplexChannel;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.json.StreamLimits;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a connection does as time goes by, with a clock that the test turns. */
class ProbeHandlerTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final LogCapture log = new LogCapture();
    private final AtomicLong elapsedNanos = new AtomicLong();
    private final RecordingIntake intake = new RecordingIntake();
    private final InstantSource clock = () -> START.plusNanos(elapsedNanos.get());
    private final IntakeServices services = new IntakeServices(
            new ServerFixture.Settings().build(),
            StreamDecoder.json(StreamLimits.DEFAULT),
            intake,
            new Admission(10, 10, null),
            null,
            clock,
            elapsedNanos::get);
    private final IntakeLoop loop = new IntakeLoop(services);
    private final HalfClosing channel = new HalfClosing();
    private final ProbeHandler handler = handler(channel);

    ProbeHandlerTest() {
        channel.pipeline().addLast(handler);
        channel.pipeline().fireChannelActive();
    }

    private ProbeHandler handler(EmbeddedChannel at) {
        return new ProbeHandler(at, Arrival.direct(new PeerAddress(IpAddress.parse("192.0.2.1"), 4711)), loop);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        log.close();
    }

    @Test
    void shouldKeepAProbeThatIsSilentForHours() {
        channel.writeInbound(heap(Lines.flows(0, 1)));
        passes(Duration.ofHours(6));

        assertThat(channel.isOpen()).isTrue();
        assertThat(intake.input(0).tickedMillis())
                .isEqualTo(START.plus(Duration.ofHours(6)).toEpochMilli());
    }

    @Test
    void shouldKeepANewcomerThatSaysNothing() {
        passes(Duration.ofHours(6));

        assertThat(channel.isOpen()).isTrue();
        assertThat(intake.opened()).isZero();
    }

    @Test
    void shouldGiveALineThirtySeconds() {
        channel.writeInbound(heap(Lines.bytes("{")));
        passes(Duration.ofSeconds(29));
        assertThat(channel.isOpen()).isTrue();

        passes(Duration.ofSeconds(2));
        assertThat(channel.isOpen()).isFalse();
        assertThat(services.registry().closed().get(CloseReason.PARTIAL_LINE_TIMEOUT))
                .isEqualTo(1);
    }

    /** One byte now and then does not count as progress, a finished line does. */
    @Test
    void shouldNotBeStrungAlong() {
        for (int i = 0; i < 10; i++) {
            channel.writeInbound(heap(Lines.bytes(Lines.flow(i) + "\n{")));
            passes(Duration.ofSeconds(25));
            channel.writeInbound(heap(Lines.bytes("\n")));
        }
        assertThat(channel.isOpen()).isTrue();

        channel.writeInbound(heap(Lines.bytes("{")));
        passes(Duration.ofSeconds(20));
        channel.writeInbound(heap(Lines.bytes("\"")));
        passes(Duration.ofSeconds(11));
        assertThat(channel.isOpen()).isFalse();
    }

    /** The rest of the line waits in the kernel while the process is stopped; the first tick afterwards must not judge. */
    @Test
    void shouldNotBlameAProbeForASuspendedProcess() {
        channel.writeInbound(heap(Lines.bytes("{")));
        elapsedNanos.addAndGet(Duration.ofMinutes(5).toNanos());
        loop.tick();
        assertThat(channel.isOpen()).isTrue();

        passes(Duration.ofSeconds(31));
        assertThat(channel.isOpen()).isFalse();
    }

    /** The same when the server stops: what the probe sent waits in the kernel, and is read before anybody calls it silent. */
    @Test
    void shouldNotCallAProbeSilentForASuspendedProcess() {
        handler.drain(Duration.ofHours(1).toNanos());
        for (int check = 0; check < 5; check++) {
            drainsOn();
        }
        elapsedNanos.addAndGet(Duration.ofMinutes(5).toNanos());
        drainsOn();
        assertThat(channel.isOpen()).isTrue();

        channel.writeInbound(heap(Lines.flows(0, 10)));
        for (int check = 0; check < 9; check++) {
            drainsOn();
        }
        assertThat(channel.isOpen()).isTrue();
        drainsOn();
        assertThat(channel.isOpen()).isFalse();
        assertThat(intake.flows()).isEqualTo(10);
    }

    @Test
    void shouldDrainUpToTheDeadline() {
        handler.drain(Duration.ofSeconds(5).toNanos());
        for (int second = 0; second < 5; second++) {
            assertThat(channel.isOpen()).isTrue();
            channel.writeInbound(heap(Lines.flows(second, second + 1)));
            elapsedNanos.addAndGet(Duration.ofSeconds(1).toNanos());
            drainsOn();
        }
        assertThat(channel.isOpen()).isFalse();
        assertThat(intake.flows()).isEqualTo(5);
    }

    @Test
    void shouldNotBlameAProbeForFullShards() {
        intake.fillUpAt(1);
        channel.writeInbound(heap(Lines.bytes(Lines.flow(1) + "\n{")));
        assertThat(channel.config().isAutoRead()).isFalse();
        passes(Duration.ofMinutes(10));
        assertThat(channel.isOpen()).isTrue();
        assertThat(services.registry().totals().pausedNanos.get())
                .isEqualTo(Duration.ofMinutes(10).toNanos());

        intake.makeRoom();
        channel.runPendingTasks();
        assertThat(channel.config().isAutoRead()).isTrue();
        passes(Duration.ofSeconds(29));
        assertThat(channel.isOpen()).isTrue();
        passes(Duration.ofSeconds(2));
        assertThat(channel.isOpen()).isFalse();
        assertThat(services.registry().totals().pausedNanos.get())
                .isEqualTo(Duration.ofMinutes(10).toNanos());
    }

    @Test
    void shouldDecodeFromHeapAndDirectBuffersAlikeAndReleaseThem() {
        byte[] bytes = Lines.flows(0, 100);
        ByteBuf heap =
                Unpooled.buffer().writeBytes(new byte[7]).writeBytes(bytes).skipBytes(7);
        ByteBuf direct = Unpooled.directBuffer()
                .writeBytes(new byte[7])
                .writeBytes(bytes)
                .skipBytes(7);
        channel.writeInbound(heap);
        channel.writeInbound(direct);

        assertThat(intake.flows()).isEqualTo(200);
        assertThat(intake.input(0).packets().subList(0, 100))
                .isEqualTo(intake.input(0).packets().subList(100, 200));
        assertThat(heap.refCnt()).isZero();
        assertThat(direct.refCnt()).isZero();
        assertThat(channel.inboundMessages()).isEmpty();
    }

    @Test
    void shouldStampFlowsWithTheTimeOfReceipt() {
        passes(Duration.ofMinutes(1));
        channel.writeInbound(heap(Lines.flows(0, 1)));

        assertThat(intake.input(0).receivedMillis())
                .isEqualTo(START.plus(Duration.ofMinutes(1)).toEpochMilli());
    }

    @Test
    void shouldTellAVanishedProbeFromAReset() {
        channel.pipeline().fireExceptionCaught(new IOException("recvAddress(..) failed: Connection timed out"));
        assertThat(services.registry().closed().get(CloseReason.KEEP_ALIVE)).isEqualTo(1);
    }

    /** One connection's defect is logged and ends that connection; its input is closed and its neighbour goes on. */
    @Test
    void shouldConfineADefect() {
        EmbeddedChannel neighbour = new EmbeddedChannel();
        neighbour.pipeline().addLast(handler(neighbour));
        neighbour.pipeline().fireChannelActive();
        channel.writeInbound(heap(Lines.flows(0, 1)));
        intake.input(0).close();
        channel.pipeline().fireChannelRead(heap(Lines.flows(1, 2)));
        channel.runPendingTasks();

        assertThat(channel.isOpen()).isFalse();
        assertThat(services.registry().closed().get(CloseReason.INTERNAL_ERROR)).isEqualTo(1);
        neighbour.writeInbound(heap(Lines.flows(2, 4)));
        assertThat(intake.input(1).packets()).isEqualTo(List.of(2, 3));
        neighbour.finishAndReleaseAll();
    }

    private void passes(Duration duration) {
        for (long second = 0; second < duration.toSeconds(); second++) {
            elapsedNanos.addAndGet(Duration.ofSeconds(1).toNanos());
            loop.tick();
        }
        channel.runPendingTasks();
    }

    /** Lets the loop look once more. */
    private void drainsOn() {
        channel.advanceTimeBy(50, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private static ByteBuf heap(byte[] bytes) {
        return Unpooled.wrappedBuffer(bytes);
    }

    /** As connections are, of which one direction can be closed. */
    private static final class HalfClosing extends EmbeddedChannel implements DuplexChannel {

        private boolean outputShutdown;

        @Override
        public boolean isInputShutdown() {
            return false;
        }

        @Override
        public ChannelFuture shutdownInput() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ChannelFuture shutdownInput(ChannelPromise promise) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOutputShutdown() {
            return outputShutdown;
        }

        @Override
        public ChannelFuture shutdownOutput() {
            return shutdownOutput(newPromise());
        }

        @Override
        public ChannelFuture shutdownOutput(ChannelPromise promise) {
            outputShutdown = true;
            return promise.setSuccess();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public ChannelFuture shutdown() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ChannelFuture shutdown(ChannelPromise promise) {
            throw new UnsupportedOperationException();
        }
    }
}
