package io.vedette.collector.config;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them: {@code 500ms}, {@code 10s}, {@code 1h30m}, {@code 7d}. */
public final class DurationText {

    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private static final Pattern PART = Pattern.compile("([0-9]{1,15})(ms|s|m|h|d)");

    private DurationText() {}

    /** @throws IllegalArgumentException if {@code text} is no time */
    public static Duration parse(String text) {
        Matcher part = PART.matcher(text);
        long millis = 0;
        int at = 0;
        while (at < text.length() && part.find(at) && part.start() == at) {
            long count = Long.parseLong(part.group(1));
            millis = Math.addExact(millis, Math.multiplyExact(count, MILLIS.get(part.group(2))));
            at = part.end();
        }
        if (at == 0 || at < text.length()) {
            throw new IllegalArgumentException("not a time: \"" + text + "\"");
        }
        return Duration.ofMillis(millis);
    }

    /** The largest unit, up to hours, that gives a whole number. */
    static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        TreeMap<Long, String> units = new TreeMap<>();
        MILLIS.forEach((unit, size) -> units.put(size, unit));
        units.remove(MILLIS.get("d"));
        for (Map.Entry<Long, String> unit : units.descendingMap().entrySet()) {
            if (millis % unit.getKey() == 0) {
                return millis / unit.getKey() + unit.getValue();
            }
        }
        throw new AssertionError("one millisecond divides every time");
    }
}
