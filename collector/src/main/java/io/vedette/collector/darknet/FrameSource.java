package io.vedette.collector.darknet;

import io.vedette.core.capture.FrameBatch;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where frames come from: a file, or an interface as they arrive. */
public interface FrameSource extends Closeable {

    /**
     * Replaces what is in {@code frames} by the next ones; they are valid until the next call. A live source may give none, to
     * let its user look at other things.
     *
     * @return whether there is more to come
     */
    boolean read(FrameBatch frames) throws IOException;

    /** Why it ended although there might have been more; null if all is well. To be asked at its end. */
    @Nullable
    String problem();
}
