package io.vedette.collector.alert.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The few things a spool asks of a directory. One thread. */
interface SpoolStore extends Closeable {

    /** Makes the directory usable by this process alone. Harmless when repeated. */
    void open() throws IOException;

    List<String> names() throws IOException;

    byte[] read(String name) throws IOException;

    /** The {@code length} bytes at {@code offset}; fewer are an error. */
    byte[] read(String name, long offset, int length) throws IOException;

    /** A new file; one of that name must not exist. */
    Writer create(String name) throws IOException;

    /** Writes a whole file so that whoever reads it finds the old bytes or the new ones, after a power failure too. */
    void replace(String name, byte[] bytes) throws IOException;

    void rename(String name, String newName) throws IOException;

    /** Deletes the file if it is there. */
    void delete(String name) throws IOException;

    @Override
    void close();

    /** A file that only grows. */
    interface Writer extends Closeable {

        void write(ByteBuffer bytes) throws IOException;

        /** Cuts what a failed write has left behind {@code size}. */
        void truncate(long size) throws IOException;

        /** Returns when everything written is on the disk. */
        void force() throws IOException;

        @Override
        void close();
    }
}
