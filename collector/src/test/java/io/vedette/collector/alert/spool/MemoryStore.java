package io.vedette.collector.alert.spool;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A directory in memory that can be full, and whose process can be killed at any byte. Files outlive the kill, as with the
 * page cache of an operating system.
 */
final class MemoryStore implements SpoolStore {

    /** The end of the process. No code under test catches it. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    final Map<String, byte[]> files = new TreeMap<>();
    /** Steps until the kill: a byte that is written is one, every other change is one. */
    long steps = Long.MAX_VALUE;
    /** Bytes that fit on the disk. */
    long capacity = Long.MAX_VALUE;
    /** Whether the directory can be used at all. */
    boolean usable = true;

    long stepsDone;

    private void step() {
        if (steps-- <= 0) {
            throw new Killed();
        }
        stepsDone++;
    }

    long used() {
        return files.values().stream().mapToLong(file -> file.length).sum();
    }

    private void append(String name, ByteBuffer bytes) throws IOException {
        if (!files.containsKey(name)) {
            throw new FileNotFoundException(name);
        }
        byte[] before = files.get(name);
        byte[] after = Arrays.copyOf(before, before.length + bytes.remaining());
        int end = before.length;
        try {
            while (bytes.hasRemaining()) {
                if (used() + end - before.length >= capacity) {
                    throw new IOException("No space left on device");
                }
                step();
                after[end++] = bytes.get();
            }
        } finally {
            files.put(name, Arrays.copyOf(after, end));
        }
    }

    @Override
    public void open() throws IOException {
        if (!usable) {
            throw new IOException("Input/output error");
        }
    }

    @Override
    public List<String> names() throws IOException {
        open();
        return List.copyOf(files.keySet());
    }

    @Override
    public byte[] read(String name) throws IOException {
        if (!files.containsKey(name)) {
            throw new FileNotFoundException(name);
        }
        return files.get(name).clone();
    }

    @Override
    public byte[] read(String name, long offset, int length) throws IOException {
        byte[] file = read(name);
        if (offset + length > file.length) {
            throw new IOException("short read");
        }
        return Arrays.copyOfRange(file, (int) offset, (int) offset + length);
    }

    @Override
    public Writer create(String name) throws IOException {
        open();
        step();
        if (files.putIfAbsent(name, new byte[0]) != null) {
            throw new FileAlreadyExistsException(name);
        }
        return new Writer() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                append(name, bytes);
            }

            @Override
            public void truncate(long size) {
                step();
                files.put(name, Arrays.copyOf(files.get(name), (int) size));
            }

            @Override
            public void force() {}

            @Override
            public void close() {}
        };
    }

    @Override
    public void replace(String name, byte[] bytes) throws IOException {
        open();
        step();
        files.put(name + ".tmp", new byte[0]);
        append(name + ".tmp", ByteBuffer.wrap(bytes));
        step();
        files.put(name, files.remove(name + ".tmp"));
    }

    @Override
    public void rename(String name, String newName) throws IOException {
        step();
        files.put(newName, read(name));
        files.remove(name);
    }

    @Override
    public void delete(String name) {
        step();
        files.remove(name);
    }

    @Override
    public void close() {}
}
