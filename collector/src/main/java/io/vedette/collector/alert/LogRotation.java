package io.vedette.collector.alert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files that were put aside, {@code alerts-20261101T021407.123Z.ndjson} beside {@code alerts.ndjson}, with {@code .gz}
 * behind it once it is compressed, and how many of them are kept. Names in order of time are in order of the alphabet.
 */
final class LogRotation {

    private static final String GZIP = ".gz";
    private static final int STAMP_LENGTH = "20261101T021407.123Z".length();
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path path;
    private final String stem;
    private final String extension;
    private final Pattern aside;
    private final Path directory;
    private final int keep;
    private final @Nullable Duration keepAge;
    private final long keepBytes;

    LogRotation(AlertLogConfig config) {
        this.path = config.path().toAbsolutePath();
        keep = config.keep();
        keepAge = config.keepAge();
        keepBytes = config.keepSize() == null ? 0 : config.keepSize().bytes();
        directory = Objects.requireNonNull(this.path.getParent(), "an absolute path to a file has a parent");
        String name = this.path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        stem = dot > 0 ? name.substring(0, dot) : name;
        extension = dot > 0 ? name.substring(dot) : "";
        aside = Pattern.compile(
                Pattern.quote(stem) + "-\\d{8}T\\d{6}\\.\\d{3}Z" + Pattern.quote(extension) + "(\\.gz)?");
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
        if (files.contains(target) || files.contains(target.resolveSibling(target.getFileName() + GZIP))) {
            target = path.resolveSibling(stem + "-" + STAMP.format(stamp.plusMillis(1)) + extension);
        }
        return Files.move(path, target);
    }

    /** Deletes the oldest files that were put aside, until what is left is within all limits. */
    void prune(Instant now) throws IOException {
        List<Path> files = files();
        int doomed = Math.max(0, files.size() - keep);
        long bytes = 0;
        for (int i = files.size() - 1; i >= doomed; i--) {
            bytes += Files.size(files.get(i));
            boolean tooMuch = keepBytes > 0 && bytes > keepBytes;
            boolean tooOld = keepAge != null && stampOf(files.get(i)).isBefore(now.minus(keepAge));
            if (tooMuch || tooOld) {
                doomed = i + 1;
            }
        }
        for (Path old : files.subList(0, doomed)) {
            Files.deleteIfExists(old);
        }
    }

    /** Compresses what was put aside and is not compressed yet; a file is there in one form or the other at any moment. */
    void compress() throws IOException {
        for (Path file : files()) {
            if (isCompressed(file)) {
                continue;
            }
            Path packed = file.resolveSibling(file.getFileName() + GZIP);
            Path part = file.resolveSibling(file.getFileName() + GZIP + ".part");
            try {
                pack(file, part);
                Files.move(part, packed, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                Files.delete(file);
            } finally {
                Files.deleteIfExists(part);
            }
        }
    }

    private static void pack(Path from, Path to) throws IOException {
        try (FileChannel out = FileChannel.open(
                        to, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
                GZIPOutputStream packed = new GZIPOutputStream(Channels.newOutputStream(out), 1 << 16)) {
            Files.copy(from, packed);
            packed.finish();
            out.force(true); // before the other form is deleted
        }
    }

    /** The files that were put aside, oldest first. */
    List<Path> files() throws IOException {
        try (Stream<Path> siblings = Files.list(directory)) {
            return siblings.filter(this::isAside).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** A name with a time that does not exist is none of ours. */
    private boolean isAside(Path file) {
        if (!aside.matcher(file.getFileName().toString()).matches()) {
            return false;
        }
        try {
            stampOf(file);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isCompressed(Path file) {
        return file.getFileName().toString().endsWith(GZIP);
    }

    private Instant stampOf(Path file) {
        String stamp = file.getFileName().toString().substring(stem.length() + 1, stem.length() + 1 + STAMP_LENGTH);
        return STAMP.parse(stamp, Instant::from);
    }
}
