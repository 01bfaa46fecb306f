package io.vedette.collector.alert.suppress;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports {@code first} to {@code last}, both included, 0 to 65535. */
public record PortRange(int first, int last) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

    public PortRange {
        if (first < 0 || last > 65_535 || first > last) {
            throw new IllegalArgumentException(
                    "ports " + first + "-" + last + ", expected 0 to 65535, the lower first");
        }
    }

    /** @throws IllegalArgumentException if {@code text} is neither {@code 22} nor {@code 1-1024} */
    public static PortRange parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\", expected a port such as 22 or a range such as 1-1024");
        }
        int first = Integer.parseInt(form.group(1));
        return new PortRange(first, form.group(2) == null ? first : Integer.parseInt(form.group(2)));
    }

    boolean contains(int port) {
        return first <= port && port <= last;
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
