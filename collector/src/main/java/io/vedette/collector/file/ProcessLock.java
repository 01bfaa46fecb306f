package io.vedette.collector.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what belongs to one process from others, by a lock on a file that is there for nothing else. It ends with the process. */
public final class ProcessLock implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ProcessLock.class);

    private final FileChannel file;

    private ProcessLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes the lock.
     *
     * @param path of the lock's file, which is made if it is missing
     * @return null if somebody has it, here or in another process
     * @throws IOException if the file cannot be opened, or there are no locks, as on some network file systems
     */
    public static @Nullable ProcessLock tryTake(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            taken = file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            log.debug("{} is locked in this process", path);
        } finally {
            if (!taken) {
                file.close();
            }
        }
        return taken ? new ProcessLock(file) : null;
    }

    /** Lets others have it. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            log.debug("closing a lock: {}", e.toString());
        }
    }
}
