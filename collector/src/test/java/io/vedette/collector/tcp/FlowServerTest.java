package io.vedette.collector.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import io.vedette.core.flow.RejectReason;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowServerTest {

    @ParameterizedTest
    @EnumSource
    void shouldDeliverEveryFlowInOrderAndCountIt(IoTransport transport) throws IOException {
        byte[] bytes = Lines.flows(0, 5000);
        long before = System.currentTimeMillis();
        try (ServerFixture fixture = new ServerFixture(new ServerFixture.Settings(), transport)) {
            fixture.deliver(bytes);

            RecordingIntake.Input input = fixture.intake.input(0);
            assertThat(input.packets()).isEqualTo(numbers(0, 5000));
            assertThat(input.isClosed()).isTrue();
            assertThat(input.unflushed()).isZero();
            assertThat(input.receivedMillis()).isBetween(before, System.currentTimeMillis());
            assertThat(fixture.samples())
                    .containsEntry("connections{accepted}", 1L)
                    .containsEntry("connections_closed{end_of_stream}", 1L)
                    .containsEntry("connections_open", 0L)
                    .containsEntry("bytes_read", (long) bytes.length)
                    .containsEntry("lines_read", 5000L)
                    .containsEntry("records", 5000L)
                    .containsEntry("flows", 5000L)
                    .containsEntry("flows_analysed", 5000L)
                    .containsEntry("flows_held", 0L);
            assertBalanced(fixture);
        }
    }

    @Test
    void shouldAnalyseALastLineWithoutItsEnd() throws IOException {
        try (ServerFixture fixture = ServerFixture.withDefaults()) {
            fixture.deliver(Lines.bytes(Lines.flow(1) + "\n" + Lines.flow(2)));

            assertThat(fixture.intake.input(0).packets()).containsExactly(1, 2);
            assertThat(fixture.metric("partial_lines")).isEqualTo(1);
            assertThat(fixture.metric("lines_read")).isEqualTo(1);
            assertBalanced(fixture);
        }
    }

    @Test
    void shouldRejectALastLineThatWasCut() throws IOException {
        try (ServerFixture fixture = ServerFixture.withDefaults()) {
            fixture.deliver(Lines.bytes(Lines.flow(1) + "\n{\"IPV4_SRC"));

            assertThat(fixture.intake.input(0).packets()).containsExactly(1);
            assertThat(fixture.metric("records_rejected{partial_line}")).isEqualTo(1);
            assertBalanced(fixture);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepWhatCameBeforeAReset(IoTransport transport) throws IOException {
        try (ServerFixture fixture = new ServerFixture(new ServerFixture.Settings(), transport)) {
            Socket socket = fixture.connect();
            socket.getOutputStream().write(Lines.bytes(Lines.flow(1) + "\n{\"IPV4_SRC"));
            await().until(() -> fixture.intake.flows() == 1);
            socket.setSoLinger(true, 0);
            socket.close();

            await().until(() -> fixture.metric("connections_closed{reset}") == 1);
            assertThat(fixture.intake.input(0).packets()).containsExactly(1);
            assertThat(fixture.intake.input(0).isClosed()).isTrue();
            assertThat(fixture.metric("records_rejected{partial_line}")).isEqualTo(1);
            assertThat(fixture.log.messages(Level.ERROR)).isEmpty();
            assertThat(fixture.log.hasStackTrace()).isFalse();
            assertThat(fixture.log.messages(Level.INFO))
                    .anyMatch(line -> line.contains("disconnected (reset): 1 lines, 1 flows, 1 rejected"));
            assertBalanced(fixture);
        }
    }

    @Test
    void shouldNotCareHowTheBytesAreCut() throws IOException {
        byte[] bytes = Lines.flows(0, 300);
        Random random = new Random(7);
        try (ServerFixture fixture = ServerFixture.withDefaults()) {
            for (int round = 0; round < 5; round++) {
                try (Socket socket = fixture.connect()) {
                    socket.setTcpNoDelay(true);
                    OutputStream out = socket.getOutputStream();
                    for (int from = 0; from < bytes.length; ) {
                        int length = round == 0 ? 1 : 1 + random.nextInt(1 << 2 * round);
                        int to = Math.min(bytes.length, from + length);
                        out.write(bytes, from, to - from);
                        from = to;
                    }
                }
                int closed = round + 1;
                await().until(() -> fixture.metric("connections_closed{end_of_stream}") == closed);
                assertThat(fixture.intake.input(round).packets()).isEqualTo(numbers(0, 300));
            }
            assertThat(fixture.metric("bytes_read")).isEqualTo(5L * bytes.length);
            assertBalanced(fixture);
        }
    }

    @Test
    void shouldCountEachProbeByItself() throws IOException {
        try (ServerFixture fixture = ServerFixture.withDefaults()) {
            Socket first = fixture.connect();
            first.getOutputStream().write(Lines.flows(0, 10));
            await().until(() -> fixture.intake.flows() == 10);
            Socket second = fixture.connect();
            second.getOutputStream().write(Lines.bytes(Lines.flow(10) + "\nnonsense\n"));
            await().until(() -> fixture.metric("records") == 12 && fixture.metric("flows_analysed") == 11);

            List<ProbeStatus> probes = fixture.server.probes();
            assertThat(probes)
                    .extracting(probe -> probe.peer().port())
                    .containsExactly(first.getLocalPort(), second.getLocalPort());
            assertThat(probes)
                    .extracting(probe -> probe.counts().intake.flows.get())
                    .containsExactly(10L, 1L);
            assertThat(probes)
                    .extracting(probe -> probe.counts().intake.rejected.get(RejectReason.BAD_JSON))
                    .containsExactly(0L, 1L);
            assertThat(probes).allSatisfy(probe -> {
                assertThat(probe.peer().address()).hasToString("127.0.0.1");
                assertThat(probe.counts().held()).isZero();
            });

            first.close();
            await().until(() -> fixture.server.probes().size() == 1);
            assertThat(fixture.server.totals().intake.flows.get()).isEqualTo(11);
            assertBalanced(fixture);
        }
    }

    @Test
    void shouldTalkOverIpv6() throws IOException {
        assumeIpv6();
        var settings = new ServerFixture.Settings().address(InetAddress.getByName("::1"));
        try (ServerFixture fixture = new ServerFixture(settings)) {
            fixture.connect().getOutputStream().write(Lines.flows(0, 1));
            await().until(() -> fixture.intake.flows() == 1);

            assertThat(fixture.server.probes().get(0).peer().toString()).startsWith("[::1]:");
        }
    }

    @Test
    void shouldTakeBothFamiliesOnTheUnspecifiedIpv6Address() throws IOException {
        assumeIpv6();
        var settings = new ServerFixture.Settings().address(InetAddress.getByName("::"));
        try (ServerFixture fixture = new ServerFixture(settings)) {
            int port = fixture.server.localAddress().getPort();
            try (Socket four = new Socket("127.0.0.1", port);
                    Socket six = new Socket("::1", port)) {
                four.getOutputStream().write(Lines.flows(0, 1));
                six.getOutputStream().write(Lines.flows(0, 1));
                await().until(() -> fixture.intake.flows() == 2);

                assertThat(fixture.server.probes())
                        .extracting(probe -> probe.peer().address().toString())
                        .containsExactlyInAnyOrder("127.0.0.1", "::1");
            }
        }
    }

    /** A probe blocks, and loses nothing, while the shards have no room. */
    @ParameterizedTest
    @EnumSource
    void shouldStopReadingWhileTheShardsAreFull(IoTransport transport) throws Exception {
        int count = 120_000; // 17 MB: more than the kernel's buffers on both sides hold
        byte[] bytes = Lines.flows(0, count);
        var settings = new ServerFixture.Settings();
        settings.partialLineTimeout = Duration.ofSeconds(1); // must not fire: it is the server that does not read
        try (ServerFixture fixture = new ServerFixture(settings, transport)) {
            fixture.intake.fillUpAt(1000);
            Socket socket = fixture.connect();
            Thread sender = new Thread(() -> {
                try {
                    socket.getOutputStream().write(bytes);
                    socket.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            sender.start();
            await().until(() -> fixture.intake.flows() >= 1000);
            long read = await().during(Duration.ofMillis(1500))
                    .until(() -> fixture.metric("bytes_read"), bytesRead -> bytesRead < 4 << 20);
            assertThat(sender.isAlive()).isTrue();

            fixture.intake.makeRoom();
            await().until(() -> fixture.metric("connections_closed{end_of_stream}") == 1);
            sender.join();

            assertThat(read).isLessThan(bytes.length);
            assertThat(fixture.intake.input(0).packets()).isEqualTo(numbers(0, count));
            assertThat(fixture.server.totals().pausedNanos.get())
                    .isGreaterThan(Duration.ofMillis(1400).toNanos());
            assertBalanced(fixture);
        }
    }

    @Test
    void shouldNeverWriteToAProbe() throws IOException {
        try (ServerFixture fixture = ServerFixture.withDefaults()) {
            Socket socket = fixture.connect();
            socket.getOutputStream().write(Lines.flows(0, 10));
            socket.shutdownOutput();

            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
            assertThat(fixture.metric("acks")).isZero();
        }
    }

    @Test
    void shouldAcknowledgeReadsIfAskedTo() throws IOException {
        var settings = new ServerFixture.Settings();
        settings.ackByte = true;
        try (ServerFixture fixture = new ServerFixture(settings)) {
            Socket socket = fixture.connect();
            socket.getOutputStream().write(Lines.flows(0, 1));
            assertThat(socket.getInputStream().read()).isEqualTo('0');
            socket.getOutputStream().write(Lines.flows(1, 2));
            assertThat(socket.getInputStream().read()).isEqualTo('0');
            assertThat(fixture.metric("acks")).isEqualTo(2);
        }
    }

    @Test
    void shouldNotWaitForAProbeThatReadsNoAcknowledgements() throws IOException {
        var settings = new ServerFixture.Settings();
        settings.ackByte = true;
        byte[] line = Lines.flows(0, 1);
        try (ServerFixture fixture = new ServerFixture(settings)) {
            try (Socket socket = new Socket()) {
                socket.setReceiveBufferSize(1024);
                socket.setTcpNoDelay(true);
                socket.connect(fixture.server.localAddress());
                for (int i = 0; i < 20_000; i++) {
                    socket.getOutputStream().write(line);
                }
                socket.shutdownOutput();
                await().until(() -> fixture.metric("connections_closed") == 1);
            }
            assertThat(fixture.intake.flows()).isEqualTo(20_000);
            assertThat(fixture.metric("acks")).isPositive();
            assertThat(fixture.log.hasStackTrace()).isFalse();
            assertBalanced(fixture);
        }
    }

    /** The acknowledgement is answered by a reset, while the lines wait in the socket: they count all the same. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepTheLinesOfAProbeThatLeavesAtOnce(boolean ackByte) throws IOException {
        var settings = new ServerFixture.Settings();
        settings.ackByte = ackByte;
        byte[] bytes = Lines.flows(0, 200);
        try (ServerFixture fixture = new ServerFixture(settings)) {
            for (int i = 0; i < 10; i++) {
                fixture.deliver(bytes);
            }
            assertThat(fixture.intake.flows()).isEqualTo(2000);
            assertThat(fixture.intake.allClosed()).isTrue();
        }
    }

    @Test
    void shouldLetTimePassForIdleInputs() throws IOException {
        var settings = new ServerFixture.Settings();
        settings.partialLineTimeout = Duration.ofMillis(100);
        try (ServerFixture fixture = new ServerFixture(settings)) {
            fixture.connect().getOutputStream().write(Lines.flows(0, 1));
            await().until(() -> fixture.intake.flows() == 1);
            RecordingIntake.Input input = fixture.intake.input(0);
            long received = input.receivedMillis();

            await().until(() -> input.tickedMillis() > received);
            assertThat(fixture.server.probes()).hasSize(1);
        }
    }

    private static void assertBalanced(ServerFixture fixture) {
        ProbeTotals totals = fixture.server.totals();
        assertThat(totals.intake.imbalance()).isZero();
        assertThat(totals.held()).isZero();
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    /** Containers are often without. */
    private static void assumeIpv6() throws IOException {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getByName("::1"));
        assumeTrue(loopback != null, "IPv6 is switched off on this machine");
    }
}
