package io.vedette.collector.isn.redis;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys of D4's ISN analyser: plain counters by day, port and kind. */
record CounterKey(LocalDate day, int port) {

    private static final String PREFIX = "TCP-ISN-IP_";
    private static final String ALL = "_ALL";
    private static final String MATCHING = "_ISN-DST";
    private static final Pattern KEY = Pattern.compile(PREFIX + "([0-9]{4}-[0-9]{2}-[0-9]{2})_([0-9]{1,5})" + ALL);

    /** For SCAN: wherever there is a count, there is one of all SYNs. */
    static final String SCANNED = PREFIX + "*" + ALL;

    /** What a key that was found stands for; null if it is none of these. */
    static @Nullable CounterKey of(String key) {
        Matcher parts = KEY.matcher(key);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535) {
            return null;
        }
        try {
            return new CounterKey(LocalDate.parse(parts.group(1)), Integer.parseInt(parts.group(2)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    String all() {
        return PREFIX + day + "_" + port + ALL;
    }

    String matching() {
        return PREFIX + day + "_" + port + MATCHING;
    }
}
