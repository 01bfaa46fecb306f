package io.vedette.collector.systemd;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.vedette.collector.timer.SteadyTask;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service's messages to systemd, as sd_notify(3) defines them; silent where systemd did not ask for any. A message that
 * cannot be sent is a line in the log and nothing more: whoever waits for it has a time-out of its own.
 */
public final class ServiceNotifier implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ServiceNotifier.class);

    /** What systemd waits for beyond our own limit before it kills. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(10);

    private final @Nullable NotifySocket socket;
    private final Duration watchdog;
    private @Nullable ScheduledExecutorService signsOfLife;
    private boolean sick;

    private ServiceNotifier(@Nullable NotifySocket socket, Duration watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
    }

    /**
     * The notifier that {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and {@code WATCHDOG_PID} ask for.
     *
     * @param pid of this process: a watchdog that is meant for another one is not ours to feed
     */
    public static ServiceNotifier of(Map<String, String> environment, long pid) {
        String address = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (address.isEmpty()) {
            return new ServiceNotifier(null, Duration.ZERO);
        }
        String obstacle = NotifySocket.obstacle(address);
        if (obstacle != null) {
            log.warn("NOTIFY_SOCKET={} cannot be used here: {}; systemd is told nothing", address, obstacle);
            return new ServiceNotifier(null, Duration.ZERO);
        }
        return new ServiceNotifier(new NotifySocket(address), watchdog(environment, pid));
    }

    /** The time between two signs of life at which systemd gives up; zero if it does not wait for any. */
    private static Duration watchdog(Map<String, String> environment, long pid) {
        String whose = environment.getOrDefault("WATCHDOG_PID", "");
        if (!whose.isEmpty() && !whose.equals(Long.toString(pid))) {
            return Duration.ZERO;
        }
        try {
            long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
            return micros > 0 ? Duration.ofNanos(Math.multiplyExact(micros, 1000)) : Duration.ZERO;
        } catch (NumberFormatException | ArithmeticException e) {
            log.warn("WATCHDOG_USEC={} is no number; no signs of life are sent", environment.get("WATCHDOG_USEC"));
            return Duration.ZERO;
        }
    }

    /**
     * All is open. From here on signs of life are sent, twice in the time that systemd allows for one, while {@code alive}.
     *
     * @param status one line for {@code systemctl status}
     * @param alive whether the process still does its work; asked on the notifier's thread, and must answer at once
     */
    public void ready(String status, BooleanSupplier alive) {
        send("READY=1\nSTATUS=" + status);
        if (socket != null && !watchdog.isZero()) {
            signsOfLife =
                    Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("vedette-signs-of-life", true));
            long nanos = watchdog.dividedBy(2).toNanos();
            signsOfLife.scheduleAtFixedRate(
                    new SteadyTask("the sign of life", () -> signOfLife(alive)), 0, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void signOfLife(BooleanSupplier alive) {
        if (alive.getAsBoolean()) {
            send("WATCHDOG=1");
        } else if (!sick) {
            sick = true;
            log.error("this process no longer does its work; systemd will restart it");
        }
    }

    /** The configuration is about to be read again; {@link #reloaded} must follow. */
    public void reloading() {
        // On Linux nanoTime is CLOCK_MONOTONIC, by which systemd tells this message from an older READY=1.
        send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000);
    }

    /** What was to be read again has been read. */
    public void reloaded() {
        send("READY=1");
    }

    /** The end begins. @param limit the longest that it may take */
    public void stopping(Duration limit) {
        long micros = limit.plus(STOP_MARGIN).toMillis() * 1000;
        send("STOPPING=1\nSTATUS=draining\nEXTEND_TIMEOUT_USEC=" + micros);
    }

    private void send(String message) {
        if (socket != null) {
            socket.send(message);
        }
    }

    /** Ends the signs of life, of which one on its way still arrives. */
    @Override
    public void close() {
        if (signsOfLife != null) {
            signsOfLife.shutdown();
            try {
                signsOfLife.awaitTermination(NotifySocket.SEND_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (socket != null) {
            socket.close();
        }
    }
}
