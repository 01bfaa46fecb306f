package io.vedette.collector.shard;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vedette.core.detect.victim.TargetCounts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LimitWarningsTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(LimitWarnings.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final LimitWarnings warnings = new LimitWarnings();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    private void reached(long sources, long suspects, long udpSources) {
        reached(sources, suspects, udpSources, 0);
    }

    private void reached(long sources, long suspects, long udpSources, long targets) {
        warnings.check(
                new ShardLoad(1, 1, 1, 1, sources, suspects, udpSources, LetOff.NONE),
                new TargetCounts(1, 1, 1, 1, targets));
    }

    @Test
    void shouldSaySoOnceForEachBoundAndNothingBefore() {
        reached(0, 0, 0);
        assertThat(lines.list).isEmpty();
        reached(1, 0, 0);
        reached(7_000_000, 0, 0);
        reached(7_000_000, 3, 0);
        reached(7_000_000, 3, 9);
        reached(8_000_000, 4, 10, 1);
        reached(8_000_000, 4, 10, 2);
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("source table saturated")
                                .contains("shards.max-sources"),
                        second -> assertThat(second)
                                .startsWith("too many suspects")
                                .contains("shards.max-suspects"),
                        third -> assertThat(third)
                                .startsWith("too many UDP sources")
                                .contains("detect.udp.max-sources"),
                        fourth -> assertThat(fourth)
                                .startsWith("too many targets")
                                .contains("detect.victims.max-targets"));
    }

    /** One set of the table was full, among half a million that were not. */
    @Test
    void shouldNotCallTheSourceTableSaturatedForASingleSet() {
        warnings.check(new ShardLoad(100_000, 1, 1, 1, 100, 0, 0, LetOff.NONE), new TargetCounts(1, 1, 1, 1, 0));
        assertThat(lines.list).isEmpty();
        warnings.check(new ShardLoad(100_000, 1, 1, 1, 101, 0, 0, LetOff.NONE), new TargetCounts(1, 1, 1, 1, 0));
        assertThat(lines.list).hasSize(1);
    }
}
