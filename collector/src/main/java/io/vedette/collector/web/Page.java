package io.vedette.collector.web;

import io.netty.handler.codec.http.HttpResponseStatus;

/** What is answered to a request for one path. */
record Page(HttpResponseStatus status, String contentType, String text) {

    static final String PLAIN = "text/plain; charset=utf-8";

    static Page plain(HttpResponseStatus status, String text) {
        return new Page(status, PLAIN, text);
    }

    static Page refusal(HttpResponseStatus status) {
        return plain(status, status + "\n");
    }

    static Page of(Health health) {
        return health.isGood()
                ? plain(HttpResponseStatus.OK, "ok\n")
                : plain(HttpResponseStatus.SERVICE_UNAVAILABLE, String.join("\n", health.reasons()) + "\n");
    }
}
