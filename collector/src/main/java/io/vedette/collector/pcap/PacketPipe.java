package io.vedette.collector.pcap;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import io.vedette.collector.pcap.CaptureException.Kind;
import java.io.FileInputStream;
import java.io.IOException;

/**
 * A pipe of the operating system, whose writing end has a name in the file system, for libpcap to open as a file.
 *
 * <p>Not a named pipe: nothing is left behind on a disk, and no directory needs to be writable.
 */
final class PacketPipe implements AutoCloseable {

    /** The most that Linux allows everybody: {@code /proc/sys/fs/pipe-max-size}. */
    private static final int CAPACITY = 1 << 20;

    /** {@code F_SETPIPE_SZ} of {@code fcntl} on Linux. */
    private static final int SET_PIPE_SIZE = 1031;

    private static final NativeLibrary C = NativeLibrary.getProcess();

    private final int readEnd;
    private final int writeEnd;

    PacketPipe() throws CaptureException {
        try (Memory ends = new Memory(2L * Integer.BYTES)) {
            if (call("pipe", ends) != 0) {
                throw new CaptureException(Kind.FAILED, "no pipe can be made: too many open files");
            }
            readEnd = ends.getInt(0);
            writeEnd = ends.getInt(Integer.BYTES);
        }
        if (Platform.isLinux()) {
            call("fcntl", writeEnd, SET_PIPE_SIZE, CAPACITY); // a smaller one works as well
        }
    }

    /** What the other end can be opened as, while this is not closed. */
    String path() {
        return "/dev/fd/" + writeEnd;
    }

    /** Opens the reading end, which stays open when this is closed. */
    FileInputStream open() throws IOException {
        return new FileInputStream("/dev/fd/" + readEnd);
    }

    /** Gives both ends back; whoever opened them has his own. */
    @Override
    public void close() {
        call("close", readEnd);
        call("close", writeEnd);
    }

    private static int call(String function, Object... arguments) {
        Function found = C.getFunction(function);
        return found.invokeInt(arguments);
    }
}
