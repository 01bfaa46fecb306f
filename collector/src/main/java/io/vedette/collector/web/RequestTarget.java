package io.vedette.collector.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request line asks for (RFC 9112 section 3.2), without its query.
 *
 * @param host the host and port of the absolute form, which clients send to proxies and servers have to accept too; null in
 *     the usual form, which has the path only
 * @param path begins with a slash in both forms
 */
record RequestTarget(@Nullable String host, String path) {

    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?]*)");

    static RequestTarget of(String uri) {
        Matcher absolute = ABSOLUTE.matcher(uri);
        if (!absolute.lookingAt()) {
            return new RequestTarget(null, withoutQuery(uri));
        }
        String path = withoutQuery(uri.substring(absolute.end()));
        return new RequestTarget(absolute.group(1), path.isEmpty() ? "/" : path);
    }

    private static String withoutQuery(String text) {
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }
}
