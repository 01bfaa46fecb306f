package io.vedette.collector.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SteadyTaskTest {

    @Test
    void shouldBeDoneAgainByATimerAfterItFailed() throws InterruptedException {
        CountDownLatch third = new CountDownLatch(3);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            Runnable task = () -> {
                third.countDown();
                throw new IllegalStateException("as planned");
            };
            timer.scheduleAtFixedRate(new SteadyTask("the count", task), 0, 1, TimeUnit.MILLISECONDS);
            assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void shouldSayOnceThatItFailsAndOnceThatItWorksAgain() {
        AtomicInteger runs = new AtomicInteger();
        SteadyTask task = new SteadyTask("the count", () -> {
            int run = runs.getAndIncrement();
            if (run >= 2 && run < 5) {
                throw new IllegalStateException("as planned");
            }
        });
        List<String> said = logged(() -> {
            for (int i = 0; i < 8; i++) {
                task.run();
            }
        });
        assertThat(runs).hasValue(8);
        assertThat(said).containsExactly("ERROR a bug in the count, which goes on", "INFO the count works again");
    }

    @Test
    void shouldNotSurviveAnErrorOfTheMachine() {
        SteadyTask task = new SteadyTask("the count", () -> {
            throw new OutOfMemoryError("as planned");
        });
        assertThatThrownBy(task::run).isInstanceOf(OutOfMemoryError.class);
    }

    private static List<String> logged(Runnable action) {
        Logger logger = (Logger) LoggerFactory.getLogger(SteadyTask.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
        try {
            action.run();
        } finally {
            logger.detachAppender(appender);
            logger.setAdditive(true);
            logger.setLevel(null);
        }
        return appender.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }
}
