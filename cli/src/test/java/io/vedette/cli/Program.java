package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program as a process of its own, on the classes under test. Its standard output is read, unless a test wants not. */
final class Program implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("listening for probes on \\S+:([0-9]+)");

    private final Process process;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Thread> readers = new ArrayList<>();

    private Program(ProcessBuilder builder) throws IOException {
        process = builder.start();
        read(process.getErrorStream(), err);
    }

    static Program start(Path directory, String... arguments) throws IOException {
        return new Program(builder(directory, List.of(), arguments)).reading();
    }

    static Program startWith(List<String> javaOptions, Path directory, String... arguments) throws IOException {
        return new Program(builder(directory, javaOptions, arguments)).reading();
    }

    /** Under another program, which runs it in its own place: {@code ip netns exec NAME}, {@code setpriv}. */
    static Program startUnder(List<String> other, Path directory, String... arguments) throws IOException {
        ProcessBuilder builder = builder(directory, List.of(), arguments);
        builder.command().addAll(0, other);
        return new Program(builder).reading();
    }

    /** With further variables. */
    static Program startIn(Map<String, String> environment, Path directory, String... arguments) throws IOException {
        ProcessBuilder builder = builder(directory, List.of(), arguments);
        builder.environment().putAll(environment);
        return new Program(builder).reading();
    }

    /** Nobody reads its standard output until the test does. */
    static Program startUnread(Path directory, String... arguments) throws IOException {
        return new Program(builder(directory, List.of(), arguments));
    }

    private static ProcessBuilder builder(Path directory, List<String> javaOptions, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx320m"));
        if (Runtime.version().feature() > 21) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.vedette.cli.Vedette"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("VEDETTE_") || name.startsWith("JAVA_"));
        builder.environment().put("TZ", "Asia/Kathmandu");
        return builder;
    }

    private Program reading() {
        read(process.getInputStream(), out);
        return this;
    }

    private void read(InputStream from, ByteArrayOutputStream to) {
        Thread reader = new Thread(() -> {
            try (from) {
                from.transferTo(to);
            } catch (IOException e) {
                to.writeBytes("(reading ended)".getBytes(StandardCharsets.US_ASCII));
            }
        });
        reader.setDaemon(true);
        reader.start();
        readers.add(reader);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Goes away as the reader of its standard output. */
    void closeOut() throws IOException {
        process.getInputStream().close();
    }

    /** The port that the collector listens on, once it does. */
    int port() {
        await().atMost(Duration.ofSeconds(60)).until(() -> PORT.matcher(err()).find() || !process.isAlive());
        Matcher port = PORT.matcher(err());
        assertThat(port.find()).as(err()).isTrue();
        return Integer.parseInt(port.group(1));
    }

    /** A connection to the collector, once the collector has taken notice of it. */
    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(60_000);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> err().contains("probe 127.0.0.1:" + socket.getLocalPort() + " connected"));
        return socket;
    }

    /** Sends flows as a probe does, and waits until they were read. */
    void send(String lines) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
    }

    /** Gives it all its standard input. */
    void feed(byte[] input) throws IOException {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        }
    }

    /** SIGTERM. {@code Process.destroy} would close our ends of its outputs as well. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** SIGINT. */
    void interrupt() throws IOException, InterruptedException {
        signal("INT");
    }

    /** Sends a signal by a shell: a bare system has no program for it. */
    void signal(String name) throws IOException, InterruptedException {
        assumeArrives(name);
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
        assertThat(kill.waitFor()).isZero();
    }

    /**
     * Skips a test that sends SIGHUP or SIGINT where the tests were started with that signal ignored, as by nohup or in the
     * background of a script: children inherit it, and the JVM leaves it so.
     */
    static void assumeArrives(String name) throws IOException {
        int number = name.equals("HUP") ? 1 : 2;
        String ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElse("SigIgn: 0")
                .substring("SigIgn:".length())
                .strip();
        boolean arrives = (Long.parseUnsignedLong(ignored, 16) >>> number - 1 & 1) == 0;
        assumeTrue(arrives, "SIG" + name + " is ignored here");
    }

    /** SIGKILL, and returns when the process is no more. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
        for (Thread reader : readers) {
            reader.join(5_000);
        }
        return process.exitValue();
    }

    /** As {@link #signal}, and once more 20 ms after. */
    void signalTwice(String name) throws IOException, InterruptedException {
        String kill = "kill -" + name + " " + process.pid();
        Process twice = new ProcessBuilder("sh", "-c", kill + "; sleep 0.02; " + kill).start();
        assertThat(twice.waitFor()).isZero();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
