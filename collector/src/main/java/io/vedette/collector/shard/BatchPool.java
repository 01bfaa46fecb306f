package io.vedette.collector.shard;

import io.vedette.core.contact.ContactBatch;
import java.util.concurrent.ArrayBlockingQueue;

/** Contact batches between uses. Thread-safe. Hands out new ones when empty and drops what it has no room for. */
final class BatchPool {

    /** Rows of a batch: large enough that handing over costs nothing per contact, small enough to stay in a core's cache. */
    static final int ROWS = 2048;

    private final ArrayBlockingQueue<ContactBatch> idle;

    BatchPool(int kept) {
        idle = new ArrayBlockingQueue<>(kept);
    }

    ContactBatch take() {
        ContactBatch batch = idle.poll();
        return batch != null ? batch : new ContactBatch(ROWS);
    }

    void give(ContactBatch batch) {
        batch.clear();
        idle.offer(batch);
    }
}
