package io.vedette.core.setting;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of bytes, written {@code 512}, {@code 64KiB}, {@code 100MiB} or {@code 2GiB} (IEC 80000-13 prefixes).
 *
 * @param bytes zero or more
 */
public record ByteSize(long bytes) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*([kmgt]i?b|b)?", Pattern.CASE_INSENSITIVE);

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("size " + bytes + ", expected 0 or more bytes");
        }
    }

    public static ByteSize kib(long count) {
        return new ByteSize(count << 10);
    }

    public static ByteSize mib(long count) {
        return new ByteSize(count << 20);
    }

    /** @throws IllegalArgumentException if {@code text} has none of the forms above */
    public static ByteSize parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("not a size: \"" + text + "\", expected for example 64KiB or 100MiB");
        }
        long unit = switch (form.group(2) == null ? "b" : form.group(2).toLowerCase(Locale.ROOT)) {
            case "b" -> 1;
            case "kib", "kb" -> 1L << 10;
            case "mib", "mb" -> 1L << 20;
            case "gib", "gb" -> 1L << 30;
            default -> 1L << 40;
        };
        return new ByteSize(Math.multiplyExact(Long.parseLong(form.group(1)), unit));
    }

    /** The largest unit that gives a whole number: {@code 64KiB}. */
    @Override
    public String toString() {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        long count = bytes;
        while (unit < units.length - 1 && count != 0 && (count & 1023) == 0) {
            count >>= 10;
            unit++;
        }
        return count + units[unit];
    }
}
