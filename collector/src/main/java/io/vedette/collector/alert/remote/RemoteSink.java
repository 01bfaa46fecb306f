package io.vedette.collector.alert.remote;

import io.vedette.collector.alert.AlertBatch;
import io.vedette.collector.alert.Fate;
import io.vedette.collector.alert.Guarantee;
import io.vedette.collector.alert.Sink;
import io.vedette.collector.alert.remote.RemoteStatus.State;
import io.vedette.collector.alert.spool.DeadLetters;
import io.vedette.collector.alert.spool.Spool;
import io.vedette.collector.alert.spool.SpoolCounts;
import io.vedette.collector.alert.spool.SpoolFate;
import io.vedette.collector.alert.spool.SpooledAlert;
import io.vedette.collector.meter.MetricSource;
import io.vedette.collector.meter.MetricWriter;
import io.vedette.core.detect.Severity;
import io.vedette.core.meter.Counter;
import io.vedette.core.meter.CounterFamily;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink that delivers over a network.
 *
 * <p>{@link #deliver} only moves alerts into the spool, so a receiver that is slow or dead never holds up anybody. {@link
 * #tick} does the rest, and never waits: it looks whether the last notification was answered, and sends the next; an
 * answer wakes it, so a receiver sets the pace. One is under way at a time; while the receiver fails, it is the one that tries whether the receiver is back.
 *
 * <p>A notification that the receiver refuses for good goes to the dead letters. If it says that any other will be refused as
 * well (wrong address, wrong key), the sink pauses: alerts stay in the spool, and every ten minutes one is tried.
 */
public final class RemoteSink implements Sink, MetricSource {

    private static final Logger log = LoggerFactory.getLogger(RemoteSink.class);
    private static final int QUEUE = 4_096;
    private static final int READ_AT_ONCE = 1_000;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final String name;
    private final Severity least;
    private final Spool spool;
    private final Outbox outbox;
    private final Courier courier;
    private final DeadLetters deadLetters;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Backoff backoff;

    private final Counter notifications = new Counter();
    private final CounterFamily<FailureReason> failures = new CounterFamily<>(FailureReason.class);
    private final CounterFamily<FailureReason> deadLettered = new CounterFamily<>(FailureReason.class);
    private final Counter refusals = new Counter();
    private volatile RemoteStatus status;

    private Runnable wake = () -> {};
    private boolean opened;
    private boolean closed;
    private final Deque<Notification> toSend = new ArrayDeque<>();
    private @Nullable CompletableFuture<Answer> underWay;
    private int failuresInRow;
    private boolean waiting;
    private long notBeforeNanos;

    /**
     * @param name of the sink, as {@link Sink#name} wants it
     * @param least alerts below this severity are not for this sink
     * @param jitter makes waiting times uneven
     */
    public RemoteSink(
            String name,
            Severity least,
            Spool spool,
            Outbox outbox,
            Courier courier,
            DeadLetters deadLetters,
            InstantSource clock,
            LongSupplier nanoTime,
            RandomGenerator jitter) {
        this.name = name;
        this.least = least;
        this.spool = spool;
        this.outbox = outbox;
        this.courier = courier;
        this.deadLetters = deadLetters;
        this.clock = clock;
        this.nanoTime = nanoTime;
        backoff = new Backoff(jitter);
        status = new RemoteStatus(name, State.UP, "");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void wakeBy(Runnable given) {
        wake = given;
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.AT_LEAST_ONCE;
    }

    @Override
    public int queueLimit() {
        return QUEUE;
    }

    /** Whether alerts arrive, and if not, why. Any thread. */
    public RemoteStatus status() {
        return status;
    }

    /** The accounts of the spool. Any thread. */
    public SpoolCounts counts() {
        return spool.counts();
    }

    @Override
    public void deliver(AlertBatch batch) {
        while (!batch.isEmpty()) {
            if (batch.alerts().get(0).severity().compareTo(least) < 0) {
                batch.settle(1, Fate.SUPPRESSED);
            } else {
                spool.append(batch.alerts().get(0));
                batch.settle(1, Fate.SPOOLED);
            }
        }
    }

    @Override
    public void tick() {
        if (!opened) {
            opened = true;
            spool.open();
        }
        spool.tick();
        fillOutbox();
        CompletableFuture<Answer> asked = underWay;
        if (asked != null && asked.isDone()) {
            underWay = null;
            take(asked);
        }
        if (underWay == null && (!waiting || nanoTime.getAsLong() - notBeforeNanos >= 0)) {
            waiting = false;
            sendNext();
        }
    }

    private void fillOutbox() {
        int read = 0;
        while (outbox.hasRoom() && read < READ_AT_ONCE) {
            var alerts = spool.read(READ_AT_ONCE - read);
            if (alerts.isEmpty()) {
                return;
            }
            read += alerts.size();
            for (SpooledAlert alert : alerts) {
                if (!outbox.take(alert, nanoTime.getAsLong())) {
                    spool.settle(alert.ticket(), SpoolFate.FOLDED);
                }
            }
        }
    }

    private void sendNext() {
        while (true) {
            if (toSend.isEmpty()) {
                Notification next = outbox.next(nanoTime.getAsLong());
                if (next == null) {
                    return;
                }
                toSend.add(next);
            }
            Notification first = toSend.getFirst();
            if (first.tickets().isEmpty() || first.tickets().stream().anyMatch(spool::holds)) {
                CompletableFuture<Answer> answer = courier.send(first);
                underWay = answer;
                answer.whenComplete((said, failure) -> wake.run());
                return;
            }
            toSend.removeFirst(); // everything in it was given up meanwhile, and counted
        }
    }

    private void take(CompletableFuture<Answer> done) {
        Answer answer;
        try {
            answer = done.getNow(new Answer.Later("no-answer", "", null));
        } catch (RuntimeException e) {
            log.error("sink {}: error in its courier", name, e);
            answer = new Answer.Later("error", e.toString(), null);
        }
        if (answer instanceof Answer.Delivered) {
            succeeded();
        } else if (answer instanceof Answer.Later later) {
            failed(later.reason(), later.detail(), later.after());
        } else if (answer instanceof Answer.TooLarge tooLarge) {
            split(tooLarge.detail());
        } else if (answer instanceof Answer.Refused refused) {
            bury(refused.reason(), refused.detail());
        } else if (answer instanceof Answer.Blocked blocked) {
            pause(blocked);
        }
    }

    private void succeeded() {
        Notification delivered = toSend.removeFirst();
        notifications.add(courier.messages(delivered));
        settle(delivered, SpoolFate.DELIVERED);
        if (status.state() != State.UP) {
            log.warn("sink {} is up again after {} attempts", name, failuresInRow);
        }
        failuresInRow = 0;
        status = new RemoteStatus(name, State.UP, "");
    }

    /** Returns how many alerts it settled: those that had not been given up before. */
    private long settle(Notification notification, SpoolFate fate) {
        return notification.tickets().stream()
                .filter(ticket -> spool.settle(ticket, fate))
                .count();
    }

    private void failed(String reason, String detail, @Nullable Duration after) {
        failures.of(FailureReason.of(reason)).increment();
        failuresInRow++;
        if (status.state() == State.UP) {
            log.error(
                    "sink {} is down: {} from {}: {}; alerts are kept, it is tried again",
                    name,
                    reason,
                    courier.destination(),
                    Printable.of(detail));
        }
        if (status.state() != State.PAUSED) {
            status = new RemoteStatus(name, State.RETRYING, reason + ": " + Printable.of(detail));
        }
        Duration wait = after == null ? backoff.after(failuresInRow) : after;
        standBack(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }

    private void standBack(Duration wait) {
        waiting = true;
        notBeforeNanos = nanoTime.getAsLong() + wait.toNanos();
    }

    private void split(String detail) {
        Notification whole = toSend.getFirst();
        if (whole.alerts().size() < 2) {
            bury("too-large", detail);
            return;
        }
        failures.of(FailureReason.TOO_LARGE).increment();
        toSend.removeFirst();
        var halves = whole.halves();
        toSend.addFirst(halves.get(1));
        toSend.addFirst(halves.get(0));
    }

    /**
     * Puts the alerts that the notification shows aside, and gives up all that it stands for. Returns false if even that
     * failed, and it is kept.
     */
    private boolean bury(String reason, String detail) {
        Notification refused = toSend.getFirst();
        try {
            deadLetters.add(clock.instant(), name, reason, detail, refused.alerts());
        } catch (IOException e) {
            failed("dead-letters", e.toString(), null);
            return false;
        }
        toSend.removeFirst();
        long alerts = settle(refused, SpoolFate.DEAD_LETTERED);
        failures.of(FailureReason.of(reason)).increment();
        refusals.add(courier.messages(refused));
        deadLettered.of(FailureReason.of(reason)).add(alerts);
        log.error(
                "sink {}: {} refused alerts for good: {}; lines in its dead letters: {}; {}: {}",
                name,
                courier.destination(),
                alerts,
                refused.alerts().size(),
                reason,
                Printable.of(detail));
        return true;
    }

    private void pause(Answer.Blocked blocked) {
        if (status.state() == State.PAUSED) {
            failures.of(FailureReason.of(blocked.reason())).increment();
            standBack(PAUSE);
            return;
        }
        if (bury(blocked.reason(), blocked.detail())) {
            failuresInRow++;
            status = new RemoteStatus(name, State.PAUSED, blocked.reason() + ": " + Printable.of(blocked.detail()));
            log.error("sink {} pauses: its settings need a look; alerts are kept, and tried every ten minutes", name);
            standBack(PAUSE);
        }
    }

    @Override
    public void writeMetrics(MetricWriter writer) {
        writer.gauge("remote_up", "Whether alerts arrive.", "sink", name, status.state() == State.UP ? 1 : 0);
        writer.counter("remote_notifications", "Messages delivered.", "sink", name, notifications.get());
        byReason(writer, "remote_failures", "Attempts that failed.", failures);
        byReason(writer, "dead_letters", "Alerts that the receiver refused for good.", deadLettered);
        writer.counter("remote_refusals", "Messages refused for good.", "sink", name, refusals.get());
        spool.writeMetrics(writer);
    }

    private void byReason(MetricWriter writer, String metric, String help, CounterFamily<FailureReason> counts) {
        for (FailureReason reason : FailureReason.values()) {
            writer.counter(metric, help, "sink", name, "reason", reason.label(), counts.get(reason));
        }
    }

    /** Sends what waits, for five seconds at most and while the receiver takes it; the rest stays in the spool. */
    @Override
    public void close() {
        if (opened && !closed) {
            drain();
            spool.close();
        }
        closed = true;
        courier.close();
    }

    private void drain() {
        long deadline = nanoTime.getAsLong() + DRAIN.toNanos();
        outbox.hurry();
        try {
            tick();
            while (underWay != null && status.state() == State.UP) {
                underWay.get(Math.max(0, deadline - nanoTime.getAsLong()), TimeUnit.NANOSECONDS);
                tick();
            }
        } catch (TimeoutException | ExecutionException e) {
            log.debug("sink {}: the rest stays in the spool: {}", name, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
