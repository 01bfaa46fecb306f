package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandFailureTest {

    @Test
    void tellsInWordsWhatIsWrong() {
        assertThat(CommandFailure.reading("f", new NoSuchFileException("f"))).hasMessage("cannot read f: no such file");
        assertThat(CommandFailure.writing("d/f", new NoSuchFileException("d/f")))
                .hasMessage("cannot write d/f: no such folder");
        assertThat(CommandFailure.reading("f", new AccessDeniedException("f")))
                .hasMessage("cannot read f: permission denied");
        assertThat(CommandFailure.writing("f", new FileSystemException("f", null, "Read-only file system")))
                .hasMessage("cannot write f: Read-only file system");
        assertThat(CommandFailure.reading("f", new IOException("f: larger than 7 bytes")))
                .hasMessage("cannot read f: larger than 7 bytes");
        assertThat(CommandFailure.reading("f", new IOException())).hasMessage("cannot read f: IOException");
    }

    @Test
    void tellsOfAFolderThatIsNoFile(@TempDir Path directory) {
        try {
            Files.readAllBytes(directory);
        } catch (IOException e) {
            assertThat(CommandFailure.reading(directory, e))
                    .hasMessage("cannot read " + directory + ": Is a directory");
            return;
        }
        throw new AssertionError("a folder was read");
    }
}
