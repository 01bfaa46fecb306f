package io.vedette.collector.tcp;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many files and sockets this process may have open, and how many it needs. */
final class FileDescriptors {

    /** For class path, logs, event loops and outgoing connections. */
    private static final int BESIDE_CONNECTIONS = 256;

    private FileDescriptors() {}

    /** The soft limit, or {@link Long#MAX_VALUE} where the system has none to tell. */
    static long limit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    static long neededFor(int connections) {
        return (long) connections + BESIDE_CONNECTIONS;
    }
}
