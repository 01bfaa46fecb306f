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
final class AdminToken {

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
            if (Files.size(file) > LONGEST_FILE) {
                log.warn("web.token-file {} is no token: larger than {} bytes", file, LONGEST_FILE);
                return null;
            }
            String token = Files.readString(file).lines().findFirst().orElse("").strip();
            if (token.length() >= SHORTEST) {
                return token;
            }
            log.warn("web.token-file {} has no token of {} characters or more; all writes are refused", file, SHORTEST);
        } catch (IOException e) {
            log.warn("web.token-file {} cannot be read ({}); all writes are refused", file, FileTrouble.why(e));
        }
        return null;
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
