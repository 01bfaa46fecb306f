package io.vedette.collector;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every test wait for a minute before it gives up, found by name in {@code META-INF/services}. Waiting ends as soon as what
 * is awaited is there, so this costs nothing; ten seconds, the default, are not enough on a machine that stands still now and
 * then.
 */
public final class Patience implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }
}
