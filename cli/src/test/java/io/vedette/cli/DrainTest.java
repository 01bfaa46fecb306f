package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row F02: the program is told to end while nobody takes its alerts. */
class DrainTest {

    @TempDir
    Path directory;

    private int port;

    @BeforeEach
    void findAPortWhereNobodyIs() throws IOException {
        try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = reserved.getLocalPort();
        }
    }

    private Program collect(String more) throws IOException {
        Files.writeString(directory.resolve("vedette.yaml"), """
                listen: {address: 127.0.0.1, port: 0}
                web: {enabled: false}
                detect: {sensitivity: reference}
                delivery:
                  spools: spool
                  syslogs:
                    - {name: siem, host: 127.0.0.1, port: %d, transport: tcp, content: json}
                """.formatted(port) + more);
        return Program.start(directory, "collect", "-c", "vedette.yaml");
    }

    private static String flows() {
        StringBuilder lines = new StringBuilder();
        for (int n = 1; n <= 20; n++) {
            lines.append(Flows.syn("192.0.2." + n, n));
        }
        return lines.toString();
    }

    @Test
    void shouldKeepWhatNobodyTookAndDeliverItInTheNextRun() throws Exception {
        try (Program program = collect("")) {
            program.send(flows());
            program.terminate();

            assertThat(program.exitCode()).as(program.err()).isZero();
            assertThat(program.err()).contains("20 alerts wait in spool/siem for the next run", "0 alerts undelivered");
        }
        try (SyslogReceiver receiver = new SyslogReceiver(port);
                Program program = collect("drain-require-empty: true\n")) {
            await().atMost(Duration.ofSeconds(60)).until(() -> receiver.ids().size() == 20);
            program.terminate();

            assertThat(program.exitCode()).as(program.err()).isZero();
            assertThat(receiver.repeated()).isZero();
            assertThat(program.err()).doesNotContain("alerts wait");
        }
    }

    @Test
    void shouldSayWithItsExitCodeThatSomethingIsLeftWhereThatIsWanted() throws Exception {
        try (Program program = collect("drain-require-empty: true\n")) {
            program.send(flows());
            program.terminate();

            assertThat(program.exitCode()).as(program.err()).isEqualTo(5);
            assertThat(program.err()).contains("20 alerts wait in spool/siem for the next run");
        }
    }

    @Test
    void shouldSayWithItsExitCodeWhatTheDiskRefusedAndNobodyTook() throws Exception {
        Files.createFile(directory.resolve("spool")); // where the directory would be
        try (Program program = collect("")) {
            program.send(flows());
            program.terminate();

            assertThat(program.exitCode()).as(program.err()).isEqualTo(5);
            assertThat(program.err()).contains("20 alerts are lost, the disk refused them", "20 alerts undelivered");
        }
    }
}
