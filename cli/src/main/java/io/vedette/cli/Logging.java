package io.vedette.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.vedette.collector.LogLevel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/**
 * Sets logback up in code, when the first logger is asked for: no file to find or to parse at start. Logback finds this class
 * as a service. Commands that do not log never load it.
 */
public final class Logging extends ContextAwareBase implements Configurator {

    private static final String LEVEL = "vedette.log.level";

    /** Chooses the level; to be called before the first logger is made. */
    static void choose(LogLevel level) {
        System.setProperty(LEVEL, level.name());
    }

    /** Changes the level of a program that logs already. Stack traces come with it only if it began at debug. */
    static void change(LogLevel level) {
        choose(level);
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            apply(context, level);
        }
    }

    private static void apply(LoggerContext context, LogLevel level) {
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                .setLevel(level == LogLevel.TRACE ? Level.DEBUG : Level.WARN);
        context.getLogger("io.vedette").setLevel(Level.valueOf(level.name()));
        // Its driver logs what it then throws as well, with a stack trace.
        context.getLogger("org.sqlite").setLevel(level == LogLevel.TRACE ? Level.DEBUG : Level.OFF);
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        LogLevel level =
                LogLevel.valueOf(System.getProperty(LEVEL, LogLevel.INFO.name()).toUpperCase(Locale.ROOT));
        LogLines lines = new LogLines(level.compareTo(LogLevel.DEBUG) >= 0);
        lines.setContext(context);
        lines.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(lines);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setTarget(ConsoleTarget.SystemErr.getName());
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        apply(context, level);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
