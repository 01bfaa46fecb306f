package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HangupsTest {

    @Test
    void runsAllActionsInTheOrderOfTheirRegistrationEvenAfterOneFailed() throws Exception {
        List<String> done = new CopyOnWriteArrayList<>();
        CountDownLatch end = new CountDownLatch(1);
        Hangups hangups = new Hangups();
        hangups.add(who -> done.add("first, for " + who));
        hangups.add(who -> {
            done.add("second");
            throw new IllegalStateException("on purpose");
        });
        hangups.add(who -> {
            done.add("third");
            end.countDown();
        });
        hangups.start();

        hangups.request("SIGHUP");

        assertThat(end.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(done).containsExactly("first, for SIGHUP", "second", "third");
    }

    @Test
    void aHundredRequestsDuringOneRunMakeOneMore() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CyclicBarrier gate = new CyclicBarrier(2);
        Hangups hangups = new Hangups();
        hangups.add(who -> {
            runs.incrementAndGet();
            meet(gate);
            meet(gate);
        });
        hangups.start();

        hangups.request("SIGHUP");
        meet(gate); // the first run has begun
        for (int i = 0; i < 100; i++) {
            hangups.request("SIGHUP");
        }
        meet(gate); // the first run ends
        meet(gate); // the second has begun
        meet(gate); // and ends

        await().during(Duration.ofMillis(300)).until(() -> runs.get() == 2);
    }

    private static void meet(CyclicBarrier gate) {
        try {
            gate.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
