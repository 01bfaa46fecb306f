package io.vedette.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import io.vedette.core.text.Printable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * One event as one line: {@code HH:MM:SS LEVEL component: message}, in UTC.
 *
 * <p>The component is the last part of the logging class's package: {@code tcp}, {@code alert}. Whatever the message holds,
 * it stays one line and cannot act on a terminal; excerpts in it have been escaped before, and are not escaped again. An exception is told in its own words; its stack trace follows only if it
 * is a bug (an unchecked exception logged as an error) or if traces were asked for.
 */
final class LogLines extends LayoutBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final boolean traces;

    LogLines(boolean traces) {
        this.traces = traces;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(128);
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append(' ')
                .append(event.getLevel())
                .append(' ')
                .append(component(event.getLoggerName()))
                .append(": ");
        Printable.appendAgain(line, event.getFormattedMessage());
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.append(": ");
            Printable.appendAgain(line, thrown.getMessage() == null ? thrown.getClassName() : thrown.getMessage());
        }
        line.append('\n');
        if (thrown != null && (traces || isBug(event, thrown))) {
            ThrowableProxyUtil.asString(thrown)
                    .lines()
                    .forEach(frame -> Printable.appendAgain(line.append("  "), frame.strip())
                            .append('\n'));
        }
        return line.toString();
    }

    private static boolean isBug(ILoggingEvent event, IThrowableProxy thrown) {
        return event.getLevel().isGreaterOrEqual(Level.ERROR)
                && thrown instanceof ThrowableProxy proxy
                && (proxy.getThrowable() instanceof RuntimeException || proxy.getThrowable() instanceof Error);
    }

    private static String component(String logger) {
        int last = logger.lastIndexOf('.');
        if (last < 0) {
            return logger;
        }
        return logger.substring(logger.lastIndexOf('.', last - 1) + 1, last);
    }
}
