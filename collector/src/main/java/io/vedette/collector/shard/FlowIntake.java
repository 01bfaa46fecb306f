package io.vedette.collector.shard;

/** Where sources of flow records deliver. */
public interface FlowIntake {

    /**
     * Opens an input for one source: one probe's connection, one file.
     *
     * @param resume called, from any thread, when an input that was not {@link FlowInput#ready} has become so
     */
    FlowInput open(Runnable resume);
}
