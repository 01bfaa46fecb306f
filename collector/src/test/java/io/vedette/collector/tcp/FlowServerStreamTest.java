package io.vedette.collector.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.vedette.collector.replay.FlowReplayer;
import io.vedette.collector.replay.ReplayReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long lines, no lines and framed records, through a socket. */
class FlowServerStreamTest {

    private static final int MAX_LINE = 64 * 1024;

    /** The byte that is too much is the first of a segment of its own. */
    @ParameterizedTest
    @ValueSource(ints = {MAX_LINE - 1, MAX_LINE, MAX_LINE + 1})
    void shouldTakeLinesUpToTheLimitAndTheNextLineInAnyCase(int length) throws IOException {
        String flow = Lines.flow(1);
        byte[] line = Lines.bytes(" ".repeat(length - flow.length()) + flow + "\n" + Lines.flow(2) + "\n");
        boolean fits = length <= MAX_LINE;
        try (ServerFixture fixture = ServerFixture.withDefaults()) {
            Socket socket = fixture.connect();
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(line, 0, MAX_LINE);
            await().until(() -> fixture.metric("bytes_read") == MAX_LINE);
            socket.getOutputStream().write(line, MAX_LINE, line.length - MAX_LINE);
            socket.close();
            await().until(() -> fixture.metric("connections_closed{end_of_stream}") == 1);

            assertThat(fixture.intake.input(0).packets()).isEqualTo(fits ? Arrays.asList(1, 2) : Arrays.asList(2));
            assertThat(fixture.metric("records_rejected{oversize}")).isEqualTo(fits ? 0 : 1);
            assertThat(fixture.metric("records")).isEqualTo(2);
        }
    }

    @Test
    void shouldSkipAnEndlessLineInConstantMemory() throws IOException {
        byte[] block = new byte[1 << 20];
        Arrays.fill(block, (byte) 'x');
        try (ServerFixture fixture = ServerFixture.withDefaults()) {
            fixture.deliver(Lines.flows(0, 1));
            long before = usedHeap();
            Socket socket = fixture.connect();
            for (int i = 0; i < 64; i++) {
                socket.getOutputStream().write(block);
            }
            await().until(() -> fixture.metric("bytes_read") > 64 << 20);
            assertThat(usedHeap() - before).isLessThan(16 << 20);

            socket.getOutputStream().write(Lines.bytes("\n" + Lines.flow(7) + "\n"));
            socket.close();
            await().until(() -> fixture.metric("connections_closed{end_of_stream}") == 2);
            assertThat(fixture.intake.input(1).packets()).containsExactly(7);
            assertThat(fixture.metric("records_rejected{oversize}")).isEqualTo(1);
            assertThat(fixture.metric("records_rejected")).isEqualTo(1);
            assertThat(fixture.log.messages(Level.WARN)).hasSize(1);
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTakeRecordsBehindTheirLength(boolean binary) throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int i = 0; i < 500; i++) {
            byte[] record = Lines.bytes(Lines.flow(i));
            frames.writeBytes(
                    binary
                            ? ByteBuffer.allocate(4).putInt(record.length).array()
                            : Lines.bytes(Integer.toString(record.length)));
            frames.writeBytes(record);
        }
        try (ServerFixture fixture = ServerFixture.withDefaults()) {
            Socket socket = fixture.connect();
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            byte[] bytes = frames.toByteArray();
            out.write(bytes, 0, 1);
            out.write(bytes, 1, 2);
            out.write(bytes, 3, bytes.length - 3);
            socket.close();
            await().until(() -> fixture.metric("connections_closed{end_of_stream}") == 1);

            assertThat(fixture.intake.input(0).packets())
                    .isEqualTo(IntStream.range(0, 500).boxed().toList());
            assertThat(fixture.metric("records_rejected")).isZero();
            assertThat(fixture.metric("foreign_protocols")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReceiveEveryLineOfAReplay(boolean ackByte) throws IOException {
        var settings = new ServerFixture.Settings();
        settings.ackByte = ackByte;
        byte[] bytes = Lines.flows(0, 50_000);
        try (ServerFixture fixture = new ServerFixture(settings)) {
            ReplayReport report = new FlowReplayer(fixture.server.localAddress(), FlowReplayer.AT_ONCE)
                    .replay(new ByteArrayInputStream(bytes));

            assertThat(report.failure()).isNull();
            assertThat(report.lines()).isEqualTo(50_000);
            await().until(() -> fixture.metric("connections_closed{end_of_stream}") == 1);
            assertThat(fixture.intake.input(0).packets())
                    .isEqualTo(IntStream.range(0, 50_000).boxed().toList());
            assertThat(fixture.metric("bytes_read")).isEqualTo(report.bytes());
        }
    }
}
