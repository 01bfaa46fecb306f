package io.vedette.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTroubleTest {

    @FunctionalInterface
    private interface Access {
        void run() throws IOException;
    }

    @TempDir
    Path directory;

    private static String whyNot(Access access) {
        try {
            access.run();
        } catch (IOException e) {
            return FileTrouble.why(e);
        }
        throw new AssertionError("it went well");
    }

    @Test
    void shouldSayWhatTheFileSystemTellsByClasses() throws IOException {
        Path file = Files.write(directory.resolve("latin"), new byte[] {'a', (byte) 0xe9, 'b'});

        assertThat(whyNot(() -> Files.readString(directory.resolve("none")))).isEqualTo("no such file");
        assertThat(whyNot(() -> Files.createDirectory(file))).isEqualTo("it exists already");
        assertThat(whyNot(() -> Files.newDirectoryStream(file))).isEqualTo("not a folder");
        assertThat(whyNot(() -> Files.delete(directory))).isEqualTo("the folder is not empty");
        assertThat(whyNot(() -> Files.readString(file))).isEqualTo("not UTF-8");
        assertThat(FileTrouble.why(new AccessDeniedException("f"))).isEqualTo("permission denied");
    }

    @Test
    void shouldSayWhatTheFileSystemTellsByReasons() throws IOException {
        Path file = Files.createFile(directory.resolve("f"));

        assertThat(whyNot(() -> Files.readString(directory))).isEqualTo("Is a directory");
        assertThat(whyNot(() -> Files.readString(file.resolve("below")))).isEqualTo("Not a directory");
        assertThat(FileTrouble.why(new FileSystemException("f"))).isEqualTo("FileSystemException");
        assertThat(FileTrouble.why(new IOException("No space left on device"))).isEqualTo("No space left on device");
        assertThat(FileTrouble.why(new IOException())).isEqualTo("IOException");
    }

    @Test
    void shouldNameTheFileOnce() {
        assertThat(FileTrouble.nameAndWhy(new AccessDeniedException("f"))).isEqualTo("f: permission denied");
        assertThat(FileTrouble.nameAndWhy(new IOException("f: cut off"))).isEqualTo("f: cut off");
        assertThat(FileTrouble.nameAndWhy(new FileSystemException(null, null, "too many links")))
                .isEqualTo("too many links");
    }

    @Test
    void shouldLeaveOutWhatAParserSaysToProgrammers() {
        assertThat(
                        FileTrouble.syntax(
                                "Unexpected end-of-input: expected close marker for Object (start marker at [Source:"
                                        + " REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 1])"))
                .isEqualTo("Unexpected end-of-input: expected close marker for Object");
        assertThat(FileTrouble.syntax("Unexpected character\n at [Source: x]")).isEqualTo("Unexpected character");
        assertThat(FileTrouble.syntax("")).isEmpty();
    }
}
