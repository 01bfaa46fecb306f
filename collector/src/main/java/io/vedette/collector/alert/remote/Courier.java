package io.vedette.collector.alert.remote;

import java.util.concurrent.CompletableFuture;

/**
 * Brings notifications to one receiver. Whatever the receiver does, the future completes within a bounded time, and always
 * with an answer, never with an exception.
 */
public interface Courier extends AutoCloseable {

    /** Sends; called again only after the future of the last call has completed. */
    CompletableFuture<Answer> send(Notification notification);

    /** How many messages it makes of {@code notification}. */
    default int messages(Notification notification) {
        return 1;
    }

    /** Where it goes, without any secret. */
    String destination();

    /** Lets go of connections. Does not wait and does not throw. */
    @Override
    void close();
}
