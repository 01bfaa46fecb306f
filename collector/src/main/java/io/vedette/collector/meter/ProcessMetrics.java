package io.vedette.collector.meter;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;

/** What the Java process itself says: which build it is, since when it runs, memory, threads, collections. */
public final class ProcessMetrics implements MetricSource {

    private final String version;
    private final Instant started;

    public ProcessMetrics(String version, Instant started) {
        this.version = version;
        this.started = started;
    }

    private static void writeSystem(MetricWriter writer) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            writer.gauge("process_open_fds", "Open files and sockets.", system.getOpenFileDescriptorCount());
            writer.gauge(
                    "process_max_fds",
                    "Files and sockets that may be open at most.",
                    system.getMaxFileDescriptorCount());
            writer.gauge(
                    "process_cpu_seconds",
                    "Processor time since the start.",
                    Math.max(0, system.getProcessCpuTime()) / 1e9);
        }
    }

    @Override
    public void writeMetrics(MetricWriter writer) {
        writeSystem(writer);
        Runtime runtime = Runtime.getRuntime();
        writer.gauge("build_info", "The running version; always 1.", "version", version, 1);
        writer.gauge("process_start_time_seconds", "Start of the process, Unix time.", started.toEpochMilli() / 1000.0);
        writer.gauge(
                "jvm_heap_used_bytes", "Heap in use, garbage included.", runtime.totalMemory() - runtime.freeMemory());
        writer.gauge("jvm_heap_committed_bytes", "Heap taken from the system.", runtime.totalMemory());
        writer.gauge("jvm_heap_max_bytes", "Heap that may be used at most.", runtime.maxMemory());
        writer.gauge(
                "jvm_threads",
                "Live threads.",
                ManagementFactory.getThreadMXBean().getThreadCount());
        ManagementFactory.getGarbageCollectorMXBeans()
                .forEach(collector -> writer.gauge(
                        "jvm_gc_seconds",
                        "Time spent in garbage collection since the start.",
                        "collector",
                        collector.getName(),
                        Math.max(0, collector.getCollectionTime()) / 1000.0));
    }
}
