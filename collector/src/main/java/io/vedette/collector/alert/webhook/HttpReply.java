package io.vedette.collector.alert.webhook;

import io.vedette.core.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What came back.
 *
 * @param headers names in lower case
 * @param body its beginning, at most {@link HttpClient#MOST_BODY} bytes
 */
record HttpReply(int status, Map<String, String> headers, byte[] body) {

    private static final int HEAD = 200;

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The first bytes of the body, printable. */
    String head() {
        return Printable.ofUtf8(body, 0, Math.min(HEAD, body.length));
    }
}
