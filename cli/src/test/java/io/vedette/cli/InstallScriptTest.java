package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What conf/install.sh installs, and conf/bin/vedette then runs: the classes under test, below a directory of the test's own. */
class InstallScriptTest {

    private static final Path CONF = Path.of("..", "conf").toAbsolutePath().normalize();
    private static final Path CAPTURES = Path.of("..", "core", "src", "test", "resources", "captures")
            .toAbsolutePath()
            .normalize();

    @TempDir
    Path directory;

    private Path local;
    private final Map<String, String> environment = new HashMap<>();

    private record Said(int exitCode, String text) {}

    @BeforeEach
    void makeProgram() throws IOException {
        local = directory.resolve("root/usr/local");
        environment.put("DESTDIR", directory + "/root");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("VEDETTE_JAR", ClassPathJar.in(directory).toString());
    }

    private Said run(List<String> command) throws IOException, InterruptedException {
        Process process = builder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    private Said script(String... arguments) throws IOException, InterruptedException {
        return run(Stream.concat(Stream.of(CONF.resolve("install.sh").toString()), Stream.of(arguments))
                .toList());
    }

    private Said vedette(String... arguments) throws IOException, InterruptedException {
        return run(Stream.concat(Stream.of(local.resolve("bin/vedette").toString()), Stream.of(arguments))
                .toList());
    }

    private void install() throws IOException, InterruptedException {
        Said said = script();
        assertThat(said.exitCode).as(said.text).isZero();
    }

    @Test
    void shouldInstallNothingWithoutJava() throws Exception {
        environment.put("JAVA_HOME", directory.resolve("nowhere").toString());
        Said said = script();
        assertThat(said.exitCode).isEqualTo(1);
        assertThat(said.text).contains("needs Java 17 or later", "nothing is installed");
        assertThat(directory.resolve("root")).doesNotExist();
    }

    @Test
    void shouldInstallAndUninstall() throws Exception {
        install();

        Path yaml = directory.resolve("root/etc/vedette/vedette.yaml");
        assertThat(yaml).hasSameTextualContentAs(CONF.resolve("vedette.yaml"));
        try (Stream<Path> units = Files.list(CONF.resolve("systemd"))) {
            for (Path unit :
                    units.filter(file -> !file.toString().endsWith(".conf")).toList()) {
                assertThat(local.resolve("lib/systemd/system").resolve(unit.getFileName()))
                        .hasSameTextualContentAs(unit);
            }
        }
        assertThat(Files.readString(local.resolve("share/zsh/site-functions/_vedette")))
                .startsWith("#compdef vedette\n");
        assertThat(Files.size(local.resolve("share/man/man1/vedette-collect.1")))
                .isPositive();
        assertThat(vedette("config", "check", "-c", yaml.toString()).text).contains("configuration is good");

        Files.writeString(yaml, "listen:\n  port: 2056\n");
        install();
        assertThat(yaml).as("an upgrade leaves it").hasContent("listen:\n  port: 2056\n");
        assertThat(script("--uninstall").text).startsWith("left: ");
        try (Stream<Path> left = Files.walk(directory.resolve("root"))) {
            assertThat(left.filter(Files::isRegularFile)).containsExactly(yaml);
        }
    }

    @Test
    void shouldBeReadableForTheServiceWhateverRootsUmask() throws Exception {
        Said said = run(List.of(
                "sh", "-c", "umask 077; exec \"$0\"", CONF.resolve("install.sh").toString()));

        assertThat(said.exitCode).as(said.text).isZero();
        try (Stream<Path> installed = Files.walk(local)) {
            assertThat(installed)
                    .allSatisfy(path ->
                            assertThat(Files.getPosixFilePermissions(path)).contains(PosixFilePermission.OTHERS_READ));
        }
    }

    /** As where /tmp is mounted without execution, by a hardened system or by Docker: then no library can be unpacked in it. */
    @Test
    void shouldNeedNoDirectoryForTemporaryFilesToLoadLibraries() throws Exception {
        install();
        try (Stream<Path> libraries = Files.list(local.resolve("lib/vedette/native"))) {
            assumeTrue(libraries.findAny().isPresent(), "no libraries are known for " + System.getProperty("os.arch"));
        }
        environment.put("VEDETTE_JAVA_OPTS", "-Djava.io.tmpdir=" + directory.resolve("nowhere"));

        assertThat(vedette(
                                "isn",
                                "import",
                                CAPTURES.resolve("scan-mirai-like.pcap").toString())
                        .text)
                .contains("counted 1 capture")
                .as("a warning of the JVM about native code")
                .doesNotContain("restricted method");
        // A zstd frame of one empty block.
        Files.write(
                directory.resolve("empty.zst"), new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x20, 0, 1, 0, 0});
        assertThat(vedette("scan", "empty.zst").text).doesNotContain("cannot be loaded");
        assertThat(vedette(
                                "scan",
                                "--filter",
                                "tcp",
                                CAPTURES.resolve("scan-xmas.pcap").toString())
                        .text)
                .as("at most that libpcap is not installed")
                .doesNotContain("cannot be loaded");
        if (System.getProperty("os.name").equals("Linux")) {
            assertThat(listening()).contains("(epoll)").doesNotContain("restricted method");
        }
    }

    /** What a collector says when it listens. */
    private String listening() throws IOException, InterruptedException {
        Path err = directory.resolve("err");
        Process collector = builder(
                        List.of(local.resolve("bin/vedette").toString(), "collect", "-a", "127.0.0.1", "-p", "0"))
                .redirectError(err.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(err).contains("listening") || !collector.isAlive());
            return Files.readString(err);
        } finally {
            collector.destroyForcibly().waitFor();
        }
    }
}
