package io.vedette.collector.reload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A component that takes new settings, or its files again, while it runs.
 *
 * @param <C> its settings
 */
public interface Reloadable<C> {

    /**
     * Looks at new settings and at the files they name, and changes nothing yet: another component may still refuse its own.
     * Called on the reloading thread.
     *
     * @return makes the change; quick, must not fail, called at most once
     * @throws IOException if the settings cannot be used; the message begins with the key within these settings
     */
    Runnable prepare(C settings) throws IOException;

    /** Files of which a change asks for a reload, besides the configuration itself. */
    default List<Path> files(C settings) {
        return List.of();
    }
}
