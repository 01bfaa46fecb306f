package io.vedette.collector.alert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of files that were put aside, {@code alerts-20261101T021407.123Z.ndjson} beside {@code alerts.ndjson}, and how
 * many of them are kept. Names in order of time are in order of the alphabet.
 */
final class LogRotation {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path path;
    private final String stem;
    private final String extension;
    private final Pattern aside;
    private final Path directory;
    private final int keep;

    LogRotation(Path path, int keep) {
        this.path = path.toAbsolutePath();
        this.keep = keep;
        directory = Objects.requireNonNull(this.path.getParent(), "an absolute path to a file has a parent");
        String name = this.path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        stem = dot > 0 ? name.substring(0, dot) : name;
        extension = dot > 0 ? name.substring(dot) : "";
        aside = Pattern.compile(Pattern.quote(stem) + "-\\d{8}T\\d{6}\\.\\d{3}Z" + Pattern.quote(extension));
    }

    /** Puts the file aside under the time {@code now}, or, should the clock have gone back, one after the newest. */
    Path putAside(Instant now) throws IOException {
        List<Path> files = files();
        Instant stamp = now;
        if (!files.isEmpty()) {
            Instant newest = stampOf(files.get(files.size() - 1));
            stamp = now.isAfter(newest) ? now : newest;
        }
        Path target = path.resolveSibling(stem + "-" + STAMP.format(stamp) + extension);
        if (files.contains(target)) {
            target = path.resolveSibling(stem + "-" + STAMP.format(stamp.plusMillis(1)) + extension);
        }
        return Files.move(path, target);
    }

    /** Deletes the oldest files that were put aside, until {@code keep} are left. */
    void prune() throws IOException {
        List<Path> files = files();
        for (Path old : files.subList(0, Math.max(0, files.size() - keep))) {
            Files.deleteIfExists(old);
        }
    }

    /** The files that were put aside, oldest first. */
    private List<Path> files() throws IOException {
        try (Stream<Path> siblings = Files.list(directory)) {
            return siblings.filter(
                            file -> aside.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    private Instant stampOf(Path file) {
        String name = file.getFileName().toString();
        return STAMP.parse(name.substring(stem.length() + 1, name.length() - extension.length()), Instant::from);
    }
}
