package io.vedette.collector.pcap;

import io.vedette.collector.meter.MetricSource;
import io.vedette.collector.meter.MetricWriter;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what captures received and dropped: in the log, as metrics, in lines for a summary. Any thread may ask. */
public final class CaptureWatch implements MetricSource {

    private static final Logger log = LoggerFactory.getLogger(CaptureWatch.class);

    private final List<LiveCapture> captures;
    private final Map<String, Long> toldDropped = new HashMap<>();
    private final Set<String> down = new HashSet<>();

    public CaptureWatch(List<LiveCapture> captures) {
        this.captures = List.copyOf(captures);
    }

    /** Writes a line for each interface; a warning where packets were lost since the last time. */
    public synchronized void tell() {
        for (LiveCapture capture : captures) {
            CaptureStatistics now = capture.statistics();
            long lost = now.dropped() - toldDropped.getOrDefault(capture.name(), 0L);
            toldDropped.put(capture.name(), now.dropped());
            if (lost > 0) {
                log.warn(
                        "{}; {} lost since the last report: a larger capture.buffer or a --filter helps",
                        line(capture.name(), now),
                        lost);
            } else {
                log.info("{}", line(capture.name(), now));
            }
        }
    }

    /** Says so when an interface went down or came up: libpcap goes on waiting in silence. */
    public synchronized void look() {
        for (LiveCapture capture : captures) {
            boolean up = isUp(capture.name());
            if (up && down.remove(capture.name())) {
                log.warn("{}: the interface is up again", capture.name());
            } else if (!up && down.add(capture.name())) {
                log.warn(
                        "{}: the interface is down; nothing is captured until \"ip link set {} up\"",
                        capture.name(),
                        capture.name());
            }
        }
    }

    /** Names that are no interface of the system, {@code any} for one, are never down. */
    private static boolean isUp(String name) {
        try {
            NetworkInterface found = NetworkInterface.getByName(name);
            return found == null || found.isUp();
        } catch (SocketException e) {
            return true;
        }
    }

    /** One line for each interface. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        captures.forEach(capture -> lines.add(line(capture.name(), capture.statistics())));
        return lines;
    }

    /** Packets lost on all interfaces. */
    public long dropped() {
        return captures.stream()
                .mapToLong(capture -> capture.statistics().dropped())
                .sum();
    }

    private static String line(String name, CaptureStatistics statistics) {
        return name + ": " + statistics.received() + " received, " + statistics.droppedByKernel()
                + " dropped by the kernel, " + statistics.droppedByInterface() + " by the interface";
    }

    @Override
    public void writeMetrics(MetricWriter writer) {
        for (LiveCapture capture : captures) {
            writer.counter(
                    "capture_received",
                    "Packets that the kernel received and the filter let through, dropped ones included.",
                    "interface",
                    capture.name(),
                    capture.statistics().received());
        }
        for (LiveCapture capture : captures) {
            writer.counter(
                    "capture_dropped_kernel",
                    "Packets for which there was no room in the kernel's buffer.",
                    "interface",
                    capture.name(),
                    capture.statistics().droppedByKernel());
        }
        for (LiveCapture capture : captures) {
            writer.counter(
                    "capture_dropped_interface",
                    "Packets that the interface lost.",
                    "interface",
                    capture.name(),
                    capture.statistics().droppedByInterface());
        }
    }
}
