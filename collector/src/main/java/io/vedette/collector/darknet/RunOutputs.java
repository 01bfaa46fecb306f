package io.vedette.collector.darknet;

import io.vedette.core.darknet.json.EventJson.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a run reads its state from and writes to; null for what is not wanted.
 *
 * @param events that ended
 * @param ongoing events that are open at the end
 * @param victims of floods
 * @param stateIn open events of the run before
 * @param stateOut open events for the run after; without it, all events end with the input
 */
public record RunOutputs(
        Path events,
        @Nullable Path ongoing,
        @Nullable Path victims,
        @Nullable Path stateIn,
        @Nullable Path stateOut,
        Layout layout,
        Fields fields) {

    /**
     * Makes sure that nothing is written over what is read, nor over another result. A state may be replaced by the one after it.
     *
     * @param inputs captures that will be read
     * @throws IOException if a file is named for two purposes; the message names it
     */
    public void requireApart(List<Path> inputs) throws IOException {
        Set<Path> named = new HashSet<>();
        inputs.forEach(input -> named.add(identity(input)));
        claim(stateOut, named);
        if (stateIn != null) {
            named.add(identity(stateIn));
        }
        claim(events, named);
        claim(ongoing, named);
        claim(victims, named);
    }

    private static void claim(@Nullable Path result, Set<Path> named) throws IOException {
        boolean isDevice = result != null && Files.exists(result) && !Files.isRegularFile(result);
        if (result != null && !isDevice && !named.add(identity(result))) {
            throw new IOException(result + ": not written, as it is named for something else as well");
        }
    }

    /** The file behind links, also one that is not there yet. */
    private static Path identity(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }
}
