package io.vedette.collector.alert.suppress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file of suppressions: one JSON object per line; empty lines and lines that begin with {@code #} are left as they are.
 *
 * <p>A change is written to a new file, forced to the disk and renamed into place, under a lock ({@code NAME.lock}) that all
 * who change it take: readers see the old file or the new one, and two changes at once both count.
 */
public final class SuppressionFile {

    /** The most suppressions in a file. */
    public static final int MOST = 1_000;

    /** What some editors put before UTF-8. */
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private static final int MOST_SAID = 10;
    private static final long MOST_BYTES = 2 << 20;

    private final Path path;

    public SuppressionFile(Path path) {
        this.path = path;
    }

    /**
     * What is in the file.
     *
     * @param suppressions those that can be read, in their order
     * @param problems one line for each that cannot, with file and line number, harmless to print
     */
    public record Content(List<Suppression> suppressions, List<String> problems) {

        public Content {
            suppressions = List.copyOf(suppressions);
            problems = List.copyOf(problems);
        }
    }

    /** The first {@value #MOST_SAID} of {@code problems}, and how many more there are: thousands of lines help nobody. */
    public List<String> inBrief(List<String> problems) {
        List<String> brief = new ArrayList<>(problems.subList(0, Math.min(MOST_SAID, problems.size())));
        if (problems.size() > MOST_SAID) {
            brief.add("and " + (problems.size() - MOST_SAID) + " more in " + path);
        }
        return brief;
    }

    public Path path() {
        return path;
    }

    /**
     * Reads the file; one that is missing is empty.
     *
     * @throws IOException if it cannot be read or is larger than any such file
     */
    public Content read() throws IOException {
        List<Suppression> suppressions = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        int number = 0;
        for (String line : lines()) {
            number++;
            if (isComment(line)) {
                continue;
            }
            try {
                Suppression suppression = SuppressionLine.read(line);
                if (!ids.add(suppression.id())) {
                    throw new IllegalArgumentException("a second suppression " + suppression.id());
                }
                if (suppressions.size() == MOST) {
                    throw new IllegalArgumentException("more than " + MOST + " suppressions");
                }
                suppressions.add(suppression);
            } catch (IllegalArgumentException e) {
                problems.add(path + ":" + number + ": " + e.getMessage());
            }
        }
        return new Content(suppressions, problems);
    }

    private List<String> lines() throws IOException {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new IOException("larger than " + MOST_BYTES + " bytes");
            }
            String text = Files.readString(path);
            return (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)
                    .lines()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static boolean isComment(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#");
    }

    /**
     * Adds {@code suppression} at the end.
     *
     * @throws IOException if the file cannot be changed, or is full
     */
    public void add(Suppression suppression) throws IOException {
        change(lines -> {
            if (lines.stream().filter(line -> !isComment(line)).count() >= MOST) {
                throw new IOException(path + ": it has " + MOST + " suppressions; remove those that are over");
            }
            lines.add(SuppressionLine.write(suppression));
            return 1;
        });
    }

    /**
     * Ends the suppression {@code id} at {@code now}; it stays in the file.
     *
     * @return whether there is one
     */
    public boolean expire(String id, Instant now) throws IOException {
        return change(lines -> {
                    int found = 0;
                    for (int i = 0; i < lines.size(); i++) {
                        Suppression suppression = parsed(lines.get(i));
                        if (suppression != null && suppression.id().equals(id)) {
                            found++;
                            if (!suppression.isOver(now.toEpochMilli())) {
                                lines.set(i, SuppressionLine.write(suppression.endingAt(now)));
                            }
                        }
                    }
                    return found;
                })
                > 0;
    }

    /** Removes the suppressions that are over at {@code now}, and tells how many. */
    public int removeExpired(Instant now) throws IOException {
        return change(lines -> {
            int before = lines.size();
            lines.removeIf(line -> {
                Suppression suppression = parsed(line);
                return suppression != null && suppression.isOver(now.toEpochMilli());
            });
            return before - lines.size();
        });
    }

    private static @Nullable Suppression parsed(String line) {
        try {
            return isComment(line) ? null : SuppressionLine.read(line);
        } catch (IllegalArgumentException e) {
            return null; // stays as it is
        }
    }

    /** Changes the lines and tells how many; the file is written if it is any. */
    private interface Change {
        int apply(List<String> lines) throws IOException;
    }

    private int change(Change change) throws IOException {
        Path directory = Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file has a parent");
        Files.createDirectories(directory);
        Path lock = path.resolveSibling(path.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            keepOwner(directory, lock);
            List<String> lines = new ArrayList<>(lines());
            int changed = change.apply(lines);
            if (changed > 0) {
                replace(directory, lines);
            }
            return held.isValid() ? changed : 0;
        }
    }

    private void replace(Path directory, List<String> lines) throws IOException {
        Path target = Files.isSymbolicLink(path) ? path.toRealPath() : path;
        Path written = Files.createTempFile(
                target == path ? directory : Objects.requireNonNull(target.getParent(), "a real path has a parent"),
                ".suppressions",
                ".new");
        try {
            try (FileChannel out = FileChannel.open(written, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(
                        (String.join("\n", lines) + (lines.isEmpty() ? "" : "\n")).getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            keepPermissions(target, written);
            keepOwner(Files.exists(target) ? target : directory, written);
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /** A temporary file belongs to its maker alone; the collector, perhaps another user, must go on reading this one. */
    private static void keepPermissions(Path from, Path to) throws IOException {
        try {
            Set<PosixFilePermission> permissions = Files.exists(from)
                    ? Files.getPosixFilePermissions(from)
                    : Set.of(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.GROUP_READ,
                            PosixFilePermission.OTHERS_READ);
            Files.setPosixFilePermissions(to, permissions);
        } catch (UnsupportedOperationException e) {
            return; // a file system without them
        }
    }

    /** What root changes goes on belonging to the collector's user; a new file belongs to whom its directory does. */
    private static void keepOwner(Path from, Path to) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(to, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return; // a file system without owners
        }
        PosixFileAttributes wanted = Files.readAttributes(from, PosixFileAttributes.class);
        PosixFileAttributes present = view.readAttributes();
        try {
            if (!wanted.group().equals(present.group())) {
                view.setGroup(wanted.group());
            }
            if (!wanted.owner().equals(present.owner())) {
                view.setOwner(wanted.owner());
            }
        } catch (FileSystemException e) {
            return; // only root gives files away
        }
    }
}
