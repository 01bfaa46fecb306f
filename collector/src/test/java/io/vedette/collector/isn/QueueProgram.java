package io.vedette.collector.isn;

import io.vedette.collector.isn.redis.CaptureQueue;
import io.vedette.collector.isn.redis.RedisAddress;
import io.vedette.collector.isn.store.IsnStore;
import java.io.IOException;

/** Counts what a queue names, as a process that can be killed: STORE REDIS. */
final class QueueProgram {

    private QueueProgram() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        ImportReport report = new ImportReport();
        try (IsnStore store = new StoreLocation(args[0]).open(null)) {
            ImportRun run = new ImportRun(store, ImportSettings.DEFAULT, report);
            new QueueWatch(RedisAddress.parse(args[1]), CaptureQueue.DEFAULT_KEY, run, report).run();
        }
    }
}
