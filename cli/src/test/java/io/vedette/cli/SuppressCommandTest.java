package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.collector.alert.delivery.DeliveryTrials;
import io.vedette.core.detect.json.AlertJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class SuppressCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine commands = Vedette.commandLine(new PrintWriter(out), new PrintWriter(err));

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("suppressions.ndjson");
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        int exitCode = commands.execute(arguments);
        commands.getOut().flush();
        commands.getErr().flush();
        return exitCode;
    }

    private String add(String... conditions) {
        String[] all = new String[conditions.length + 8];
        String[] fixed = {"suppress", "add", "--file", file().toString(), "--reason", "weekly audit", "--for", "7d"};
        System.arraycopy(fixed, 0, all, 0, fixed.length);
        System.arraycopy(conditions, 0, all, fixed.length, conditions.length);
        assertThat(run(all)).as(err::toString).isZero();
        return out.toString().strip();
    }

    @Test
    void saysOnceThatAFileHasNoEnd() throws IOException {
        add("--source", "192.0.2.66");
        Files.writeString(file(), "{}\n".repeat(500));
        assertThat(run("suppress", "list", "--file", file().toString())).isZero();
        assertThat(err.toString().lines()).hasSizeLessThan(15).contains("warning: and 490 more in " + file());

        Files.writeString(file(), "{}\n".repeat(1 << 20));
        assertThat(run("suppress", "list", "--file", file().toString())).isOne();
        assertThat(err.toString())
                .isEqualTo("vedette suppress list: cannot read " + file() + ": larger than 2097152 bytes\n");
    }

    @Test
    void addsListsTestsAndExpires() throws IOException {
        String id = add("--source", "192.0.2.66", "--who", "Ada");
        assertThat(id).matches("s-[0-9a-f]{6}");
        assertThat(err.toString()).startsWith("suppressed until 20").endsWith(": source 192.0.2.66/32\n");
        Path alert = Files.writeString(
                directory.resolve("alerts.ndjson"), AlertJson.text(DeliveryTrials.example(1_793_499_247_000L)) + "\n");

        assertThat(run("suppress", "test", "--file", file().toString(), alert.toString()))
                .isZero();
        assertThat(out.toString()).startsWith("suppressed by " + id + " (source 192.0.2.66/32): INFO ");

        Files.writeString(
                alert, Files.readString(alert).replace("}\n", ",\"suppressed\":\"" + id + "\"}\nnot an alert\n"));
        assertThat(run("suppress", "list", "--file", file().toString(), "--log", alert.toString()))
                .isZero();
        assertThat(out.toString().lines().toList().get(1))
                .matches(id + " +1  20\\S+Z +source 192.0.2.66/32 +weekly audit \\(Ada\\)");

        assertThat(run("suppress", "expire", "--file", file().toString(), id)).isZero();
        assertThat(run("suppress", "test", "--file", file().toString(), alert.toString()))
                .isEqualTo(1);
        assertThat(out.toString()).startsWith("not suppressed: INFO ").contains("no alert: not an alert");
        assertThat(run("suppress", "list", "--file", file().toString(), "--log", alert.toString()))
                .isZero();
        assertThat(out.toString().lines().toList().get(1)).matches(id + " +1  over .*");

        assertThat(run("suppress", "expire", "--clear", "--file", file().toString()))
                .isZero();
        assertThat(err.toString()).isEqualTo("1 removed\n");
        assertThat(file()).isEmptyFile();
    }

    @Test
    void saysWhatIsWrong() {
        String file = file().toString();
        String[][] wrong = {
            {"--for", "7d", "--reason", "x", "no condition, expected at least one of"},
            {"--rule", "a", "--reason", "x", "expected --for or --until: every suppression ends"},
            {
                "--rule",
                "a",
                "--for",
                "7d",
                "--until",
                "2030-01-01T00:00:00Z",
                "--reason",
                "x",
                "expected --for or --until"
            },
            {"--rule", "a", "--for", "9999d", "--reason", "x", "longer than 366 days"},
            {"--rule", "a", "--until", "2001-01-01T00:00:00Z", "--reason", "x", "would be over already"},
            {"--rule", "a", "--until", "soon", "--reason", "x", "--until: \"soon\", expected a time such as 2026"},
            {"--rule", "a", "--for", "soon", "--reason", "x", "--for: not a time"},
            {"--rule", "flood", "--for", "1d", "--reason", " ", "no reason"},
            {
                "--rule",
                "tcp-scn",
                "--for",
                "1d",
                "--reason",
                "x",
                "--rule: \"tcp-scn\", expected one of tcp-scan, udp-scan"
            },
            {"--rule", "a", "--for", "1d", "Missing required option: '--reason=TEXT'"},
            {"--source", "10.0.0.1/40", "--for", "1d", "--reason", "x", "--source: not a prefix: "},
            {"--port", "x", "--for", "1d", "--reason", "x", "--port: \"x\", expected a port such as 22"},
            {"--technique", "sin", "--for", "1d", "--reason", "x", "--technique: \"sin\", expected one of syn, "}
        };
        for (String[] each : wrong) {
            List<String> all = new ArrayList<>(List.of("suppress", "add", "--file", file));
            all.addAll(List.of(each).subList(0, each.length - 1));
            assertThat(run(all.toArray(String[]::new)))
                    .as(String.join(" ", all))
                    .isEqualTo(2);
            assertThat(err.toString()).contains(each[each.length - 1]);
        }
        assertThat(file()).doesNotExist();
        assertThat(run("suppress", "expire", "--file", file, "s-1")).isEqualTo(1);
        assertThat(err.toString()).contains("no suppression \"s-1\"");
        assertThat(run("suppress")).isEqualTo(2);
        assertThat(err.toString()).contains("expected add, list, test or expire");
    }

    @Test
    void aRunningCollectorObeysWithinSeconds() throws Exception {
        Files.writeString(
                directory.resolve("vedette.yaml"), "listen:\n  address: 127.0.0.1\n  port: 0\nweb:\n  port: 0\n");
        try (Program program = Program.start(directory, "collect", "-c", "vedette.yaml")) {
            program.port();
            String id = add("--source", "192.0.2.0/24");
            await().atMost(Duration.ofSeconds(60)).until(() -> program.err().contains("1 suppressions of "));
            program.send(Flows.synScan("192.0.2.66", 500) + Flows.synScan("203.0.113.5", 500));
            program.terminate();

            assertThat(program.exitCode()).as(program.err()).isZero();
            assertThat(program.out()).contains("203.0.113.5").doesNotContain("192.0.2.66");
            List<String> log = Files.readAllLines(directory.resolve("alerts.ndjson"));
            assertThat(log)
                    .filteredOn(line -> line.contains("\"192.0.2.66\""))
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith(",\"suppressed\":\"" + id + "\"}"));
            assertThat(log)
                    .filteredOn(line -> line.contains("\"203.0.113.5\""))
                    .isNotEmpty()
                    .noneMatch(line -> line.contains("suppressed"));
            long kept = log.stream().filter(line -> line.contains("suppressed")).count();
            assertThat(program.err()).contains("; " + kept + " alerts suppressed (" + id + " " + kept + "); 0 alerts");
        }
    }

    @Test
    void aScanLeavesOutWhatIsSuppressedAndSaysSo() throws Exception {
        Path flows = Files.writeString(
                directory.resolve("flows.ndjson"),
                Flows.synScan("192.0.2.66", 500) + Flows.synScan("203.0.113.5", 500));
        String id = add("--source", "192.0.2.66");
        String[] scan = {
            "scan", flows.toString(), "-o", "ndjson", "--fail-on", "info", "--suppressions", file().toString()
        };

        assertThat(run(scan)).as(err::toString).isEqualTo(3);
        assertThat(out.toString()).contains("203.0.113.5").doesNotContain("192.0.2.66");
        assertThat(err.toString()).contains("1 more suppressed: " + id + " 1\n");

        add("--source", "203.0.113.5");
        assertThat(run(scan)).as("what is suppressed is no finding").isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(run("scan", flows.toString(), "--suppressions", "nowhere")).isEqualTo(1);
        assertThat(err.toString()).contains("cannot read nowhere");
    }
}
