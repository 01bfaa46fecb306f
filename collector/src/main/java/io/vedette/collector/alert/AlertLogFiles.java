package io.vedette.collector.alert;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/** An alert log as a reader meets it: the files that were put aside, compressed or not, and the one that is written to. */
public final class AlertLogFiles {

    /** In bytes; what is longer is no alert. */
    static final int LONGEST_LINE = 1 << 20;

    private final Path path;
    private final LogRotation rotation;

    public AlertLogFiles(Path path) {
        this.path = path;
        rotation = new LogRotation(AlertLogConfig.at(path));
    }

    /** All files that are there, oldest first. */
    public List<Path> all() throws IOException {
        List<Path> all = new ArrayList<>();
        try {
            for (Path file : rotation.files()) {
                Path packed = file.resolveSibling(file.getFileName() + ".gz");
                if (!Files.exists(packed)) { // else it is there in both forms for a moment
                    all.add(file);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of(); // not even the directory
        }
        if (Files.exists(path)) {
            all.add(path);
        }
        return all;
    }

    /** The last lines of {@code file} that are {@code wanted}, at most so many, in their order. */
    public static List<String> last(Path file, int most, Predicate<String> wanted) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        if (isPacked(file)) {
            read(file, line -> {
                if (most > 0 && wanted.test(line)) {
                    last.addLast(line);
                    if (last.size() > most) {
                        last.removeFirst();
                    }
                }
            });
        } else {
            try (FileChannel channel = FileChannel.open(file)) {
                takeLast(new LinesFromEnd(channel, LONGEST_LINE), most, wanted, last);
            } catch (NoSuchFileException e) {
                return List.of();
            }
        }
        return List.copyOf(last);
    }

    static void takeLast(LinesFromEnd lines, int most, Predicate<String> wanted, Deque<String> last)
            throws IOException {
        while (last.size() < most) {
            String line = lines.previous();
            if (line == null) {
                break;
            }
            if (wanted.test(line)) {
                last.addFirst(line);
            }
        }
    }

    /** Whether {@code file} is one that was put aside and compressed. */
    public static boolean isPacked(Path file) {
        return file.toString().endsWith(".gz");
    }

    /**
     * Gives every line of {@code file} to {@code taker}, without its end. A file that vanishes meanwhile, because it was too
     * old, simply ends.
     */
    public static void read(Path file, Consumer<String> taker) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                InputStream plain = isPacked(file) ? new GZIPInputStream(in, 1 << 16) : in;
                BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.ISO_8859_1))) {
            lines.lines().forEach(taker);
        } catch (NoSuchFileException e) {
            return;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
