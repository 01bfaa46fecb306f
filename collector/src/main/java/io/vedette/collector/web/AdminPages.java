package io.vedette.collector.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vedette.collector.meter.MetricSource;
import io.vedette.collector.meter.OpenMetrics;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the admin server shows. All suppliers are called on its event-loop thread.
 *
 * @param metrics for {@code /metrics}
 * @param live for {@code /livez}: false means that only a restart helps
 * @param ready for {@code /readyz}: false means that flows are not taken at the moment
 * @param balance for {@code /balance}: the counting equations with their numbers, plain text
 */
public record AdminPages(
        MetricSource metrics, Supplier<Health> live, Supplier<Health> ready, Supplier<String> balance) {

    private static final String INDEX = """
            /metrics  counters and gauges, OpenMetrics text
            /livez    200 while the process does its work, else 503 and why
            /readyz   200 while flows are taken and alerts get out, else 503 and why
            /balance  the counting equations with their numbers
            /-/reload POST with the token of web.token-file: what SIGHUP does
            """;

    /** The page at {@code path}, null if there is none. Paths are compared as they stand: nothing is decoded or resolved. */
    @Nullable
    Page at(String path) {
        return switch (path) {
            case "/" -> Page.plain(HttpResponseStatus.OK, INDEX);
            case "/metrics" -> metricsPage();
            case "/livez" -> Page.of(live.get());
            case "/readyz" -> Page.of(ready.get());
            case "/balance" -> Page.plain(HttpResponseStatus.OK, balance.get());
            default -> null;
        };
    }

    private Page metricsPage() {
        OpenMetrics exposition = new OpenMetrics();
        metrics.writeMetrics(exposition);
        return new Page(HttpResponseStatus.OK, OpenMetrics.CONTENT_TYPE, exposition.text());
    }
}
