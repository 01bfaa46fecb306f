package io.vedette.collector.doctor;

import io.vedette.collector.web.AdminToken;
import io.vedette.core.text.FileTrouble;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether files can be written where they are to be, have room there, and can be read where they are needed. */
public final class FileCheck {

    /** The first version was made in this year; no right clock is before it. */
    private static final Instant FIRST_VERSION = Instant.parse("2026-01-01T00:00:00Z");

    private FileCheck() {}

    /**
     * A directory that will be written to, or made. Seen by writing there.
     *
     * @param about what is written there, for people
     * @param mostBytes the most that may come to lie there; the disk should have room for it
     */
    public static List<Finding> directory(String about, Path directory, long mostBytes) {
        Path existing = nearest(directory);
        if (!Files.isDirectory(existing)) {
            return List.of(Finding.problem(
                    about,
                    existing + " is a file, and " + directory + " cannot be made below it",
                    "move the file away, or choose another place"));
        }
        List<Finding> findings = new ArrayList<>();
        try {
            Files.delete(Files.createTempFile(existing, ".vedette-doctor", ""));
            findings.add(Finding.good(about, directory.toAbsolutePath().normalize() + " can be written"));
            findings.add(room(about, existing, mostBytes));
        } catch (IOException e) {
            findings.add(Finding.problem(
                    about,
                    "cannot write to " + existing + ": " + FileTrouble.why(e),
                    "give it to the user that the collector runs as (chown, chmod), and see that the disk is not full or mounted"
                            + " read-only (mount | grep ro,)"));
        }
        return findings;
    }

    private static Path nearest(Path directory) {
        Path existing = directory.toAbsolutePath().normalize();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }

    private static Finding room(String about, Path directory, long mostBytes) throws IOException {
        FileStore store = Files.getFileStore(directory);
        long free = store.getUsableSpace();
        String sizes = mebibytes(free) + " free on the disk of " + directory + ", up to " + mebibytes(mostBytes)
                + " may be written";
        if (free < mostBytes / 10) {
            return Finding.problem(
                    about + " disk",
                    sizes,
                    "make room, or lower the sizes in the configuration that say how much is kept");
        }
        if (free < mostBytes) {
            return Finding.warning(
                    about + " disk",
                    sizes,
                    "fine if other files already take part of it; else make room, or lower the sizes that are kept");
        }
        return Finding.good(about + " disk", sizes);
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    /** A file that is written to at its end, if it is there already. */
    public static List<Finding> appended(String about, Path file) {
        if (Files.isDirectory(file)) {
            return List.of(Finding.problem(
                    about, file + " is a folder, where a file is to be", "remove it, or choose another name"));
        }
        if (Files.exists(file) && !Files.isWritable(file)) {
            return List.of(Finding.problem(
                    about,
                    "this user may not write to " + file,
                    "give it to the user that the collector runs as (chown, chmod)"));
        }
        return List.of();
    }

    /** A file with a token: has to be readable for the collector, and for nobody else. */
    public static Finding secret(String about, Path file) {
        if (!Files.isReadable(file)) {
            return Finding.problem(about, file + " cannot be read", "create it, or give it to the collector's user");
        }
        try {
            AdminToken.of(file);
        } catch (IOException e) {
            return Finding.problem(
                    about,
                    file + " " + e.getMessage() + "; all writes are refused",
                    "let its first line be a token: openssl rand -hex 32");
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
                return Finding.warning(about, file + " can be read by everybody", "chmod o-r " + file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            return Finding.good(about, file + " can be read");
        }
        return Finding.good(about, file + " can be read, by few");
    }

    /** A clock that went back shows in files written in its future. */
    public static Finding clock(Path lastWritten, Instant now) {
        if (now.isBefore(FIRST_VERSION)) {
            return Finding.problem(
                    "clock",
                    "it says " + now.truncatedTo(ChronoUnit.SECONDS) + ", which was before this program was made",
                    "set it: timedatectl set-ntp true");
        }
        try {
            if (Files.exists(lastWritten)) {
                Instant written = Files.getLastModifiedTime(lastWritten).toInstant();
                if (written.isAfter(now.plusSeconds(60))) {
                    return Finding.problem(
                            "clock",
                            lastWritten + " was written at " + written
                                    + ", which is in the future: the clock went back",
                            "set it, and let it be kept by NTP: timedatectl set-ntp true");
                }
            }
        } catch (IOException e) {
            return Finding.warning("clock", lastWritten + " has no time: " + FileTrouble.why(e), "look at the disk");
        }
        return Finding.good("clock", "it says " + now.truncatedTo(ChronoUnit.SECONDS));
    }
}
