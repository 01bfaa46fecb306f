package io.vedette.collector.isn;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Redis server of the test's own, which keeps everything at once. Tests that need it are skipped where there is none. */
final class RedisServer implements AutoCloseable {

    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/bin/redis-server"), Path.of("/usr/local/bin/redis-server"));

    private final int port;
    private final Path directory;
    private Process process;

    RedisServer(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        assumeTrue(PROGRAMS.stream().anyMatch(Files::isExecutable), "redis-server is not installed");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        process = start();
    }

    private Process start() throws IOException {
        Path program = PROGRAMS.stream().filter(Files::isExecutable).findFirst().orElseThrow();
        Process started = new ProcessBuilder(
                        program.toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        directory.toString(),
                        "--save",
                        "",
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "always")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> command("PING").equals("+PONG\r\n"));
        return started;
    }

    String address(int database) {
        return "redis://127.0.0.1:" + port + "/" + database;
    }

    /** Sends one command as the protocol has it, and returns the raw answer. */
    String command(String... words) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
            for (String word : words) {
                text.append('$')
                        .append(word.getBytes(StandardCharsets.UTF_8).length)
                        .append("\r\n")
                        .append(word)
                        .append("\r\n");
            }
            OutputStream out = socket.getOutputStream();
            out.write(text.append("*1\r\n$4\r\nQUIT\r\n").toString().getBytes(StandardCharsets.UTF_8));
            String all = readAll(socket.getInputStream());
            return all.endsWith("+OK\r\n") ? all.substring(0, all.length() - 5) : all;
        }
    }

    private static String readAll(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        in.transferTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** SIGKILL, and returns when it is no more. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void restart() throws IOException {
        process = start();
    }

    @Override
    public void close() {
        kill();
    }
}
