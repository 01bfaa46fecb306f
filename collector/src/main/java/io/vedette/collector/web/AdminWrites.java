package io.vedette.collector.web;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vedette.collector.meter.MetricSource;
import io.vedette.collector.meter.MetricWriter;
import io.vedette.core.meter.Counter;
import java.util.Map;

/**
 * The requests that change something: {@code POST} to a path, with the token. What they ask for is begun, not waited for, so
 * the answer is 202.
 */
final class AdminWrites implements MetricSource {

    /** The answer to another method. */
    static final Page POST_ONLY = Page.refusal(HttpResponseStatus.METHOD_NOT_ALLOWED);

    private static final Page UNAUTHORIZED = Page.plain(
            HttpResponseStatus.UNAUTHORIZED,
            "401: needs the token of web.token-file, as Authorization: Bearer TOKEN\n");

    private final Map<String, Runnable> actions;
    private final AdminToken token;
    private final Counter accepted = new Counter();
    private final Counter refused = new Counter();

    /** @param actions by path; called on the server's event loop, so they must return at once */
    AdminWrites(Map<String, Runnable> actions, AdminToken token) {
        this.actions = Map.copyOf(actions);
        this.token = token;
    }

    boolean has(String path) {
        return actions.containsKey(path);
    }

    /** @param path one that it {@linkplain #has has} */
    Page answer(String path, FullHttpRequest request) {
        if (!request.method().equals(HttpMethod.POST)) {
            return POST_ONLY;
        }
        if (!token.accepts(request.headers().get(HttpHeaderNames.AUTHORIZATION))) {
            refused.increment();
            return UNAUTHORIZED;
        }
        accepted.increment();
        actions.getOrDefault(path, () -> {}).run();
        return Page.plain(HttpResponseStatus.ACCEPTED, "asked for; the log tells what came of it\n");
    }

    @Override
    public void writeMetrics(MetricWriter writer) {
        String help = "Requests to change something, by whether their token was right.";
        writer.counter("admin_writes", help, "result", "accepted", accepted.get());
        writer.counter("admin_writes", help, "result", "refused", refused.get());
    }
}
