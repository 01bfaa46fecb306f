package io.vedette.collector.alert.webhook;

import io.vedette.collector.alert.remote.Notification;

/** The body that a service expects. Never longer than the service takes. */
@FunctionalInterface
interface MessageFormat {
    byte[] body(Notification notification);
}
