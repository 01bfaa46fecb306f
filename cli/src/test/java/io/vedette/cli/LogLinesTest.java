package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.vedette.core.text.Printable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLinesTest {

    private final LoggerContext context = new LoggerContext();
    private final LogLines lines = new LogLines(false);

    private static final long NOON = 1_700_049_600_000L;

    private LoggingEvent event(Level level, String message, @Nullable Throwable thrown, Object... arguments) {
        LoggingEvent event = new LoggingEvent(
                LogLinesTest.class.getName(),
                context.getLogger("io.vedette.collector.tcp.FlowServer"),
                level,
                message,
                thrown,
                arguments);
        event.setTimeStamp(NOON);
        return event;
    }

    @Test
    void shouldWriteOneLineWithTimeLevelAndComponent() {
        assertThat(lines.doLayout(event(Level.INFO, "probe {} connected", null, "192.0.2.1:5")))
                .isEqualTo("12:00:00 INFO tcp: probe 192.0.2.1:5 connected\n");
    }

    @Test
    void shouldNotLetAMessageActOrForgeALine() {
        assertThat(lines.doLayout(event(Level.WARN, "agent {}", null, "x\n12:00:00 INFO tcp: forged\u001b[2J\u202e")))
                .isEqualTo("12:00:00 WARN tcp: agent x\\n12:00:00 INFO tcp: forged\\u001b[2J\\u202e\n");
    }

    @Test
    void shouldNotEscapeAnExcerptTwice() {
        String excerpt = Printable.of("{\"HTTP_URL\":\"C:\\x\u001b[2J\n\"}");

        assertThat(lines.doLayout(event(Level.WARN, "rejected: {}", null, excerpt)))
                .isEqualTo("12:00:00 WARN tcp: rejected: " + excerpt + "\n");
    }

    @Test
    void shouldTellAnExpectedExceptionInItsOwnWords() {
        assertThat(lines.doLayout(event(Level.ERROR, "cannot write", new IOException("disk\nfull"))))
                .isEqualTo("12:00:00 ERROR tcp: cannot write: disk\\nfull\n");
        assertThat(lines.doLayout(event(Level.WARN, "odd", new IllegalStateException())))
                .isEqualTo("12:00:00 WARN tcp: odd: java.lang.IllegalStateException\n");
    }

    @Test
    void shouldShowWhereABugIs() {
        String text = lines.doLayout(event(Level.ERROR, "a request failed", new IllegalStateException("no")));

        assertThat(text.lines().findFirst()).contains("12:00:00 ERROR tcp: a request failed: no");
        assertThat(text).contains("\n  at io.vedette.cli.LogLinesTest.shouldShowWhereABugIs(");
    }

    @Test
    void shouldShowEveryTraceWhenAsked() {
        String text = new LogLines(true).doLayout(event(Level.WARN, "odd", new IOException("x")));

        assertThat(text).contains("\n  at io.vedette.cli.LogLinesTest.");
    }
}
