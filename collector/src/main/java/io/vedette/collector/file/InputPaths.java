package io.vedette.collector.file;

import io.vedette.collector.file.InputPath.Origin;
import io.vedette.core.capture.FrameBatch;
import io.vedette.core.text.FileTrouble;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an operator named as input, as files in reading order: names in the order given, the files of a folder or a pattern
 * in the order of their first packet, then of their names.
 *
 * <p>A file is read once, however often and under whatever links it was named.
 */
public final class InputPaths {

    private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

    private final List<InputPath> inputs = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();

    /**
     * Something about the names themselves that the operator should know.
     *
     * @param name as the operator wrote it, or the file found under it
     */
    public record Problem(String name, String detail, Kind kind) {}

    /** Whether a problem means that input is missing. */
    public enum Kind {
        WARNING,
        MISSING_INPUT
    }

    private InputPaths() {}

    /** Looks up files, folders (with everything beneath), patterns such as {@code *.pcap.gz}, and {@code -}. */
    public static InputPaths of(List<String> names) {
        InputPaths paths = new InputPaths();
        names.forEach(paths::add);
        return paths;
    }

    /** Whether what is named can become more: a folder or a pattern. */
    public static boolean isOpenEnded(String name) {
        try {
            Path path = Path.of(name);
            return Files.isDirectory(path)
                    || !Files.exists(path) && GLOB.matcher(name).find();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    public List<InputPath> inputs() {
        return List.copyOf(inputs);
    }

    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    private void add(String name) {
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            missing(name, "not a file name");
            return;
        }
        if (path.equals(InputPath.STANDARD_INPUT)) {
            addOnce(path, path, Origin.NAMED);
        } else if (Files.isDirectory(path)) {
            addFolder(path, Integer.MAX_VALUE, file -> true);
        } else if (Files.exists(path)) {
            addFile(path, Origin.NAMED);
        } else if (GLOB.matcher(name).find()) {
            addPattern(name);
        } else {
            missing(name, "no such file");
        }
    }

    private void addPattern(String pattern) {
        // The folder to look in is what stands before the first name with a wildcard.
        int wildcard = pattern.length()
                - GLOB.splitAsStream(pattern)
                        .skip(1)
                        .mapToInt(part -> part.length() + 1)
                        .sum();
        int slash = pattern.lastIndexOf('/', wildcard);
        Path folder = Path.of(slash < 0 ? "." : pattern.substring(0, slash + 1));
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        int before = inputs.size();
        int problemsBefore = problems.size();
        if (Files.isDirectory(folder)) {
            long levels =
                    pattern.substring(slash + 1).chars().filter(c -> c == '/').count() + 1;
            int depth = pattern.contains("**") ? Integer.MAX_VALUE : (int) levels;
            addFolder(folder, depth, file -> matcher.matches(slash < 0 ? folder.relativize(file) : file));
        }
        if (inputs.size() == before && problems.size() == problemsBefore) {
            missing(pattern, "matches no file");
        }
    }

    private void addFolder(Path folder, int depth, PathMatcher wanted) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, new Collector(wanted, files));
        } catch (IOException e) {
            missing(folder.toString(), "cannot be listed: " + FileTrouble.why(e));
        }
        Map<Path, Long> firstNanos = new HashMap<>();
        files.forEach(file -> firstNanos.put(file, firstNanos(file)));
        files.sort(Comparator.<Path, Long>comparing(firstNanos::get).thenComparing(Comparator.naturalOrder()));
        files.forEach(file -> addFile(file, Origin.FOUND));
    }

    private void addFile(Path file, Origin origin) {
        if (!Files.isReadable(file)) {
            missing(file.toString(), "permission denied");
            return;
        }
        Path identity = file;
        if (Files.isRegularFile(file)) {
            try {
                identity = file.toRealPath();
            } catch (IOException e) {
                // Gone since it was listed, or odd: the attempt to open it will tell.
                identity = file.toAbsolutePath();
            }
        }
        addOnce(file, identity, origin);
    }

    private void addOnce(Path path, Path identity, Origin origin) {
        if (seen.add(identity)) {
            inputs.add(new InputPath(path, origin));
        } else {
            problems.add(new Problem(path.toString(), "named more than once, read once", Kind.WARNING));
        }
    }

    private void missing(String name, String detail) {
        problems.add(new Problem(name, detail, Kind.MISSING_INPUT));
    }

    /** Time of the first packet in a file; the largest time for anything without one. */
    private static long firstNanos(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return Long.MAX_VALUE;
        }
        FrameBatch first = new FrameBatch(1);
        try (CaptureReader reader = CaptureReader.sample(file)) {
            return reader.read(first) ? first.timeNanos(0) : Long.MAX_VALUE;
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    private final class Collector extends SimpleFileVisitor<Path> {

        private final PathMatcher wanted;
        private final List<Path> files;

        Collector(PathMatcher wanted, List<Path> files) {
            this.wanted = wanted;
            this.files = files;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && wanted.matches(file)) {
                files.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            if (failure instanceof FileSystemLoopException) {
                problems.add(new Problem(file.toString(), "a link back to a folder above it", Kind.WARNING));
            } else {
                missing(file.toString(), "cannot be read: " + FileTrouble.why(failure));
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
