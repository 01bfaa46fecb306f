package io.vedette.collector.isn;

import io.vedette.collector.file.ContentObserver;
import io.vedette.collector.isn.store.FileMark;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a capture's content, made while it is read, and the moment at which all of it has been read that was counted
 * before. For one file.
 */
final class ContentHash implements ContentObserver {

    private final MessageDigest digest = sha256();
    private final @Nullable FileMark before;
    private final Runnable onCounted;
    private long length;

    /**
     * @param before what was counted under the same name; null if nothing was
     * @param onCounted is told when everything that was counted then has been read once more, if it is the same
     */
    ContentHash(@Nullable FileMark before, Runnable onCounted) {
        this.before = before;
        this.onCounted = onCounted;
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
    }

    @Override
    public int atMost(long bytesRead, int wanted) {
        if (before == null || bytesRead > before.length()) {
            return wanted;
        }
        if (bytesRead == before.length()) {
            if (bytesRead > 0 && hash().equals(before.hash())) {
                onCounted.run();
            }
            return wanted;
        }
        return (int) Math.min(wanted, before.length() - bytesRead);
    }

    long length() {
        return length;
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
