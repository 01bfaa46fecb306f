package io.vedette.collector.darknet;

import io.vedette.core.darknet.DarknetEvents;
import io.vedette.core.darknet.EventState;
import io.vedette.core.darknet.Victims;
import io.vedette.core.text.FileTrouble;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Open events in a file, with a checksum at its end; it appears under its name when it is complete. A device is written to as it
 * is.
 */
final class StateFile {

    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final Path unfinished;

    /** @throws IOException if there is no way to write it */
    StateFile(Path path) throws IOException {
        boolean isThere = Files.exists(path);
        this.path = isThere ? path.toRealPath() : path;
        this.unfinished = isThere && !Files.isRegularFile(path)
                ? this.path
                : this.path.resolveSibling("." + this.path.getFileName() + ".tmp");
        Files.write(unfinished, new byte[0]);
    }

    void write(DarknetEvents events, Victims victims, long seed) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(Files.newOutputStream(unfinished), new CRC32());
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(checked, BUFFER))) {
            EventState.write(events, victims, seed, out);
            out.flush();
            out.writeLong(checked.getChecksum().getValue());
        }
        if (!unfinished.equals(path)) {
            Files.move(unfinished, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Forgets what was not written. */
    void discard() throws IOException {
        if (!unfinished.equals(path)) {
            Files.deleteIfExists(unfinished);
        }
    }

    /** @throws IOException if the file is not such a state, damaged or cut off; the message names it */
    static void read(Path path, DarknetEvents events, Victims victims, long seed) throws IOException {
        check(path);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER))) {
            EventState.read(events, victims, seed, in);
        } catch (EOFException e) {
            throw new IOException(path + ": the state is cut off", e);
        } catch (IOException e) {
            throw new IOException(path + ": " + FileTrouble.why(e), e);
        }
    }

    private static void check(Path path) throws IOException {
        long length = Files.size(path) - Long.BYTES;
        CheckedInputStream checked =
                new CheckedInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER), new CRC32());
        try (DataInputStream in = new DataInputStream(checked)) {
            in.skipNBytes(Math.max(0, length));
            long sum = checked.getChecksum().getValue();
            if (length < 0 || in.readLong() != sum) {
                throw new IOException(path + ": no state, or one that is damaged or cut off");
            }
        }
    }
}
