package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./vedette} in a checkout with the classes under test, in which building is no more than to copy them. */
@Timeout(240)
class LauncherTest {

    private static final String INSTALL = "apt-get install -y -qq --no-install-recommends ";

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private Path checkout;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = Files.createDirectory(directory.resolve("vedette"));
        for (String module : List.of("core", "collector", "cli")) {
            Files.createDirectories(checkout.resolve(module).resolve("src/main"));
            Files.createFile(checkout.resolve(module).resolve("pom.xml"));
        }
        Files.createFile(checkout.resolve("pom.xml"));
        Files.createDirectory(checkout.resolve(".mvn"));
        Files.copy(ROOT.resolve(".mvn/java.sh"), checkout.resolve(".mvn/java.sh"));
        Files.copy(ROOT.resolve("vedette"), checkout.resolve("vedette"), StandardCopyOption.COPY_ATTRIBUTES);
        Path maven = checkout.resolve("mvnw");
        Files.writeString(
                maven,
                String.join(
                        "\n",
                        "#!/bin/sh",
                        "echo built >>" + builds(),
                        "echo \"$HOME\" >" + directory.resolve("home"),
                        "while [ -e " + hold() + " ]; do sleep 0.1; done",
                        "cp " + ClassPathJar.in(directory) + " " + checkout.resolve("cli/target/vedette.jar"),
                        ""));
        assertThat(maven.toFile().setExecutable(true)).isTrue();
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Path builds() {
        return directory.resolve("builds");
    }

    /** While it is there a build goes on. */
    private Path hold() {
        return directory.resolve("hold");
    }

    private Path said(String name) {
        return directory.resolve(name + ".out");
    }

    private Process vedette(String name, String... arguments) throws IOException {
        return start(builder(name, arguments));
    }

    private ProcessBuilder builder(String name, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(checkout.resolve("vedette").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said(name).toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("VEDETTE_WEB_ENABLED", "false");
        return builder;
    }

    private Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private void awaitSaid(String name, String text) {
        await().atMost(SOON).until(() -> Files.readString(said(name)).contains(text));
    }

    private void assertTellsVersion(String name, Process process) throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as(Files.readString(said(name)))
                .isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(said(name)).content().contains("vedette 0.");
    }

    /** A collector that was built at its start runs for months; until it ends the source may change. */
    @Test
    void shouldBuildBesideACollectorThatWasBuiltAtItsStart() throws Exception {
        vedette("collector", "collect", "-p", "0");
        awaitSaid("collector", "Point nProbe here");
        Files.createFile(checkout.resolve("core/src/main/New.java"));

        assertTellsVersion("version", vedette("version", "--version"));
        assertThat(builds()).hasContent("built\nbuilt\n");
        assertThat(started.get(0).isAlive()).isTrue();
    }

    /** It reads its classes from the jar as it needs them: one that is written over ends it in the middle. */
    @Test
    void shouldNotWriteOverAJarThatIsRun() throws IOException {
        String jar = "${project.build.directory}/vedette.jar";
        assertThat(Files.readString(ROOT.resolve("cli/pom.xml")))
                .doesNotContain("<outputFile>" + jar + "</outputFile>")
                .contains("<outputFile>" + jar + ".new</outputFile>")
                .contains("<move file=\"" + jar + ".new\" tofile=\"" + jar + "\"/>");
    }

    @Test
    void shouldBuildOnceForTwoThatStartAtTheSameTime() throws Exception {
        Files.createFile(hold());
        Process first = vedette("first", "--version");
        awaitSaid("first", "building, which happens once");
        Process second = vedette("second", "--version");
        awaitSaid("second", "being built by another one, waiting");
        Files.delete(hold());

        assertTellsVersion("first", first);
        assertTellsVersion("second", second);
        assertThat(builds()).hasContent("built\n");
    }

    /** As after a clock that was ahead. */
    @Test
    void shouldBuildOnceWhateverTheTimesOfTheFiles() throws Exception {
        Path source = Files.createFile(checkout.resolve("core/src/main/New.java"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofDays(2))));

        assertTellsVersion("first", vedette("first", "--version"));
        assertTellsVersion("second", vedette("second", "--version"));
        assertThat(builds()).hasContent("built\n");
    }

    @Test
    void shouldBuildAgainWhatChangedDuringABuild() throws Exception {
        Files.createFile(hold());
        Process first = vedette("first", "--version");
        await().atMost(SOON).until(() -> Files.exists(builds()));
        Files.createFile(checkout.resolve("core/src/main/New.java"));
        Files.delete(hold());
        assertTellsVersion("first", first);

        assertTellsVersion("second", vedette("second", "--version"));
        assertThat(builds()).hasContent("built\nbuilt\n");
    }

    /** Services have none, and Maven's wrapper does not run without one. */
    @Test
    void shouldTellMavenTheHomeOfTheUser() throws Exception {
        ProcessBuilder builder = builder("homeless", "--version");
        builder.environment().remove("HOME");

        assertTellsVersion("homeless", start(builder));
        assertThat(Files.readString(directory.resolve("home"))).startsWith("/");
    }

    /** Cron jobs and services have none. The shell makes the name, which this JVM may not be able to write either. */
    @ParameterizedTest
    @ValueSource(strings = {"vedette/vedette", "conf/bin/vedette"})
    void shouldOpenFilesOfAnyNameWithoutALocale(String launcher) throws Exception {
        Path installed = Files.createDirectories(directory.resolve("conf/bin"));
        Files.copy(ROOT.resolve("conf/bin/vedette"), installed.resolve("vedette"), StandardCopyOption.COPY_ATTRIBUTES);
        Path library = Files.createDirectories(directory.resolve("conf/lib/vedette"));
        Files.copy(ClassPathJar.in(directory), library.resolve("vedette.jar"));
        String script = "name=$(printf 'caf\\303\\251.yaml'); echo 'log-level: warn' >$name; exec " + launcher
                + " config check -c $name";
        ProcessBuilder builder = builder("plain").command("sh", "-c", script);
        builder.environment().keySet().removeAll(List.of("LANG", "LC_CTYPE"));
        builder.environment().put("LC_ALL", "C");

        assertThat(start(builder).waitFor()).as(Files.readString(said("plain"))).isZero();
        assertThat(said("plain")).content().endsWith("configuration is good: caf\u00e9.yaml\n");
    }

    @Test
    void shouldRunAsAnArgumentOfTheShell() throws Exception {
        ProcessBuilder builder = builder("argument").directory(checkout.toFile());

        assertTellsVersion("argument", start(builder.command("sh", "vedette", "--version")));
    }

    /** Slim images have none, and Java cannot be set up without. */
    @Test
    void shouldMakeTheFolderForManualPagesBeforeJavaIsInstalled() throws Exception {
        assertThat(callsToInstallJava("echo 0"))
                .containsSubsequence("mkdir -p /usr/share/man/man1", INSTALL + "openjdk-17-jdk-headless");
    }

    /** Debian 12 has 17, Debian 13 has 21 and 25. */
    @Test
    void shouldInstallTheFirstJavaThatTheSystemHas() throws Exception {
        assertThat(callsToInstallJava("case $* in *openjdk-17*) exit 100 ;; esac; echo 0"))
                .containsSubsequence("apt-get update -qq", INSTALL + "openjdk-21-jdk-headless")
                .doesNotContain(INSTALL + "openjdk-17-jdk-headless");
    }

    /** So that its own message is seen. */
    @Test
    void shouldTryToInstallJavaWhereTheSystemKnowsNone() throws Exception {
        assertThat(callsToInstallJava("[ $1 != install ] || exit 100; echo 0"))
                .endsWith(INSTALL + "openjdk-17-jdk-headless");
        assertThat(said("installed")).content().endsWith("test: could not install openjdk-17-jdk-headless\n");
    }

    private List<String> callsToInstallJava(String answer) throws Exception {
        Path tools = Files.createDirectory(directory.resolve("tools"));
        Path calls = directory.resolve("calls");
        for (String tool : List.of("id", "mkdir", "apt-get")) {
            String script = "#!/bin/sh\necho " + tool + " $* >>" + calls + "\n" + answer + "\n";
            assertThat(Files.writeString(tools.resolve(tool), script).toFile().setExecutable(true))
                    .isTrue();
        }
        String script = "PATH=" + tools + ":$PATH; . .mvn/java.sh; java_least=99; java_need jdk test";
        ProcessBuilder builder = builder("installed").directory(checkout.toFile());

        assertThat(start(builder.command("sh", "-c", script)).waitFor()).isEqualTo(1);
        return Files.readAllLines(calls);
    }

    /** As after a first start by root in somebody's checkout. */
    @Test
    void shouldSayWhatCannotBeWritten() throws Exception {
        Path target = Files.createDirectory(checkout.resolve("core/target"));
        Files.createDirectory(checkout.resolve("cli/target"));
        Path jar = Files.createFile(checkout.resolve("cli/target/vedette.jar"));
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.setPosixFilePermissions(checkout.resolve("cli"), PosixFilePermissions.fromString("rwxrwxrwx"));
        ProcessBuilder builder = builder("other", "--version").directory(checkout.toFile());
        if (System.getProperty("user.name").equals("root")) {
            builder.command().addAll(0, List.of("setpriv", "--reuid", "65534", "--clear-groups"));
        }

        assertThat(start(builder).waitFor()).isEqualTo(1);
        assertThat(said("other"))
                .hasContent("vedette: what is built is older than its source, and " + target
                        + " is not writable; let its owner run " + checkout.resolve("vedette") + " --version");
    }
}
