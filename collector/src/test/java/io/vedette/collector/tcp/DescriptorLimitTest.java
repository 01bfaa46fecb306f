package io.vedette.collector.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server in a process that may open few files. */
class DescriptorLimitTest {

    private static final int CONNECTIONS = 150;

    /** The process under test: says its port, then its numbers for each line of input. */
    static final class Program {
        public static void main(String[] arguments) throws IOException {
            var server = new FlowServer(new ServerFixture.Settings().build(), new RecordingIntake());
            server.start();
            BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            try (Socket warmUp = new Socket("127.0.0.1", server.localAddress().getPort())) {
                warmUp.getOutputStream().write(Lines.flows(0, 1)); // loads the classes, which takes descriptors
            }
            await().until(() -> ServerFixture.samples(server).get("connections_closed{end_of_stream}") == 1);
            System.out.println("port " + server.localAddress().getPort());
            while (requests.readLine() != null) {
                var numbers = ServerFixture.samples(server);
                System.out.println(
                        "numbers " + numbers.get("connections{accept_failed}") + " " + numbers.get("connections_open"));
            }
            server.close(Duration.ofSeconds(1));
        }
    }

    @Test
    void shouldPauseAndSayWhatIsNeededWhenNoDescriptorIsLeft() throws Exception {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n 96; exec \"$0\" -Xmx64m -XX:+UseSerialGC -cp \"$1\" \"$2\"",
                        ProcessHandle.current().info().command().orElseThrow(),
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectErrorStream(true)
                .start();
        List<String> output = new CopyOnWriteArrayList<>();
        Thread reader = new Thread(() -> process.inputReader().lines().forEach(output::add));
        reader.start();
        List<Socket> sockets = new ArrayList<>();
        try {
            await().until(() -> !linesOf(output, "port ").isEmpty());
            int port = Integer.parseInt(linesOf(output, "port ").get(0).substring(5));
            long started = System.nanoTime();
            for (int i = 0; i < CONNECTIONS; i++) {
                sockets.add(new Socket("127.0.0.1", port));
            }
            await().pollInSameThread().pollDelay(Duration.ofMillis(2500)).until(() -> numbers(process, output)[0] > 0);

            int attempts = numbers(process, output)[0];
            assertThat(attempts)
                    .isBetween(
                            1,
                            2
                                    + (int) Duration.ofNanos(System.nanoTime() - started)
                                            .toSeconds());
            assertThat(numbers(process, output)[1]).as("open").isBetween(10, 96);
            assertThat(linesOf(output, "").stream().filter(line -> line.contains("cannot accept connections")))
                    .singleElement()
                    .asString()
                    .contains("may open 96 files and needs 1280 for 1024 connections");
            assertThat(linesOf(output, "")).noneMatch(line -> line.startsWith("\tat "));

            for (Socket socket : sockets) {
                socket.close();
            }
            await().pollInSameThread().until(() -> numbers(process, output)[1] == 0);
            sockets.add(new Socket("127.0.0.1", port));
            await().pollInSameThread().until(() -> numbers(process, output)[1] == 1);

            process.outputWriter().close();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
            reader.join();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static int[] numbers(Process process, List<String> output) throws IOException {
        int before = linesOf(output, "numbers ").size();
        process.outputWriter().write("?\n");
        process.outputWriter().flush();
        await().until(() -> linesOf(output, "numbers ").size() > before);
        String[] words = linesOf(output, "numbers ").get(before).split(" ");
        return new int[] {Integer.parseInt(words[1]), Integer.parseInt(words[2])};
    }

    private static List<String> linesOf(List<String> output, String start) {
        return output.stream().filter(line -> line.startsWith(start)).toList();
    }
}
