package io.vedette.collector.isn;

import io.vedette.collector.file.InputPath;
import io.vedette.collector.file.InputPath.Origin;
import io.vedette.collector.file.InputPaths;
import io.vedette.core.text.FileTrouble;
import java.io.IOException;
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
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Captures by name, and those in folders, with everything beneath, whose names look like those of captures that are complete. Unlike {@link
 * InputPaths} it opens none of them: a folder may hold those of years.
 */
public final class CaptureFinder {

    /** Names of captures: {@code x.cap}, {@code x.cap.gz}, {@code x.pcap}, {@code x.pcapng.zst}. */
    public static final List<String> DEFAULT_PATTERNS = List.of("*.cap*", "*.pcap*");

    /** What programs that copy files call them until they are complete. */
    private static final Pattern UNFINISHED = Pattern.compile("\\..*|.*\\.(tmp|temp|part|partial|filepart)");

    private final List<PathMatcher> patterns;
    private final List<InputPath> found = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();

    /**
     * @param patterns for the names of files in folders, as a shell has them
     * @throws IllegalArgumentException if one of them is no pattern
     */
    public CaptureFinder(List<String> patterns) {
        this.patterns = patterns.stream()
                .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern))
                .toList();
    }

    /** What was found, in the order of names; {@code -} stands for standard input. */
    public List<InputPath> found() {
        return List.copyOf(found);
    }

    /** What was named and cannot be used. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Looks for a file, a folder, a pattern, or {@code -}. */
    public CaptureFinder add(String name) {
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            problems.add(name + ": not a file name");
            return this;
        }
        if (Files.isDirectory(path)) {
            addFolder(path);
            return this;
        }
        InputPaths paths = InputPaths.of(List.of(name));
        for (InputPaths.Problem problem : paths.problems()) {
            problems.add(problem.name() + ": " + problem.detail());
        }
        paths.inputs().forEach(this::addOnce);
        return this;
    }

    private void addFolder(Path folder) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(
                    folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (attributes.isRegularFile() && isCapture(file)) {
                                files.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException failure) {
                            problems.add(file + ": cannot be read: " + FileTrouble.why(failure));
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            problems.add(folder + ": cannot be listed: " + FileTrouble.why(e));
        }
        files.stream().sorted().forEach(file -> addOnce(new InputPath(file, Origin.FOUND)));
    }

    private boolean isCapture(Path file) {
        Path name = file.getFileName();
        if (UNFINISHED.matcher(name.toString()).matches()) {
            return false;
        }
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }

    private void addOnce(InputPath input) {
        Path identity = input.path();
        try {
            identity = input.isStandardInput() ? identity : identity.toRealPath();
        } catch (IOException e) {
            identity = identity.toAbsolutePath(); // gone since: the attempt to open it will tell
        }
        if (seen.add(identity)) {
            found.add(input);
        }
    }
}
