package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.collector.alert.AlertLogFiles;
import io.vedette.core.detect.json.AlertJson;
import io.vedette.core.detect.json.AlertReading;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Row F04. A collector is killed at random points and started again, while numbered scans are sent to it; afterwards every
 * alert of its log is with the receiver that lived, waits for the one that was dead all the time, and none was made up.
 *
 * <p>As many kills as fit into 45 seconds; {@code -Dvedette.kills=200} makes exactly so many.
 */
class KillOracleTest {

    private static final long USUAL_NANOS = TimeUnit.SECONDS.toNanos(45);
    private static final Pattern LEFT = Pattern.compile("(?m)^(\\d+) alerts wait in ");

    @TempDir
    Path directory;

    private final Random random = new Random(20_261_101);
    /** Numbers that were put on their way; whether they arrived is another question. */
    private int sent;

    private Path log() {
        return directory.resolve("alerts.ndjson");
    }

    private void configure(int living, int dead) throws IOException {
        Files.writeString(directory.resolve("vedette.yaml"), """
                listen: {address: 127.0.0.1, port: 0}
                web: {port: 0}
                shards: {count: 2}
                state: {dir: state, every: 200ms}
                detect: {sensitivity: reference}
                alerts:
                  log: {rotate-size: 2MiB, keep: 1000}
                delivery:
                  spools: spool
                  syslogs:
                    - {name: living, host: 127.0.0.1, port: %d, transport: tcp, content: json}
                  webhooks:
                    - {name: dead, preset: generic, url: "http://127.0.0.1:%d/", allow-private: true, spool: {size: 256MiB}}
                """.formatted(living, dead));
    }

    /** The scanner of number {@code n}, 10.0.0.0/8. */
    private static String source(int n) {
        return "10." + (n >> 16 & 255) + "." + (n >> 8 & 255) + "." + (n & 255);
    }

    private static int number(String source) {
        String[] octets = source.split("\\.");
        assertThat(octets[0]).isEqualTo("10");
        return Integer.parseInt(octets[1]) << 16 | Integer.parseInt(octets[2]) << 8 | Integer.parseInt(octets[3]);
    }

    @Test
    void everyAlertOfTheLogIsDeliveredOrSpooledHoweverOftenItIsKilled() throws Exception {
        Integer wanted = Integer.getInteger("vedette.kills");
        int dead;
        try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dead = reserved.getLocalPort();
        }
        try (SyslogReceiver receiver = new SyslogReceiver()) {
            configure(receiver.port(), dead);
            long begun = System.nanoTime();
            int kills = 0;
            while (wanted != null ? kills < wanted : System.nanoTime() - begun < USUAL_NANOS) {
                liveAndDie(receiver);
                kills++;
            }
            long left = liveToTheEnd(receiver);
            judge(receiver, kills, left);
        }
    }

    /** One life: it ends before it listens, while it reads, while it writes its log, or while it delivers. */
    private void liveAndDie(SyslogReceiver receiver) throws Exception {
        try (Program program = Program.start(directory, "collect", "-c", "vedette.yaml")) {
            int moment = random.nextInt(8);
            if (moment == 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_000)));
                program.kill();
                return;
            }
            int flows = 1 + random.nextInt(1_000);
            int received = receiver.ids().size();
            long written = Files.exists(log()) ? Files.size(log()) : 0;
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), program.port())) {
                send(probe, flows);
                int part = random.nextInt(flows + 1);
                switch (moment) {
                    case 1 -> LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(100_000)));
                    case 2, 3, 4 -> pass(() -> receiver.ids().size() >= received + part);
                    default -> pass(() -> Files.exists(log()) && Files.size(log()) >= written + 800L * part);
                }
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(2_000)));
                program.kill();
            }
        }
    }

    /** Lets time pass until the moment has come, or is missed, as when the log was rotated meanwhile. */
    private static void pass(Callable<Boolean> moment) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (!moment.call() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
        }
    }

    private void send(Socket probe, int flows) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < flows; i++) {
            lines.append(Flows.syn(source(sent++), 1 + i));
        }
        OutputStream out = probe.getOutputStream();
        out.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** The last life, with an end in order. Returns what waits for the receiver that was dead. */
    private long liveToTheEnd(SyslogReceiver receiver) throws Exception {
        try (Program program = Program.start(directory, "collect", "-c", "vedette.yaml")) {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), program.port())) {
                send(probe, 100);
                probe.shutdownOutput();
                assertThat(probe.getInputStream().readAllBytes()).isEmpty();
            }
            String last = source(sent - 1);
            await().atMost(Duration.ofSeconds(60)).until(() -> receiver.hasTextWith("\"" + last + "\""));
            program.terminate();
            assertThat(program.exitCode()).as(program.err()).isZero();
            Matcher left = LEFT.matcher(program.err());
            assertThat(left.find()).as(program.err()).isTrue();
            assertThat(program.err()).doesNotContain("do not add up", "\tat ");
            return Long.parseLong(left.group(1));
        }
    }

    private void judge(SyslogReceiver receiver, int kills, long left) throws IOException {
        Map<String, String> logged = new HashMap<>();
        Set<Integer> sources = new HashSet<>();
        int torn = 0;
        int repeated = 0;
        for (String line : lines()) {
            if (!(AlertJson.read(line.getBytes(StandardCharsets.US_ASCII)) instanceof AlertReading.Valid valid)) {
                torn++;
                continue;
            }
            repeated += logged.put(valid.alert().id(), line) == null ? 0 : 1;
            sources.add(number(valid.alert().source().toString()));
        }
        System.out.printf(
                "%d kills, %d flows sent, %d alerts logged, %d lines torn, %d repeated; %d received, %d repeated; %d wait%n",
                kills, sent, logged.size(), torn, repeated, receiver.ids().size(), receiver.repeated(), left);

        assertThat(torn).as("a life tears one line at most").isLessThanOrEqualTo(kills);
        assertThat(repeated).as("the log has each alert once").isZero();
        assertThat(sources)
                .as("one alert for each number, one number for each alert")
                .hasSize(logged.size());
        assertThat(sources).as("none is made up").allMatch(number -> number < sent);
        Set<String> missing = new HashSet<>(logged.keySet());
        missing.removeIf(receiver.ids()::contains); // not by an assertion on both, which looks at each pair
        assertThat(missing).as("all that is on record was delivered").isEmpty();
        assertThat(left).as("and all of it waits for whom it could not reach").isGreaterThanOrEqualTo(logged.size());
        Set<Integer> received = new HashSet<>();
        receiver.texts().forEach((id, text) -> {
            AlertReading reading = AlertJson.read(text.getBytes(StandardCharsets.US_ASCII));
            assertThat(reading).isInstanceOf(AlertReading.Valid.class);
            assertThat(text).isEqualTo(logged.getOrDefault(id, text));
            received.add(number(((AlertReading.Valid) reading).alert().source().toString()));
        });
        assertThat(received)
                .as("nothing is made up on the way")
                .hasSize(receiver.ids().size())
                .allMatch(n -> n < sent);
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : new AlertLogFiles(log()).all()) {
            AlertLogFiles.read(file, lines::add);
        }
        return lines;
    }
}
