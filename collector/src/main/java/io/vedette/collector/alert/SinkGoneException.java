package io.vedette.collector.alert;

import java.io.IOException;

/** Says that a sink's output is gone for good: there is nothing to retry and nobody to tell. */
public final class SinkGoneException extends IOException {

    public SinkGoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
