package io.vedette.collector.alert.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a request as Standard Webhooks 1.0.0 says ("Signature scheme"): HMAC-SHA256 over id, time and body. With two secrets
 * there are two signatures, so that receivers can change theirs without losing a message.
 */
final class Signature {

    private static final String PREFIX = "whsec_";

    private final List<byte[]> secrets;

    /**
     * @param secrets {@code whsec_} and 24 to 64 bytes in Base64, one or two
     * @throws IllegalArgumentException if one is not; the message does not contain it
     */
    Signature(List<String> secrets) {
        if (secrets.size() > 2) {
            throw new IllegalArgumentException(
                    "secrets: " + secrets.size() + " given, expected one, or two to change it");
        }
        this.secrets = secrets.stream().map(Signature::decode).toList();
    }

    private static byte[] decode(String secret) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : "?");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("secrets: expected " + PREFIX + " and then Base64");
        }
        if (key.length < 24 || key.length > 64) {
            throw new IllegalArgumentException("secrets: a key of " + key.length + " bytes, expected 24 to 64");
        }
        return key;
    }

    boolean isEmpty() {
        return secrets.isEmpty();
    }

    /** The value of {@code webhook-signature}. */
    String of(String id, long seconds, byte[] body) {
        byte[] prefix = (id + '.' + seconds + '.').getBytes(StandardCharsets.UTF_8);
        return secrets.stream()
                .map(secret -> "v1," + sign(secret, prefix, body))
                .collect(Collectors.joining(" "));
    }

    private static String sign(byte[] secret, byte[] prefix, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(prefix);
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
