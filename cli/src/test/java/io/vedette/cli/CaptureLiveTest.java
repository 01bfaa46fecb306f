package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code vedette capture} on a real interface, between two network namespaces. */
@Timeout(240)
class CaptureLiveTest {

    private static final Path NMAP = Path.of("/usr/bin/nmap");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int DATAGRAMS = 300_000;

    @TempDir
    Path directory;

    private Program capture(TwoHosts hosts, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("capture", "-i", TwoHosts.RIGHT_INTERFACE));
        all.addAll(List.of(arguments));
        Program program = Program.startUnder(hosts.onRight(), directory, all.toArray(String[]::new));
        await().atMost(SOON).until(() -> program.err().contains("capturing on ") || !program.isAlive());
        assertThat(program.isAlive()).as(program.err()).isTrue();
        return program;
    }

    /**
     * Twenty probes take 0.2 s at this rate, so the incident has to stand there 2.2 s after the first of them, by the time
     * stamps of the packets. A machine that is busy with other things gets six attempts, each by another scanner.
     */
    @Test
    void shouldShowTheIncidentWithinTwoSecondsOfTwentyProbes() throws Exception {
        assumeTrue(Files.isExecutable(NMAP), "nmap is not installed");
        try (TwoHosts hosts = new TwoHosts();
                Program program = capture(hosts, "-o", "ndjson")) {
            List<Long> delays = new ArrayList<>();
            for (int attempt = 0; attempt < 6 && delays.stream().noneMatch(delay -> delay <= 2_200); attempt++) {
                delays.add(delayOfIncident(hosts, program, "10.77.0." + (10 + attempt)));
            }
            assertThat(delays).as("milliseconds").anyMatch(delay -> delay <= 2_200);
            program.interrupt();
            assertThat(program.exitCode()).isZero();
            assertThat(program.out()).contains("\"stage\":\"closed\"");
            assertThat(program.err())
                    .contains(" 0 dropped by the kernel, 0 by the interface")
                    .containsPattern("[1-6] incidents?; limits reached: none");
        }
    }

    private long delayOfIncident(TwoHosts hosts, Program program, String scanner) throws Exception {
        hosts.must(hosts.onLeft("ip", "addr", "add", scanner + "/24", "dev", "left0")
                .toArray(String[]::new));
        Process nmap = new ProcessBuilder(hosts.onLeft(
                        NMAP.toString(),
                        "-n",
                        "-Pn",
                        "-sS",
                        "-S",
                        scanner,
                        "-e",
                        "left0",
                        "--max-rate",
                        "100",
                        "-p",
                        "1-150",
                        TwoHosts.RIGHT_ADDRESS))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("nmap").toFile())
                .start();
        Pattern opened = Pattern.compile("\"stage\":\"opened\".*\"source\":\\{\"address\":\"" + Pattern.quote(scanner)
                + "\".*\"first_seen\":\"([^\"]+)\"");
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .pollDelay(Duration.ZERO)
                .until(() -> opened.matcher(program.out()).find());
        Instant now = Instant.now();
        Matcher alert = opened.matcher(program.out());
        assertThat(alert.find()).isTrue();
        assertThat(nmap.waitFor())
                .as(Files.readString(directory.resolve("nmap")))
                .isZero();
        return Duration.between(Instant.parse(alert.group(1)), now).toMillis();
    }

    /**
     * No packet is lost at 100,000 a second. Losses count against the program whatever the rate was; where the machine is too
     * busy to send at that rate, or loses packets between the two hosts before anybody can capture them, the test is skipped.
     */
    @Test
    void shouldLoseNothingAtAHundredThousandPacketsASecond() throws Exception {
        try (TwoHosts hosts = new TwoHosts();
                Program program = capture(
                        hosts,
                        "-o",
                        "ndjson",
                        "--buffer",
                        "256MiB",
                        "--filter",
                        "udp and dst port 9",
                        "--packets",
                        Integer.toString(DATAGRAMS))) {
            long lostBefore = lostOnTheWay();
            long nanos = send(hosts);
            long rate = DATAGRAMS * 1_000_000_000L / nanos;
            await().atMost(SOON).until(() -> !program.isAlive() || lostOnTheWay() > lostBefore);
            assumeTrue(lostOnTheWay() == lostBefore, "the kernel lost packets between the hosts");

            assertThat(program.exitCode()).as(program.err()).isZero();
            assertThat(program.err()).contains("captured " + DATAGRAMS + " packets in ");
            Matcher received = Pattern.compile(": (\\d+) received, 0 dropped by the kernel, 0 by the interface")
                    .matcher(program.err());
            assertThat(received.find()).as(program.err()).isTrue();
            // The kernel has counted what came in before the filter stood too: a greeting of the interfaces, if at all.
            assertThat(Integer.parseInt(received.group(1))).isBetween(DATAGRAMS, DATAGRAMS + 9);
            assumeTrue(rate >= 100_000, "nothing lost, but sent at " + rate + " packets/s only: the machine is busy");
        }
    }

    private long send(TwoHosts hosts) throws Exception {
        Process sender = new ProcessBuilder(hosts.onLeft(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.vedette.cli.UdpSender",
                        TwoHosts.RIGHT_ADDRESS,
                        Integer.toString(DATAGRAMS)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(sender.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        assertThat(sender.waitFor()).isZero();
        return Long.parseLong(said);
    }

    /** Packets for which the kernel had no room on their way between two interfaces: the second column, in hexadecimal. */
    private static long lostOnTheWay() throws IOException {
        return Files.readAllLines(Path.of("/proc/net/softnet_stat")).stream()
                .mapToLong(line -> Long.parseLong(line.split(" ")[1], 16))
                .sum();
    }

    @Test
    void shouldEndWhenTheInterfaceIsGone() throws Exception {
        try (TwoHosts hosts = new TwoHosts();
                Program program = capture(hosts, "-o", "csv")) {
            hosts.cut();
            assertThat(program.exitCode()).isEqualTo(4);
            assertThat(program.err())
                    .contains("vedette capture: right0: the capture has ended: ")
                    .contains(" received, 0 dropped by the kernel")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldEndInOrderAfterItsTimeAndWriteATable() throws Exception {
        try (TwoHosts hosts = new TwoHosts();
                Program program = capture(
                        hosts,
                        "-o",
                        "table",
                        "--duration",
                        "1",
                        "--alert-log",
                        "alerts.ndjson",
                        "--metrics-port",
                        "0")) {
            assertThat(program.exitCode()).as(program.err()).isZero();
            assertThat(program.out()).isEmpty();
            assertThat(program.err()).containsPattern("captured [0-9]+ packets? in 1\\.[0-9]+ s\n");
        }
    }
}
