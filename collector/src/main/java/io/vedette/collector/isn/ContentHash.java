package io.vedette.collector.isn;

import io.vedette.collector.file.ContentObserver;
import io.vedette.collector.isn.store.FileMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a capture's content, made while it is read, and the moments at which all of it has been read that was counted
 * before, under the same name or another. For one file.
 */
final class ContentHash implements ContentObserver {

    /** By so many bytes captures are recognised that may be the beginning of this one. */
    static final int HEAD_BYTES = 1024;

    private final MessageDigest digest = sha256();
    private final NavigableMap<Long, Set<String>> before = new TreeMap<>();
    private final Lookup lookup;
    private final Runnable onCounted;
    private String head = "";
    private long length;

    /** Finds what was counted of captures that begin alike. */
    @FunctionalInterface
    interface Lookup {

        Lookup NOTHING = head -> List.of();

        List<FileMark> beginningWith(String head) throws IOException;
    }

    /**
     * @param under what was counted under the same name; null if nothing was
     * @param onCounted is told when everything that was counted then has been read once more, if it is the same; more than once
     *     if it was counted in steps
     */
    ContentHash(@Nullable FileMark under, Lookup lookup, Runnable onCounted) {
        this.lookup = lookup;
        this.onCounted = onCounted;
        if (under != null) {
            add(under);
        }
    }

    private void add(FileMark mark) {
        before.computeIfAbsent(mark.length(), any -> new HashSet<>()).add(mark.hash());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }

    @Override
    public void content(byte[] bytes, int at, int count) {
        digest.update(bytes, at, count);
        length += count;
        if (length == HEAD_BYTES) {
            lookUp();
        }
    }

    private void lookUp() {
        head = hash();
        try {
            lookup.beginningWith(head).forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int atMost(long bytesRead, int wanted) {
        if (bytesRead > 0 && before.getOrDefault(bytesRead, Set.of()).contains(hash())) {
            onCounted.run();
        }
        Long next = before.higherKey(bytesRead);
        long stop = next == null ? Long.MAX_VALUE : next;
        if (bytesRead < HEAD_BYTES) {
            stop = Math.min(stop, HEAD_BYTES);
        }
        return (int) Math.min(wanted, stop - bytesRead);
    }

    long length() {
        return length;
    }

    /** The hash of the first {@link #HEAD_BYTES}; empty if there were fewer. */
    String head() {
        return head;
    }

    /** The hash of what was read so far, in hexadecimal. */
    String hash() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's can be cloned", e);
        }
    }
}
