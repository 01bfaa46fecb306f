package io.vedette.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The libraries in machine code that Netty, zstd-jni, JNA and SQLite bring along. Each of them unpacks its own into the directory
 * for temporary files when it is needed, which fails where nothing in there may be executed; an installation unpacks them all
 * beforehand, beside the program.
 */
final class NativeLibraries {

    private static final String LIST = "native-libraries.txt";

    private NativeLibraries() {}

    /**
     * One library.
     *
     * @param architecture for which it is, as the system property {@code os.arch} has it
     * @param resource where it is on the class path
     * @param name of the file by which it is found when it is unpacked
     */
    record NativeLibrary(String architecture, String resource, String name) {

        /** Writes it; a program that has loaded the old file keeps that. */
        void unpack(Path directory) throws IOException {
            try (InputStream in = NativeLibraries.class.getClassLoader().getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IOException(resource + " is not in the program");
                }
                Path file = directory.resolve(name);
                Files.deleteIfExists(file);
                Files.copy(in, file);
            }
        }
    }

    /** All of them, for all architectures. */
    static List<NativeLibrary> all() throws IOException {
        try (InputStream in = NativeLibraries.class.getResourceAsStream(LIST)) {
            if (in == null) {
                throw new IOException(LIST + " is missing beside " + NativeLibraries.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\s+"))
                    .map(word -> new NativeLibrary(word[0], word[1], word[2]))
                    .toList();
        }
    }

    /**
     * Unpacks those of one architecture.
     *
     * @param directory where to; made if it is missing
     * @return which; none if nothing is known about the architecture
     */
    static List<NativeLibrary> unpack(String architecture, Path directory) throws IOException {
        List<NativeLibrary> libraries = all().stream()
                .filter(library -> library.architecture.equals(architecture))
                .toList();
        Files.createDirectories(directory);
        for (NativeLibrary library : libraries) {
            library.unpack(directory);
        }
        return libraries;
    }
}
