package io.vedette.collector.shard;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.detect.victim.TargetSide;
import io.vedette.core.meter.Histogram;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that judges the contacts of its share of the sources; or none, and then whoever puts a message in does. */
final class Shard {

    /** What is put into a shard's mailbox. Order is kept. */
    sealed interface Message {

        record Contacts(ContactBatch batch) implements Message {}

        record Sweep(long nowMillis) implements Message {}

        record Settings(DetectSettings settings) implements Message {}

        record UdpTick() implements Message {}

        record UdpErase() implements Message {}

        record Capture(ShardCapture capture) implements Message {}

        record Stop(boolean goesOn) implements Message {}
    }

    private final int number;
    private final ShardWork work;
    private final Mailbox<Message> mailbox;
    private final BatchPool pool;
    private final UdpTicks ticks;
    private final TargetTicks targets;
    private long sweptMillis;
    private final Runnable onRoom;
    private final boolean direct;
    private final Thread thread;
    private volatile @Nullable Throwable failure;
    /** Time for a batch of contacts: 4 µs to 4.3 s. */
    private final Histogram batchNanos = new Histogram(12, 32);

    /**
     * @param onRoom called after each batch when the mailbox is low again
     * @param direct whether messages are handled where they are put in; only for a shard that is alone
     */
    Shard(
            int number,
            ShardWork work,
            Mailbox<Message> mailbox,
            BatchPool pool,
            UdpTicks ticks,
            TargetTicks targets,
            Runnable onRoom,
            boolean direct) {
        this.number = number;
        this.work = work;
        this.mailbox = mailbox;
        this.pool = pool;
        this.ticks = ticks;
        this.targets = targets;
        this.onRoom = onRoom;
        this.direct = direct;
        this.thread = new Thread(this::run, "shard-" + number);
        this.thread.setDaemon(true);
    }

    void start() {
        if (!direct) {
            thread.start();
        }
    }

    void put(Message message) {
        if (!direct) {
            mailbox.put(message);
            return;
        }
        try {
            handle(message);
        } catch (InterruptedException e) {
            throw new IllegalStateException("a shard that is alone has nobody to wait for", e);
        }
    }

    Mailbox<Message> mailbox() {
        return mailbox;
    }

    Histogram batchNanos() {
        return batchNanos;
    }

    /** For restoring, before {@link #start}. */
    ShardWork work() {
        return work;
    }

    ShardWork.Snapshot snapshot() {
        return work.snapshot();
    }

    /** What ended the thread, a bug or want of memory; the program should not pretend to be healthy. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    private void run() {
        try {
            while (handle(mailbox.take())) {
                if (mailbox.isLow()) {
                    onRoom.run();
                }
            }
        } catch (InterruptedException e) {
            log().info("shard stopped before its input was finished");
        } catch (OutOfMemoryError e) {
            failure = e;
            log().error("shard ended: out of memory; its sources are no longer judged");
        } catch (RuntimeException | Error e) {
            failure = e;
            log().error("shard ended by a bug; its sources are no longer judged", e);
            throw e;
        }
    }

    /** Asked for only by what ends a shard: a scan would wait for the log longer than for its first thousand packets. */
    private static Logger log() {
        return LoggerFactory.getLogger(Shard.class);
    }

    /** @return whether to go on */
    private boolean handle(Message message) throws InterruptedException {
        if (message instanceof Message.Contacts contacts) {
            long begun = System.nanoTime();
            work.contacts(contacts.batch());
            batchNanos.observe(System.nanoTime() - begun);
            pool.give(contacts.batch());
        } else if (message instanceof Message.Sweep sweep) {
            work.sweep(sweep.nowMillis());
            sweptMillis = sweep.nowMillis();
            meet(false);
        } else if (message instanceof Message.Settings settings) {
            work.settings(settings.settings());
        } else if (message instanceof Message.UdpTick) {
            work.udpUsual(ticks.meet(work.takeUdpGain()));
        } else if (message instanceof Message.UdpErase) {
            work.udpUsual(ticks.erase(work.takeUdpGain()));
            work.eraseUdp();
        } else if (message instanceof Message.Capture capture) {
            meet(false); // no alert of what the checkpoint has may be waiting
            work.capture(number, capture.capture());
        } else if (message instanceof Message.Stop stop) {
            work.finish(stop.goesOn());
            meet(!stop.goesOn());
            return false;
        }
        return true;
    }

    private void meet(boolean last) throws InterruptedException {
        TargetSide side = work.targetSide();
        if (side != null) {
            targets.meet(side, sweptMillis, last);
        }
    }

    /** Waits until the shard has handled its {@link Message.Stop}; false if it did not within {@code millis}. */
    boolean join(long millis) throws InterruptedException {
        thread.join(Math.max(1, millis));
        return !thread.isAlive();
    }

    void interrupt() {
        thread.interrupt();
    }
}
