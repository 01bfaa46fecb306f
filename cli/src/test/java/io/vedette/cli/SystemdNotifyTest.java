package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service manager hears. In its place Python receives datagrams, which Java cannot. */
class SystemdNotifyTest {

    private static final String RECEIVER = """
            import socket, sys
            name = sys.argv[1]
            receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            receiver.bind('\\0' + name[1:] if name[0] == '@' else name)
            open(sys.argv[2], 'w').close()
            while True:
                print(receiver.recv(4096).decode().replace('\\n', ' '), flush=True)
            """;

    @TempDir
    Path directory;

    private Process receiver(String name) throws IOException, InterruptedException {
        assumeTrue(
                new ProcessBuilder("sh", "-c", "command -v python3").start().waitFor() == 0,
                "python3 is not installed: apt-get install python3");
        Path bound = directory.resolve("bound");
        Process receiver = new ProcessBuilder("python3", "-c", RECEIVER, name, bound.toString())
                .redirectOutput(directory.resolve("heard").toFile())
                .redirectError(directory.resolve("receiver.err").toFile())
                .start();
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(bound));
        return receiver;
    }

    private String heard() throws IOException {
        return Files.readString(directory.resolve("heard"));
    }

    private Program collect(Map<String, String> environment) throws IOException {
        Files.writeString(directory.resolve("vedette.yaml"), "web:\n  port: 0\n");
        return Program.startIn(environment, directory, "collect", "-a", "127.0.0.1", "-p", "0", "-c", "vedette.yaml");
    }

    private void awaitHeard(String text) {
        await().atMost(Duration.ofSeconds(60)).until(() -> heard().contains(text));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTellOfItsWholeLife(boolean isAbstract) throws Exception {
        Program.assumeArrives("HUP");
        String name = isAbstract
                ? "@vedette-test-" + ProcessHandle.current().pid()
                : directory.resolve("notify").toString();
        Process receiver = receiver(name);
        try (Program program = collect(Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "400000"))) {
            awaitHeard("READY=1 STATUS=listening on 127.0.0.1:" + program.port());
            awaitHeard("WATCHDOG=1\nWATCHDOG=1\n");
            program.signal("HUP");
            awaitHeard("RELOADING=1 MONOTONIC_USEC=");
            await().atMost(Duration.ofSeconds(60)).until(() -> heard().lines().anyMatch("READY=1"::equals));
            program.terminate();
            awaitHeard("STOPPING=1 STATUS=draining EXTEND_TIMEOUT_USEC=40000000\n");
            assertThat(program.exitCode()).isZero();
            assertThat(program.err()).doesNotContain("systemd", "Exception");
            assertThat(heard().lines().findFirst())
                    .hasValueSatisfying(first -> assertThat(first).startsWith("READY=1 "));
        } finally {
            receiver.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldRunOnWhenNobodyListens() throws Exception {
        Map<String, String> environment =
                Map.of("NOTIFY_SOCKET", directory.resolve("none") + "", "WATCHDOG_USEC", "100000");
        try (Program program = collect(environment)) {
            program.send(Flows.synScan("192.0.2.66", 50));
            program.terminate();
            assertThat(program.exitCode()).isZero();
            assertThat(program.err()).containsOnlyOnce("systemd cannot be told").contains("50 records = 50 flows");
        }
    }

    @Test
    void shouldSayWhatItCannotUse() throws Exception {
        try (Program program = collect(Map.of("NOTIFY_SOCKET", "vsock:2:1234", "WATCHDOG_USEC", "soon"))) {
            program.port();
            program.terminate();
            assertThat(program.exitCode()).isZero();
            assertThat(program.err())
                    .contains("NOTIFY_SOCKET=vsock:2:1234 cannot be used here: it is no socket of the Unix domain;");
        }
    }

    @Test
    void shouldSayWhyItTellsNothingWithoutNettysLibrary() throws Exception {
        Map<String, String> environment = Map.of(
                "NOTIFY_SOCKET",
                directory.resolve("notify") + "",
                "JAVA_TOOL_OPTIONS",
                "-Dio.netty.transport.noNative=true");
        try (Program program = collect(environment)) {
            program.port();
            program.terminate();
            assertThat(program.exitCode()).isZero();
            assertThat(program.err()).contains("Netty's library for epoll cannot be loaded", "Type=notify", "(nio)");
        }
    }

    @Test
    void shouldNotFeedTheWatchdogOfAnother() throws Exception {
        String name = directory.resolve("notify").toString();
        Process receiver = receiver(name);
        try (Program program = collect(Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", "1000", "WATCHDOG_PID", "1"))) {
            awaitHeard("READY=1");
            program.terminate();
            assertThat(program.exitCode()).isZero();
            awaitHeard("STOPPING=1");
            assertThat(heard()).doesNotContain("WATCHDOG");
        } finally {
            receiver.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
    }
}
