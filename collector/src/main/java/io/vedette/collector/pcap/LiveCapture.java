package io.vedette.collector.pcap;

import io.vedette.collector.pcap.CaptureException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapDumper;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.PcapStat;
import org.pcap4j.core.Pcaps;

/**
 * Packets from one interface, as the bytes of a pcap file with nanoseconds that goes on until {@link #stop} or until the
 * interface is gone.
 *
 * <p>libpcap's loop runs on a thread of its own with libpcap's writer of capture files as its callback, so packets go from the
 * kernel's buffer into a pipe without Java; what lies in the writer's own buffer is flushed twenty times a second. A reader of
 * {@link #stream} that is too slow fills the pipe, then the kernel's buffer, and then packets are dropped and counted.
 */
public final class LiveCapture implements AutoCloseable {

    private static final long FLUSH_MILLIS = 50;
    private static final int NO_SUCH_DEVICE = -5;
    private static final int PERMISSION_DENIED = -8;
    private static final int INTERFACE_NOT_UP = -9;
    private static final int PROMISCUOUS_DENIED = -11;
    private static final long CLOSE_MILLIS = 2_000;

    private final String name;
    private final PcapHandle handle;
    private final PcapDumper dumper;
    private final InputStream stream;
    private final Thread thread;
    private final ScheduledExecutorService flusher;
    private final long lingerMillis;
    private CaptureStatistics statistics = CaptureStatistics.NONE;
    private volatile @Nullable String failure;

    private LiveCapture(String name, PcapHandle handle, PcapDumper dumper, InputStream stream, long lingerMillis) {
        this.name = name;
        this.lingerMillis = lingerMillis;
        this.handle = handle;
        this.dumper = dumper;
        this.stream = stream;
        this.thread = daemon(this::loop, "vedette-capture " + name);
        this.flusher =
                Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "vedette-capture-flush " + name));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Opens an interface; packets are taken from now on, and read once {@link #start} was called.
     *
     * @param interfaceName as {@link Interfaces#list} has it
     * @param filter an expression of pcap-filter(7) for the kernel; null for all packets
     */
    public static LiveCapture open(String interfaceName, CaptureConfig config, @Nullable String filter)
            throws CaptureException {
        Libpcap.load();
        PcapHandle handle = activate(interfaceName, config);
        try {
            if (filter != null) {
                apply(filter, handle);
            }
            return pipe(interfaceName, handle, config.readTimeout().toMillis() + FLUSH_MILLIS);
        } catch (CaptureException e) {
            handle.close();
            throw e;
        }
    }

    /**
     * The same from a file, through all the same parts but the kernel's: to measure them, and to test them where nobody may
     * capture.
     */
    public static LiveCapture ofFile(Path file) throws CaptureException {
        Libpcap.load();
        try {
            return pipe(file.toString(), Pcaps.openOffline(file.toString(), TimestampPrecision.NANO), 0);
        } catch (PcapNativeException e) {
            throw new CaptureException(Kind.FAILED, file + ": " + Libpcap.firstLine(e));
        }
    }

    private static PcapHandle activate(String name, CaptureConfig config) throws CaptureException {
        try {
            return new PcapHandle.Builder(name)
                    .snaplen(config.snapLength())
                    .promiscuousMode(
                            config.promiscuous() ? PromiscuousMode.PROMISCUOUS : PromiscuousMode.NONPROMISCUOUS)
                    .bufferSize((int) config.buffer().bytes())
                    .timeoutMillis((int) config.readTimeout().toMillis())
                    .immediateMode(config.immediate())
                    .timestampPrecision(TimestampPrecision.NANO)
                    .build();
        } catch (PcapNativeException e) {
            throw refusal(name, e);
        }
    }

    private static CaptureException refusal(String name, PcapNativeException e) {
        Integer code = e.getReturnCode();
        return switch (code == null ? 0 : code) {
            case PERMISSION_DENIED, PROMISCUOUS_DENIED ->
                new CaptureException(
                        Kind.NOT_PERMITTED,
                        name + ": capturing is not permitted. Run it as root, or let Java capture:"
                                + " \"setcap cap_net_raw,cap_net_admin+eip $(readlink -f $(command -v java))\"");
            case NO_SUCH_DEVICE ->
                new CaptureException(
                        Kind.NO_INTERFACE,
                        name + ": no such interface; \"vedette capture --list\" shows those that are");
            case INTERFACE_NOT_UP ->
                new CaptureException(
                        Kind.NO_INTERFACE, name + ": the interface is down; \"ip link set " + name + " up\" raises it");
            default -> new CaptureException(Kind.FAILED, name + ": " + Libpcap.firstLine(e));
        };
    }

    private static void apply(String filter, PcapHandle handle) throws CaptureException {
        try {
            handle.setFilter(filter, BpfCompileMode.OPTIMIZE, PcapHandle.PCAP_NETMASK_UNKNOWN);
        } catch (PcapNativeException | NotOpenException e) {
            throw new CaptureException(Kind.BAD_FILTER, "filter \"" + filter + "\": " + Libpcap.firstLine(e));
        }
    }

    private static LiveCapture pipe(String name, PcapHandle handle, long lingerMillis) throws CaptureException {
        try (PacketPipe pipe = new PacketPipe()) {
            InputStream stream = pipe.open();
            try {
                return new LiveCapture(name, handle, handle.dumpOpen(pipe.path()), stream, lingerMillis);
            } catch (PcapNativeException | NotOpenException e) {
                stream.close();
                throw new CaptureException(Kind.FAILED, name + ": " + Libpcap.firstLine(e));
            }
        } catch (IOException e) {
            throw new CaptureException(Kind.FAILED, name + ": the pipe cannot be opened: " + Libpcap.firstLine(e));
        }
    }

    public void start() {
        // The flusher first: a loop that ends at once puts an end to it.
        flusher.scheduleAtFixedRate(this::flush, FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
        thread.start();
    }

    public String name() {
        return name;
    }

    /** What was captured, as a pcap file. Reading blocks while there is nothing new. */
    public InputStream stream() {
        return stream;
    }

    /** Why the capture ended by itself; null while it goes on, and when it was stopped. */
    public @Nullable String failure() {
        return failure;
    }

    /** What was received and dropped so far. */
    public synchronized CaptureStatistics statistics() {
        if (handle.isOpen()) {
            try {
                PcapStat now = handle.getStats();
                statistics = statistics.next(
                        now.getNumPacketsReceived(), now.getNumPacketsDropped(), now.getNumPacketsDroppedByIf());
            } catch (PcapNativeException | NotOpenException e) {
                return statistics; // the last that were known
            }
        }
        return statistics;
    }

    private void loop() {
        try {
            handle.loop(-1, dumper);
        } catch (InterruptedException e) {
            failure = null; // that is how the loop ends when it was broken off
        } catch (PcapNativeException | NotOpenException e) {
            failure = "the capture has ended: " + Libpcap.firstLine(e);
        } finally {
            statistics();
            release();
        }
    }

    private void flush() {
        try {
            dumper.flush();
        } catch (PcapNativeException | NotOpenException e) {
            flusher.shutdown(); // the pipe has been closed, on one side or on the other
        }
    }

    /** Gives everything to the reader that was taken out of the kernel's buffer, and tells him that this was all. */
    private void release() {
        flusher.shutdownNow();
        dumper.close();
        handle.close();
    }

    /**
     * Ends the capture, once what lies in the kernel's buffer now has been read; {@link #stream} then ends behind it. Returns at
     * once; from any thread, as often as one likes.
     */
    public void stop() {
        try {
            flusher.schedule(this::breakOff, lingerMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            breakOff(); // it has ended already
        }
    }

    private void breakOff() {
        try {
            handle.breakLoop();
        } catch (NotOpenException e) {
            return; // it has ended already
        }
    }

    /** Lets go of what was opened and will not be used. */
    public void abandon() {
        try {
            close();
        } catch (IOException e) {
            failure = Libpcap.firstLine(e);
        }
    }

    /** Stops, and lets go of everything. The reader must be done. */
    @Override
    public void close() throws IOException {
        breakOff();
        stream.close();
        if (thread.getState() == Thread.State.NEW) {
            release();
            return;
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
