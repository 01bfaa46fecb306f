package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is installed beside the program, judged by the tools that will read it. Skipped where one of them is absent. */
class InstallationTest {

    private static final Path CONF = Path.of("..", "conf").toAbsolutePath().normalize();
    private static final List<String> ISN_UNITS = List.of(
            "vedette-isn-watch.service",
            "vedette-isn-stats.service",
            "vedette-isn-stats.timer",
            "vedette-isn-plot.service",
            "vedette-isn-plot.timer");
    private static final Path UNIT = CONF.resolve("systemd").resolve("vedette-collect.service");

    @TempDir
    Path directory;

    private record Said(int exitCode, String text) {}

    private Said run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    private void needs(String tool, String debianPackage) throws IOException, InterruptedException {
        assumeTrue(
                run(Map.of(), "sh", "-c", "PATH=$PATH:/usr/sbin command -v " + tool).exitCode == 0,
                tool + " is not installed: apt-get install " + debianPackage);
    }

    private static int execute(StringWriter out, String... arguments) {
        return Vedette.commandLine(new PrintWriter(out), new PrintWriter(new StringWriter()), arguments)
                .execute(arguments);
    }

    private Path completion() throws IOException {
        StringWriter out = new StringWriter();
        assertThat(execute(out, "completion")).isZero();
        return Files.writeString(directory.resolve("completion"), out.toString());
    }

    private Path manual() {
        Path pages = directory.resolve("man1");
        assertThat(execute(new StringWriter(), "manual", pages.toString())).isZero();
        return pages;
    }

    @ParameterizedTest
    @ValueSource(strings = {"collect", "isn-watch", "isn-stats", "isn-plot"})
    void shouldSandboxTheService(String name) throws Exception {
        needs("systemd-analyze", "systemd");
        Said said = run(
                Map.of("SYSTEMD_COLORS", "0", "LC_ALL", "C"),
                "systemd-analyze",
                "security",
                "--offline=true",
                UNIT.resolveSibling("vedette-" + name + ".service").toString());

        Matcher score =
                Pattern.compile("Overall exposure level for \\S+: ([0-9.]+)").matcher(said.text);
        assertThat(score.find()).as(said.text).isTrue();
        assertThat(Double.parseDouble(score.group(1))).as(said.text).isLessThanOrEqualTo(2.5);
    }

    @Test
    void shouldBeAUnitThatSystemdUnderstands() throws Exception {
        needs("systemd-analyze", "systemd");
        Path program = Files.writeString(directory.resolve("vedette"), "#!/bin/sh\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Path unit = directory.resolve("vedette-collect.service");
        Files.writeString(
                unit,
                Files.readString(UNIT)
                        .replace("/usr/local/bin/vedette", program.toString())
                        .replace("Documentation=man:vedette(1) man:vedette-collect(1)", ""));

        Said said = run(Map.of("LC_ALL", "C"), "systemd-analyze", "verify", unit.toString());

        assertThat(said.text.lines().filter(line -> line.contains("vedette-collect")))
                .isEmpty();
        Files.writeString(unit, Files.readString(unit).replace("RestartSec=2s", "RestrtSec=2s"));
        assertThat(run(Map.of(), "systemd-analyze", "verify", unit.toString()).text)
                .as("it would say so")
                .contains("RestrtSec");
    }

    @Test
    void shouldHaveUnitsForSequenceNumbersThatSystemdUnderstands() throws Exception {
        needs("systemd-analyze", "systemd");
        Path program = Files.writeString(directory.resolve("vedette"), "#!/bin/sh\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify"));
        for (String name : ISN_UNITS) {
            command.add(Files.writeString(
                            directory.resolve(name),
                            Files.readString(UNIT.resolveSibling(name))
                                    .replace("/usr/local/bin/vedette", program.toString())
                                    .replaceAll("Documentation=.*", ""))
                    .toString());
        }

        Said said = run(Map.of("LC_ALL", "C"), command.toArray(String[]::new));

        assertThat(said.text.lines().filter(line -> line.contains("vedette-isn")))
                .isEmpty();
    }

    /** What bash would offer for a line with the cursor at its end. */
    private List<String> offered(String shell, String line) throws IOException, InterruptedException {
        String words = "(" + line.replaceAll("(\\S+)", "'$1'") + (line.endsWith(" ") ? "'')" : ")");
        Said said = run(
                Map.of(),
                shell,
                "-c",
                "source ./completion; COMP_WORDS=" + words + "; COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE='"
                        + line + "'; COMP_POINT=${#COMP_LINE}; _complete_vedette; printf '%s\\n' \"${COMPREPLY[@]}\"");
        assertThat(said.exitCode).as(said.text).isZero();
        return said.text.lines().map(String::strip).toList();
    }

    @Test
    void shouldCompleteInBash() throws Exception {
        needs("bash", "bash");
        completion();

        assertThat(offered("bash", "vedette col")).containsExactly("collect");
        assertThat(offered("bash", "vedette ")).contains("collect", "scan", "config", "doctor", "health", "manual");
        assertThat(offered("bash", "vedette config ")).contains("check", "show", "init");
        assertThat(offered("bash", "vedette suppress add --re")).contains("--reason");
        assertThat(offered("bash", "vedette collect --al")).contains("--alert-log");
        assertThat(offered("bash", "vedette collect --x")).doesNotContain("--x-rehearse");
    }

    @Test
    void shouldBeReadByZsh() throws Exception {
        needs("zsh", "zsh");
        completion();

        Said said = run(
                Map.of("HOME", directory.toString(), "ZDOTDIR", directory.toString()),
                "zsh",
                "-f",
                "-c",
                "autoload -Uz compinit && compinit -u -D && source ./completion && print -r -- ${_comps[vedette]}");

        assertThat(said.exitCode).as(said.text).isZero();
        assertThat(said.text).contains("_complete_vedette");
    }

    @Test
    void shouldHaveAPageForEachCommand() throws Exception {
        needs("man", "man-db");
        Path pages = manual();
        try (Stream<Path> files = Files.list(pages)) {
            List<Path> all = files.sorted().toList();
            assertThat(all)
                    .extracting(page -> page.getFileName().toString())
                    .contains("vedette.1", "vedette-collect.1", "vedette-config-check.1", "vedette-alerts-test.1");
            for (Path page : all) {
                Said said = run(
                        Map.of("LC_ALL", "C.UTF-8", "MANWIDTH", "100", "MANROFFOPT", "-ww"),
                        "man",
                        "--warnings=all",
                        "-l",
                        page.toString());
                assertThat(said.exitCode).as(said.text).isZero();
                assertThat(said.text)
                        .as(page.toString())
                        .contains(
                                "NAME",
                                "SYNOPSIS",
                                page.getFileName().toString().replace(".1", "") + " - ")
                        .doesNotContain("warning:", "troff:", "${", "%n");
            }
        }
        Said collect = run(
                Map.of("LC_ALL", "C.UTF-8", "MANWIDTH", "100"), "man", "-l", pages.resolve("vedette-collect.1") + "");
        assertThat(collect.text.replaceAll(".\b", ""))
                .contains("-p, --port ", "--alert-log ", "VEDETTE_LISTEN_PORT is listen.port", "vedette(1)")
                .doesNotContain("--x-rehearse");
    }

    @Test
    void shouldBePutAsideByLogrotateWithoutLoss() throws Exception {
        Program.assumeArrives("HUP");
        needs("logrotate", "logrotate");
        Files.writeString(
                directory.resolve("vedette.yaml"),
                "web:\n  port: 0\nalerts:\n  log:\n    path: alerts.ndjson\n    rotate-size: 1000GiB\n");
        Path log = directory.resolve("alerts.ndjson");
        try (Program program =
                Program.start(directory, "collect", "-a", "127.0.0.1", "-p", "0", "-c", "vedette.yaml")) {
            program.send(Flows.synScan("192.0.2.66", 100));
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(log) && Files.size(log) > 0);
            Path config = directory.resolve("logrotate.conf");
            Files.writeString(
                    config,
                    Files.readString(CONF.resolve("logrotate").resolve("vedette"))
                            .replace("/var/lib/vedette", directory.toString())
                            .replaceAll("(?m)^ +su .*$", "")
                            .replaceAll("(?m)^ +/bin/systemctl .*$", "        kill -HUP " + program.pid()));
            Files.setPosixFilePermissions(config, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
            Said said = run(
                    Map.of("PATH", System.getenv("PATH") + ":/usr/sbin"),
                    "logrotate",
                    "-f",
                    "-v",
                    "-s",
                    directory.resolve("state").toString(),
                    config.toString());
            assertThat(said.exitCode).as(said.text).isZero();
            program.send(Flows.synScan("192.0.2.77", 100));
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(log) && Files.size(log) > 0);
            program.terminate();
            assertThat(program.exitCode()).isZero();
            assertThat(program.err()).doesNotContain("ERROR");
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> aside = files.filter(
                            file -> file.getFileName().toString().startsWith("alerts.ndjson-"))
                    .toList();
            assertThat(aside).hasSize(1);
            assertThat(Files.readString(aside.get(0))).contains("192.0.2.66").doesNotContain("192.0.2.77");
            assertThat(Files.readString(log)).contains("192.0.2.77").endsWith("}\n");
        }
    }
}
