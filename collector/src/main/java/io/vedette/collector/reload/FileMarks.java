package io.vedette.collector.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tells one state of some files from another. Files are looked at, not read: where a path leads to, so that the turn of a
 * symbolic link shows wherever on the way it is, and which file of which size and time is there, so that a replaced one
 * shows. Polling sees this on every file system; notifications do not come from links or over a network.
 */
record FileMarks(Map<Path, Mark> marks) {

    /** @param place where the path leads to; the rest is null for a file that is not there */
    record Mark(
            @Nullable Path place,
            @Nullable Object key,
            long size,
            @Nullable FileTime modified) {}

    FileMarks {
        marks = Map.copyOf(marks);
    }

    static FileMarks of(Collection<Path> files) {
        Map<Path, Mark> marks = new LinkedHashMap<>();
        files.forEach(file -> marks.put(file, mark(file)));
        return new FileMarks(marks);
    }

    private static Mark mark(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Mark(file.toRealPath(), attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
        } catch (IOException e) {
            return new Mark(null, null, -1, null);
        }
    }
}
