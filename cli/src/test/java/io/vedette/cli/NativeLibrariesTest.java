package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.cli.NativeLibraries.NativeLibrary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of libraries in machine code is true of the versions that the program is made of. */
class NativeLibrariesTest {

    @TempDir
    Path directory;

    @Test
    void shouldUnpackAllOfEachArchitecture() throws IOException {
        Map<String, List<NativeLibrary>> all =
                NativeLibraries.all().stream().collect(Collectors.groupingBy(NativeLibrary::architecture));
        assertThat(all).containsOnlyKeys("amd64", "aarch64");
        Map<String, byte[]> machines =
                new TreeMap<>(Map.of("amd64", new byte[] {62, 0}, "aarch64", new byte[] {(byte) 183, 0}));
        for (String architecture : all.keySet()) {
            Path unpacked = directory.resolve("a/b").resolve(architecture);

            assertThat(NativeLibraries.unpack(architecture, unpacked)).hasSize(4);

            for (NativeLibrary library : all.get(architecture)) {
                byte[] content = Files.readAllBytes(unpacked.resolve(library.name()));
                assertThat(content).startsWith(0x7f, 'E', 'L', 'F');
                assertThat(new byte[] {content[18], content[19]})
                        .as("the field e_machine of " + library)
                        .isEqualTo(machines.get(architecture));
            }
        }
        assertThat(names(all.get("amd64"))).isEqualTo(names(all.get("aarch64")));
    }

    /** Netty's carries the architecture. */
    private static TreeSet<String> names(List<NativeLibrary> libraries) {
        return libraries.stream()
                .map(library -> library.name().replaceFirst("_(x86_64|aarch_64)\\.so$", ".so"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldReplaceThoseOfAnEarlierVersion() throws IOException {
        NativeLibraries.unpack("amd64", directory);
        Path library = directory.resolve("libsqlitejdbc.so");
        long length = Files.size(library);
        Files.writeString(library, "old");

        NativeLibraries.unpack("amd64", directory);

        assertThat(library).hasSize(length);
    }

    @Test
    void shouldKnowNothingOfOtherArchitectures() throws IOException {
        assertThat(NativeLibraries.unpack("pdp11", directory)).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldSayWhereItCannotUnpack() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        StringWriter err = new StringWriter();

        int exitCode = Vedette.commandLine(new PrintWriter(Writer.nullWriter()), new PrintWriter(err))
                .execute("x-unpack", file.toString());

        assertThat(exitCode).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("cannot unpack into " + file);
    }
}
