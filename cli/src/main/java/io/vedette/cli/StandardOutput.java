package io.vedette.cli;

import io.vedette.collector.alert.Palette.Medium;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Standard output as a channel that tells when it was closed, which {@code System.out} hides. */
final class StandardOutput {

    private StandardOutput() {}

    static WritableByteChannel channel() {
        return new FileOutputStream(FileDescriptor.out).getChannel();
    }

    /**
     * Whether a terminal is behind it. Java 17 only knows whether input and output both are terminals; the kernel knows it of
     * each descriptor. Where there is no {@code /proc} the answer is no.
     */
    static Medium medium() {
        return medium(1);
    }

    /** The same of standard error. */
    static Medium errorMedium() {
        return medium(2);
    }

    private static Medium medium(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            boolean terminal =
                    target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            return terminal ? Medium.TERMINAL : Medium.OTHER;
        } catch (IOException e) {
            return Medium.OTHER;
        }
    }
}
