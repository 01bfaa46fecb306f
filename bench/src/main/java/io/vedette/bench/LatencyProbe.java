package io.vedette.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Measures the time from the last byte of a flow to its alert in the log, under load.
 *
 * <p>Sends background flows at a steady rate to a running collector and completes one scan, of a new source, every {@value
 * #SCAN_INTERVAL_MILLIS} ms. The clock of a scan starts when its last flow has been handed to the socket and stops when the
 * alert log has the line. What a stall keeps from being sent is added as HdrHistogram's correction for coordinated omission
 * does.
 *
 * <p>Usage: {@code LatencyProbe PORT ALERT_LOG FLOWS_PER_SECOND SECONDS}; the first tenth is warm-up and not counted.
 */
public final class LatencyProbe {

    private static final int SCAN_INTERVAL_MILLIS = 10;
    private static final int PROBES_OF_A_SCAN = 8;
    private static final long TICK_NANOS = 1_000_000;

    private final Map<String, Long> sentNanos = new ConcurrentHashMap<>();
    private final Histogram latency = new Histogram(60_000_000_000L, 3);
    private final long warmUpNanos;
    private final long startNanos = System.nanoTime();

    private LatencyProbe(long seconds) {
        this.warmUpNanos = seconds * 100_000_000L;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        Path log = Path.of(arguments[1]);
        int rate = Integer.parseInt(arguments[2]);
        long seconds = Long.parseLong(arguments[3]);
        LatencyProbe probe = new LatencyProbe(seconds);
        Thread tail = new Thread(() -> probe.tail(log), "tail");
        tail.setDaemon(true);
        tail.start();
        long sent = probe.send(port, rate, seconds);
        for (int i = 0; i < 50 && !probe.sentNanos.isEmpty(); i++) {
            LockSupport.parkNanos(100 * TICK_NANOS);
        }
        probe.report(System.out, sent, seconds);
    }

    private long send(int port, int rate, long seconds) throws IOException {
        int perTick = rate / 1000;
        long sent = 0;
        int scan = 0;
        StringBuilder text = new StringBuilder();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            long ticks = seconds * 1000;
            for (long tick = 0; tick < ticks; tick++) {
                text.setLength(0);
                for (int i = 0; i < perTick; i++) {
                    int source = (int) (sent++ * 2_654_435 & 0x3ffff);
                    line(text, "10." + (source >> 16) + "." + (source >> 8 & 255) + "." + (source & 255), 443, 27, 9);
                }
                String scanner = null;
                if (tick % SCAN_INTERVAL_MILLIS == 0) {
                    scan++;
                    scanner = "203." + (scan >> 16 & 255) + "." + (scan >> 8 & 255) + "." + (scan & 255);
                    for (int target = 1; target <= PROBES_OF_A_SCAN; target++) {
                        line(text, scanner, target, 2, 1);
                        sent++;
                    }
                }
                byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
                await(startNanos + tick * TICK_NANOS);
                if (scanner != null) {
                    sentNanos.put(scanner, Long.MAX_VALUE);
                }
                out.write(bytes);
                if (scanner != null) {
                    sentNanos.replace(scanner, System.nanoTime());
                }
            }
        }
        return sent;
    }

    private static void line(StringBuilder text, String source, int port, int flags, int packets) {
        text.append("{\"IPV4_SRC_ADDR\":\"").append(source);
        text.append("\",\"IPV4_DST_ADDR\":\"192.0.2.10\",\"PROTOCOL\":6,\"L4_SRC_PORT\":40001,\"L4_DST_PORT\":")
                .append(port);
        text.append(",\"TCP_FLAGS\":")
                .append(flags)
                .append(",\"IN_PKTS\":")
                .append(packets)
                .append("}\n");
    }

    private static void await(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void tail(Path log) {
        try {
            while (!Files.exists(log)) {
                LockSupport.parkNanos(TICK_NANOS);
            }
            try (BufferedReader reader = Files.newBufferedReader(log)) {
                StringBuilder line = new StringBuilder();
                while (true) {
                    int c = reader.read();
                    if (c < 0) {
                        LockSupport.parkNanos(TICK_NANOS / 5);
                    } else if (c == '\n') {
                        alert(line.toString());
                        line.setLength(0);
                    } else {
                        line.append((char) c);
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void alert(String json) {
        if (!json.contains("\"opened\"")) {
            return;
        }
        int at = json.indexOf("\"address\":\"") + 11;
        Long sent = sentNanos.remove(json.substring(at, json.indexOf('"', at)));
        long now = System.nanoTime();
        if (sent != null && now - startNanos > warmUpNanos) {
            long nanos = sent == Long.MAX_VALUE ? 0 : Math.max(0, now - sent); // seen before the write had returned
            latency.recordValueWithExpectedInterval(nanos, SCAN_INTERVAL_MILLIS * TICK_NANOS);
        }
    }

    private void report(PrintStream out, long sent, long seconds) {
        out.printf(
                "flows/s %d, alerts %d, missing %d, latency ms: p50 %.2f p90 %.2f p99 %.2f p99.9 %.2f max %.2f%n",
                sent / seconds,
                latency.getTotalCount(),
                sentNanos.size(),
                latency.getValueAtPercentile(50) / 1e6,
                latency.getValueAtPercentile(90) / 1e6,
                latency.getValueAtPercentile(99) / 1e6,
                latency.getValueAtPercentile(99.9) / 1e6,
                latency.getMaxValue() / 1e6);
    }
}
