package io.vedette.collector.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowReplayerTest {

    @TempDir
    Path directory;

    @Test
    void shouldSendAFileUnchanged() throws Exception {
        byte[] text = lines(50_000);
        try (Receiver receiver = new Receiver()) {
            ReplayReport report = atOnce(receiver).replay(file(text), 1);

            assertThat(receiver.received()).isEqualTo(text);
            assertThat(report.failure()).isNull();
            assertThat(report.lines()).isEqualTo(50_000);
            assertThat(report.bytes()).isEqualTo(text.length);
            assertThat(report.rate()).isPositive();
        }
    }

    @Test
    void shouldTellGzipByItsContent() throws Exception {
        byte[] text = lines(50_000);
        try (Receiver receiver = new Receiver()) {
            ReplayReport report = atOnce(receiver).replay(file(zip(text)), 1);

            assertThat(receiver.received()).isEqualTo(text);
            assertThat(report.lines()).isEqualTo(50_000);
        }
        try (Receiver receiver = new Receiver()) {
            ReplayReport report = atOnce(receiver).replay(new ByteArrayInputStream(zip(text)));

            assertThat(receiver.received()).isEqualTo(text);
            assertThat(report.lines()).isEqualTo(50_000);
        }
    }

    @Test
    void shouldSendEachMemberOfWhatAPipeBrings() throws Exception {
        byte[] zipped = zip(lines(1000));
        InputStream pipe = new SequenceInputStream(new ByteArrayInputStream(zipped), new ByteArrayInputStream(zipped)) {
            @Override
            public int available() {
                return 0;
            }
        };
        try (Receiver receiver = new Receiver()) {
            ReplayReport report = atOnce(receiver).replay(pipe);

            assertThat(report.lines()).isEqualTo(2000);
            assertThat(receiver.received()).hasSize(2 * lines(1000).length);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldSendWhatANamedPipeHolds(boolean isZipped) throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        byte[] text = lines(50_000);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try {
                Files.write(pipe, isZipped ? zip(text) : text, StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try (Receiver receiver = new Receiver()) {
            assertThat(atOnce(receiver).replay(pipe, 1).failure()).isNull();
            assertThat(receiver.received()).isEqualTo(text);
        }
        writer.get(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "d4c3b2a1020004000000, a capture, no lines",
        "0a0d0d0a1c0000004d3c, a capture, no lines",
        "28b52ffd00580100, zstd data; unpack it first",
        "fd377a585a000004, xz data; unpack it first"
    })
    void shouldRefuseWhatIsNoLines(String begin, String told) throws Exception {
        byte[] content = HexFormat.of().parseHex(begin);
        FlowReplayer replayer = new FlowReplayer(new InetSocketAddress("127.0.0.1", 2055), FlowReplayer.AT_ONCE);

        assertThatThrownBy(() -> replayer.replay(file(content), 1)).hasMessageStartingWith(told);
        assertThatThrownBy(() -> replayer.replay(file(zip(content)), 1)).hasMessageStartingWith(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a\nb\n", "a\nb"})
    void shouldEndEachLineAlsoTheLast(String text) throws Exception {
        String whole = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
        try (Receiver receiver = new Receiver()) {
            ReplayReport report = atOnce(receiver).replay(file(text.getBytes(StandardCharsets.US_ASCII)), 3);

            assertThat(receiver.received()).asString().isEqualTo(whole.repeat(3));
            assertThat(report.lines())
                    .isEqualTo(3 * whole.chars().filter(c -> c == '\n').count());
            assertThat(report.failure()).isNull();
        }
    }

    /** The missing line end falls behind a block that is exactly full. */
    @ParameterizedTest
    @ValueSource(ints = {256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 512 * 1024})
    void shouldEndALineAtTheBorderOfABlock(int length) throws Exception {
        byte[] text = new byte[length];
        Arrays.fill(text, (byte) 'x');
        try (Receiver receiver = new Receiver()) {
            ReplayReport report = atOnce(receiver).replay(file(text), 2);

            assertThat(report.lines()).isEqualTo(2);
            assertThat(report.bytes()).isEqualTo(2L * (length + 1));
            byte[] received = receiver.received();
            assertThat(received).hasSize(2 * (length + 1));
            assertThat(received[length]).isEqualTo((byte) '\n');
            assertThat(received[2 * length + 1]).isEqualTo((byte) '\n');
        }
    }

    /** From below only roughly: a machine that stands still for a while makes it slower, and that is not caught up on. */
    @ParameterizedTest
    @ValueSource(doubles = {500, 20_000, 200_000})
    void shouldKeepThePace(double rate) throws Exception {
        int count = (int) (rate / 2);
        try (Receiver receiver = new Receiver()) {
            ReplayReport report = new FlowReplayer(receiver.address(), rate).replay(file(lines(count)), 2);

            assertThat(report.lines()).isEqualTo(2L * count);
            assertThat(report.rate()).isBetween(rate * 0.1, rate * 1.01);
            assertThat(receiver.received()).hasSize((int) report.bytes());
        }
    }

    @Test
    void shouldComeBackToThePaceAfterAShortDelayButNotFlood() {
        Pace pace = new Pace(1000, 0);
        assertThat(pace.due(0)).isZero();
        assertThat(pace.due(2_000_000)).isEqualTo(2);
        pace.sent(2);
        assertThat(pace.due(2_900_000)).isZero();
        assertThat(pace.due(50_000_000)).isEqualTo(48);
        pace.sent(48);
        assertThat(pace.due(60_000_000_000L)).isEqualTo(100);
        pace.sent(100);
        assertThat(pace.due(60_000_000_000L)).isZero();
        assertThat(pace.due(60_010_000_000L)).isEqualTo(10);
    }

    @Test
    void shouldSendAtARateBelowOneLineASecond() {
        Pace pace = new Pace(0.5, 0);
        assertThat(pace.due(1_999_000_000)).isZero();
        assertThat(pace.due(2_000_000_000)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,127.0.0.1", "::1,[::1]"})
    void shouldSayThatNobodyListens(String host, String shown) throws Exception {
        InetSocketAddress address;
        // Nobody may be inside accept(): the kernel keeps listening for him until he has left.
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            address = (InetSocketAddress) closed.getLocalSocketAddress();
        } catch (SocketException e) {
            address = abort("this host has no " + host);
        }
        ReplayReport report = new FlowReplayer(address, FlowReplayer.AT_ONCE).replay(file(lines(10)), 1);

        assertThat(report.failure())
                .isEqualTo("nobody listens on " + shown + ":" + address.getPort()
                        + "; is the collector running, and is this its --address and --port?");
        assertThat(report.lines()).isZero();
        assertThat(report.bytes()).isZero();
    }

    @Test
    void shouldSayThatThereIsNoSuchHost() throws Exception {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("collector.invalid", 2055);
        assertThat(new FlowReplayer(nowhere, FlowReplayer.AT_ONCE)
                        .replay(file(lines(1)), 1)
                        .failure())
                .isEqualTo("no host is called collector.invalid");
    }

    @Test
    void shouldSayThatTheCollectorLeft() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<Void> collector = CompletableFuture.runAsync(() -> {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().readNBytes(10_000);
                    socket.setSoLinger(true, 0);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            ReplayReport report = new FlowReplayer(
                            (InetSocketAddress) server.getLocalSocketAddress(), FlowReplayer.AT_ONCE)
                    .replay(file(lines(100_000)), 50);
            collector.get(60, TimeUnit.SECONDS);

            assertThat(report.failure())
                    .startsWith("127.0.0.1:" + server.getLocalPort() + " closed the connection after about ")
                    .endsWith("; its log says why");
            assertThat(report.lines()).isBetween(0L, 4_999_999L);
        }
    }

    @Test
    void shouldStopWhenInterrupted() throws Exception {
        try (Receiver receiver = new Receiver()) {
            Path file = file(lines(1000));
            CompletableFuture<ReplayReport> report = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    report.complete(new FlowReplayer(receiver.address(), 10).replay(file, 1));
                } catch (IOException e) {
                    report.completeExceptionally(e);
                }
            });
            thread.start();
            receiver.connected.get(60, TimeUnit.SECONDS);
            thread.interrupt();

            assertThat(report.get(60, TimeUnit.SECONDS).failure()).isEqualTo("interrupted");
            thread.join();
        }
    }

    @Test
    void shouldSendWhatCanBeReadOfADamagedFile() throws Exception {
        byte[] zipped = zip(lines(100_000));
        Path cut = file(Arrays.copyOf(zipped, zipped.length / 2));
        try (Receiver receiver = new Receiver()) {
            ReplayReport report = atOnce(receiver).replay(cut, 1);

            assertThat(report.failure()).startsWith("the lines cannot be read on: Unexpected end");
            assertThat(report.lines()).isPositive().isLessThan(100_000);
            assertThat(receiver.received()).hasSize((int) report.bytes());
        }
    }

    @Test
    void shouldReadAwayAcknowledgementsBeforeItCloses() throws Exception {
        byte[] text = lines(20_000);
        try (Receiver receiver = new Receiver("0".repeat(10_000).getBytes(StandardCharsets.US_ASCII))) {
            ReplayReport report = atOnce(receiver).replay(file(text), 1);

            assertThat(report.failure()).isNull();
            assertThat(receiver.received()).isEqualTo(text);
        }
    }

    @Test
    void shouldRefuseWhatMakesNoSense() throws Exception {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", 2055);
        assertThatThrownBy(() -> new FlowReplayer(address, 0)).hasMessageStartingWith("rate: 0.0");
        assertThatThrownBy(() -> new FlowReplayer(address, Double.NaN)).hasMessageStartingWith("rate: NaN");
        FlowReplayer replayer = new FlowReplayer(address, 1);
        Path file = file(lines(1));
        assertThatThrownBy(() -> replayer.replay(file, 0)).hasMessageStartingWith("times: 0");
        assertThatThrownBy(() -> replayer.replay(directory.resolve("none"), 1)).isInstanceOf(NoSuchFileException.class);
    }

    private static FlowReplayer atOnce(Receiver receiver) {
        return new FlowReplayer(receiver.address(), FlowReplayer.AT_ONCE);
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(directory.resolve("flows.ndjson"), content);
    }

    private static byte[] lines(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("{\"IPV4_SRC_ADDR\":\"192.0.2.1\",\"IN_PKTS\":")
                    .append(i)
                    .append("}\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] zip(byte[] content) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write(content);
        }
        return zipped.toByteArray();
    }

    /** A collector that keeps all it gets from one connection. */
    private static final class Receiver implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        private final CompletableFuture<Void> connected = new CompletableFuture<>();
        private final CompletableFuture<byte[]> content;

        Receiver(byte... greeting) throws IOException {
            content = CompletableFuture.supplyAsync(() -> {
                try (Socket socket = server.accept()) {
                    connected.complete(null);
                    socket.getOutputStream().write(greeting);
                    return socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    return new byte[0];
                }
            });
        }

        InetSocketAddress address() {
            return (InetSocketAddress) server.getLocalSocketAddress();
        }

        byte[] received() throws Exception {
            return content.get(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
