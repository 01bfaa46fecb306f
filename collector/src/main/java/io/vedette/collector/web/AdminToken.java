package io.vedette.collector.web;

import io.vedette.core.text.FileTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secret that requests which change something must carry, {@code Authorization: Bearer TOKEN} (RFC 6750 section 2.1).
 *
 * <p>The file is read for each such request, so a new token counts at once. Tokens are compared by their digests and in
 * constant time: how long an answer takes tells nothing about the token.
 */
public final class AdminToken {

    /** A shorter one could be guessed. */
    static final int SHORTEST = 16;

    private static final Logger log = LoggerFactory.getLogger(AdminToken.class);
    private static final int LONGEST_FILE = 4_096;
    private static final String SCHEME = "Bearer ";

    private final @Nullable Path file;

    /** @param file has the token on its first line; null if nobody may change anything */
    AdminToken(@Nullable Path file) {
        this.file = file;
    }

    /** @param authorization the header of a request, null if there was none */
    boolean accepts(@Nullable String authorization) {
        String token = file == null ? null : read(file);
        if (token == null
                || authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        return MessageDigest.isEqual(
                digest(token), digest(authorization.substring(SCHEME.length()).strip()));
    }

    private static @Nullable String read(Path file) {
        try {
            return of(file);
        } catch (IOException e) {
            log.warn("web.token-file {} {}; all writes are refused", file, e.getMessage());
            return null;
        }
    }

    /**
     * The token in a file.
     *
     * @throws IOException if there is none; what is wrong with the file, to be said behind its name
     */
    public static String of(Path file) throws IOException {
        String first;
        try {
            if (Files.size(file) > LONGEST_FILE) {
                throw new IOException("larger than " + LONGEST_FILE + " bytes");
            }
            first = Files.readString(file).lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new IOException("cannot be read (" + FileTrouble.why(e) + ")", e);
        }
        if (first.length() < SHORTEST) {
            throw new IOException("has no token of " + SHORTEST + " characters or more");
        }
        return first;
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
