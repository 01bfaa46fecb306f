package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.CollectorConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The image is made of what is there, and runs what the program understands. Whether it can be built, only an engine knows. */
class DockerfileTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final List<Instruction> instructions = read(ROOT.resolve("Dockerfile"));
    private final List<Instruction> image = instructions.subList(
            instructions.lastIndexOf(named("FROM").reduce((a, b) -> b).orElseThrow()), instructions.size());

    /** One instruction, its continued lines joined. */
    private record Instruction(String name, String arguments) {

        /** The words of {@code ["a", "b"]}. */
        List<String> exec() {
            assertThat(arguments)
                    .as(name + " runs no shell, which would keep signals to itself")
                    .matches("\\[.*]");
            return Pattern.compile("\"([^\"]*)\"")
                    .matcher(arguments)
                    .results()
                    .map(word -> word.group(1))
                    .toList();
        }

        /** What is copied, without where to; of COPY from the context. */
        List<String> sources() {
            List<String> words = List.of(arguments.split("\\s+"));
            return words.subList(0, words.size() - 1);
        }
    }

    private static List<Instruction> read(Path file) {
        try {
            String text =
                    Files.readString(file).replaceAll("(?m)^\\s*#.*\\n", "").replaceAll("\\\\\\n\\s*", "");
            return text.lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.split("\\s+", 2))
                    .map(parts -> new Instruction(parts[0], parts[1]))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Stream<Instruction> named(String name) {
        return instructions.stream().filter(instruction -> instruction.name.equals(name));
    }

    /** The arguments of the only instruction of this name in the image's own stage. */
    private String only(String name) {
        List<Instruction> found = image.stream()
                .filter(instruction -> instruction.name.equals(name))
                .toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0).arguments;
    }

    private List<Instruction> copies(boolean ofOtherStages) {
        return named("COPY")
                .filter(copy -> copy.arguments.startsWith("--from=") == ofOtherStages)
                .toList();
    }

    private static String file(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    @Test
    void shouldCopyWhatIsThereAndNotIgnored() throws IOException {
        List<String> ignored = file(".dockerignore").lines().toList();
        for (Instruction copy : copies(false)) {
            for (String source : copy.sources()) {
                assertThat(ROOT.resolve(source)).exists();
                assertThat(ignored)
                        .as(source)
                        .noneMatch(pattern -> FileSystems.getDefault()
                                .getPathMatcher("glob:" + pattern)
                                .matches(Path.of(source)));
            }
        }
    }

    @Test
    void shouldCopyEveryModule() throws IOException {
        List<String> modules = all("<module>([^<]+)</module>", file("pom.xml"));
        List<String> copied =
                copies(false).stream().flatMap(copy -> copy.sources().stream()).toList();

        assertThat(modules).isNotEmpty();
        assertThat(copied)
                .contains(modules.stream().map(module -> module + "/pom.xml").toArray(String[]::new));
        // Those that the program is made of, the program's own among them.
        List<String> parts = Stream.concat(
                        Stream.of("cli"),
                        all("<artifactId>vedette-([a-z]+)</artifactId>", file("cli/pom.xml")).stream())
                .distinct()
                .toList();
        assertThat(parts).contains("core", "collector");
        assertThat(copied)
                .contains(parts.stream().map(part -> part + "/src/main").toArray(String[]::new));
        // Resources of the program that lie outside of its module.
        assertThat(copied)
                .contains(all("<include>([A-Z.-]+(?:md)?)</include>", file("cli/pom.xml"))
                        .toArray(String[]::new));
    }

    @Test
    void shouldTakeFromTheBuildWhatItMakes() {
        assertThat(copies(true))
                .extracting(copy -> copy.arguments)
                .containsExactly("--from=build /src/cli/target/vedette.jar /usr/local/lib/vedette/vedette.jar");
        assertThat(named("FROM").map(Instruction::arguments)).anyMatch(from -> from.endsWith(" AS build"));
        assertThat(named("WORKDIR").map(Instruction::arguments).findFirst()).contains("/src");
    }

    @Test
    void shouldBuildAndRunOnOneSystemWithTheJavaThatIsNeeded() throws IOException {
        assertThat(named("FROM").map(from -> from.arguments.split(" ")[0]).distinct())
                .as("one base, so that libraries fit")
                .hasSize(1);
        String release = all("<maven.compiler.release>(\\d+)<", file("pom.xml")).get(0);
        List<MatchResult> packages = Pattern.compile("openjdk-(\\d+)-(jdk|jre)-headless")
                .matcher(file("Dockerfile"))
                .results()
                .toList();
        assertThat(packages).extracting(found -> found.group(2)).containsExactly("jdk", "jre");
        assertThat(packages).extracting(found -> found.group(1)).containsOnly(release);
        assertThat(file(".mvn/java.sh"))
                .contains("java_packages=\"" + packages.get(0).group() + " ");
    }

    @Test
    void shouldRunWithoutRights() {
        String user = only("USER");
        assertThat(user).as("a number, which Kubernetes can check").matches("[1-9]\\d*:[1-9]\\d*");
        String made = image.stream()
                .filter(step -> step.name.equals("RUN") && step.arguments.contains("useradd"))
                .map(Instruction::arguments)
                .findFirst()
                .orElseThrow();
        assertThat(made).contains("--uid " + user.split(":")[0] + " ", "--gid " + user.split(":")[1] + " ");
        assertThat(made).endsWith("-o vedette -g vedette " + only("VOLUME"));
    }

    @Test
    void shouldKeepItsStateInTheVolume() throws IOException {
        String volume = only("VOLUME");
        assertThat(only("WORKDIR")).as("below which relative names are").isEqualTo(volume);
        assertThat(only("ENV").split(" "))
                .as("no key is set by a variable, which would beat the mounted file")
                .containsExactlyInAnyOrder("STATE_DIRECTORY=" + volume, "VEDETTE_CONFIG=/etc/vedette/vedette.yaml");
        assertThat(copies(false))
                .extracting(copy -> copy.arguments)
                .contains("conf/vedette.yaml /etc/vedette/vedette.yaml", "conf/bin/vedette /usr/local/bin/vedette");
        assertThat(file("conf/systemd/vedette-collect.service"))
                .as("the same places as the service's")
                .contains("WorkingDirectory=" + volume, "VEDETTE_CONFIG=/etc/vedette/vedette.yaml");
        assertThat(CollectorConfig.defaults().alerts().log().path().isAbsolute())
                .isFalse();
        assertThat(only("EXPOSE")).isEqualTo(CollectorConfig.defaults().listen().port() + "");
    }

    private static void assertUnderstood(List<String> words) {
        assertThat(words.get(0)).isEqualTo("vedette");
        CommandLine program =
                Vedette.commandLine(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()));
        CommandLine.ParseResult parsed =
                program.parseArgs(words.subList(1, words.size()).toArray(String[]::new));
        assertThat(parsed.hasSubcommand()).isTrue();
        assertThat(parsed.errors()).isEmpty();
    }

    @Test
    void shouldRunWhatTheProgramUnderstands() {
        List<String> entryPoint = new Instruction("ENTRYPOINT", only("ENTRYPOINT")).exec();
        List<String> command = new Instruction("CMD", only("CMD")).exec();
        assertUnderstood(Stream.concat(entryPoint.stream(), command.stream()).toList());
        assertThat(command).containsExactly("collect");

        String check = only("HEALTHCHECK");
        assertThat(check).contains("--interval=", "--timeout=", "--start-period=", "--retries=");
        assertUnderstood(new Instruction("HEALTHCHECK", check.substring(check.indexOf('['))).exec());

        for (String step : image.stream()
                .filter(instruction -> instruction.name.equals("RUN"))
                .flatMap(run -> Arrays.stream(run.arguments.split("&&")))
                .map(String::strip)
                .toList()) {
            List<String> words = List.of(step.replaceAll("\\S+=\"[^\"]*\"\\s+", "")
                    .replaceAll("\\s*>\\S+", "")
                    .split("\\s+"));
            if (words.get(0).equals("vedette")) {
                assertUnderstood(words);
            }
        }
    }
}
