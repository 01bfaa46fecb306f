package io.vedette.collector.darknet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Optional;

/**
 * A path with the time in it, as {@code strftime} (POSIX) has it: {@code %Y %y %m %d %j %H %M %S %%}.
 *
 * @param pattern for example {@code samples/%Y-%m-%d.%H.pcap.gz}
 */
public record HourTemplate(String pattern) {

    private static final int RECENT_STEPS = 384;
    private static final int STEP_HOURS = 2;

    public HourTemplate {
        for (int at = pattern.indexOf('%'); at >= 0; at = pattern.indexOf('%', at + 2)) {
            if (at + 1 == pattern.length() || "YymdjHMS%".indexOf(pattern.charAt(at + 1)) < 0) {
                throw new IllegalArgumentException(
                        "\"" + pattern + "\", expected one of %Y %y %m %d %j %H %M %S %% at " + at);
            }
        }
    }

    /** The path at a time. */
    public String at(LocalDateTime time) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            text.append(c == '%' ? field(pattern.charAt(++i), time) : String.valueOf(c));
        }
        return text.toString();
    }

    private static String field(char letter, LocalDateTime time) {
        return switch (letter) {
            case 'Y' -> padded(time.getYear(), 4);
            case 'y' -> padded(time.getYear() % 100, 2);
            case 'm' -> padded(time.getMonthValue(), 2);
            case 'd' -> padded(time.getDayOfMonth(), 2);
            case 'j' -> padded(time.getDayOfYear(), 3);
            case 'H' -> padded(time.getHour(), 2);
            case 'M' -> padded(time.getMinute(), 2);
            case 'S' -> padded(time.getSecond(), 2);
            default -> "%";
        };
    }

    private static String padded(int number, int width) {
        return String.format(Locale.ROOT, "%0" + width + "d", number);
    }

    /** The file of this form that is there and most recent at {@code time}: every two hours back, for 32 days. */
    public Optional<Path> mostRecent(LocalDateTime time) {
        for (int step = 0; step < RECENT_STEPS; step++) {
            Path path = Path.of(at(time.minusHours((long) STEP_HOURS * step)));
            if (Files.exists(path)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }
}
