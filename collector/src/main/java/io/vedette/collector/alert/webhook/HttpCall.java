package io.vedette.collector.alert.webhook;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request to post: headers in order, beside those that every request has, and a JSON body. */
record HttpCall(Map<String, String> headers, byte[] body) {

    HttpCall(Map<String, String> headers, byte[] body) {
        this.headers = new LinkedHashMap<>(headers);
        this.body = body;
    }
}
