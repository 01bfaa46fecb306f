package io.vedette.core.darknet.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/** Strings, numbers and times as the JSON encoder of Go's standard library writes them, so that files stay comparable. */
final class GoText {

    private static final String HEX = "0123456789abcdef";
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int SECONDS_PER_HOUR = 3_600;

    /** In a time that begins with a quote. */
    private static final int SECONDS_END = 20;

    private static final int FRACTION_END = 30;

    private static final int DIGITS_OF_DOUBLE = 17;
    private static final int DIGITS_OF_ESTIMATE = 7;

    /** Powers of ten, all of them exact as a double as well. */
    private static final long[] POWERS = new long[16];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    private GoText() {}

    /**
     * A string in quotes: control characters, {@code < > &} and the line separators U+2028 and U+2029 as escapes, halves of
     * surrogate pairs as U+FFFD.
     */
    static void string(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
                        escape(out, c);
                    } else if (Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1))) {
                        out.append(c).append(text.charAt(++i));
                    } else if (Character.isSurrogate(c)) {
                        out.append("\\ufffd");
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static void escape(StringBuilder out, char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt(c >>> shift & 0xf));
        }
    }

    /** The fewest digits that name the number, with an exponent below 1e-6 and from 1e21 on (ECMA-262). */
    static void number(StringBuilder out, double value) {
        if (value == 0) {
            out.append(1 / value < 0 ? "-0" : "0");
            return;
        }
        BigDecimal shortest = shortest(value);
        double size = Math.abs(value);
        if (size >= 1e-6 && size < 1e21) {
            out.append(shortest.stripTrailingZeros().toPlainString());
            return;
        }
        String digits = shortest.unscaledValue().abs().toString().replaceFirst("0+$", "");
        int exponent = shortest.precision() - shortest.scale() - 1;
        out.append(value < 0 ? "-" : "").append(digits.charAt(0));
        if (digits.length() > 1) {
            out.append('.').append(digits, 1, digits.length());
        }
        out.append('e').append(exponent < 0 ? '-' : '+').append(Math.abs(exponent));
    }

    /** A number rounded to seven digits: more than any estimate deserves. */
    static void rounded(StringBuilder out, double value) {
        double size = Math.abs(value);
        if (size >= 1e-6 && size < 1e15) {
            int decimals = DIGITS_OF_ESTIMATE - 1 - (int) Math.floor(Math.log10(size));
            plain(value < 0 ? out.append('-') : out, size, decimals);
            return;
        }
        double scale = value == 0 ? 1 : Math.pow(10, DIGITS_OF_ESTIMATE - 1 - Math.floor(Math.log10(size)));
        number(out, Double.isInfinite(scale) || scale == 0 ? value : Math.rint(value * scale) / scale);
    }

    /** A number rounded to so many decimals, which may be below zero; zeros at the end are left out. */
    private static void plain(StringBuilder out, double size, int decimals) {
        if (decimals <= 0) {
            out.append((long) Math.rint(size / POWERS[-decimals]) * POWERS[-decimals]);
            return;
        }
        long digits = (long) Math.rint(size * POWERS[decimals]);
        long fraction = digits % POWERS[decimals];
        out.append(digits / POWERS[decimals]);
        if (fraction > 0) {
            out.append('.');
            for (int place = decimals - 1; fraction > 0; place--) {
                out.append((char) ('0' + fraction / POWERS[place]));
                fraction %= POWERS[place];
            }
        }
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        // Most numbers here are rounded already, and what the JDK writes cannot be made shorter but in rare cases.
        int start = Math.max(1, new BigDecimal(Double.toString(value)).precision() - 2);
        for (int digits = start; digits < DIGITS_OF_DOUBLE; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                return rounded;
            }
        }
        return exact.round(new MathContext(DIGITS_OF_DOUBLE, RoundingMode.HALF_EVEN));
    }

    /** A time of RFC 3339 in UTC: fractions of a second without trailing zeros, none at all if there are none. */
    static void time(StringBuilder out, long nanos) {
        long seconds = Math.floorDiv(nanos, NANOS_PER_SECOND);
        int fraction = (int) Math.floorMod(nanos, NANOS_PER_SECOND);
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY));
        int second = Math.floorMod(seconds, SECONDS_PER_DAY);
        char[] text = "\"0000-00-00T00:00:00.000000000".toCharArray();
        put(text, 5, date.getYear());
        put(text, 8, date.getMonthValue());
        put(text, 11, date.getDayOfMonth());
        put(text, 14, second / SECONDS_PER_HOUR);
        put(text, 17, second / 60 % 60);
        put(text, SECONDS_END, second % 60);
        put(text, FRACTION_END, fraction);
        int end = fraction == 0 ? SECONDS_END : FRACTION_END;
        while (fraction > 0 && text[end - 1] == '0') {
            end--;
        }
        out.append(text, 0, end).append("Z\"");
    }

    /** Puts the digits of a number over the zeros before {@code end}. */
    private static void put(char[] text, int end, int number) {
        int at = end;
        for (int left = number; left > 0; left /= 10) {
            text[--at] = (char) ('0' + left % 10);
        }
    }

    /** The time that {@link #time} writes, or one with another offset from UTC, in nanoseconds since 1970. */
    static long nanos(String text) {
        Instant time = OffsetDateTime.parse(text).toInstant();
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS_PER_SECOND), time.getNano());
    }
}
