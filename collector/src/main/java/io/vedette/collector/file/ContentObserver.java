package io.vedette.collector.file;

/** Sees the (decompressed) bytes of a capture as they are read, between its frames. Belongs to the thread that reads. */
public interface ContentObserver {

    ContentObserver NONE = (bytes, at, length) -> {};

    /** Takes the next bytes: {@code bytes[at, at + length)}. */
    void content(byte[] bytes, int at, int length);

    /**
     * How many bytes may be read next, 1 to {@code wanted}. Whoever is asked knows that all frames which lie within the first
     * {@code bytesRead} bytes have been handed on, and that their receiver is done with them.
     */
    default int atMost(long bytesRead, int wanted) {
        return wanted;
    }
}
