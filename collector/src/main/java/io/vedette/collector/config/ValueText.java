package io.vedette.collector.config;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;
import io.vedette.core.setting.ByteSize;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** How a single value is written: one notation for files, environment and flags. */
final class ValueText {

    private record Notation(Function<String, Object> parse, String expected) {}

    private static final Map<Class<?>, Notation> NOTATIONS = Map.ofEntries(
            Map.entry(int.class, new Notation(text -> Integer.valueOf(digits(text)), "a whole number")),
            Map.entry(Integer.class, new Notation(text -> Integer.valueOf(digits(text)), "a whole number")),
            Map.entry(long.class, new Notation(text -> Long.valueOf(digits(text)), "a whole number")),
            Map.entry(Long.class, new Notation(text -> Long.valueOf(digits(text)), "a whole number")),
            Map.entry(double.class, new Notation(ValueText::number, "a number")),
            Map.entry(Double.class, new Notation(ValueText::number, "a number")),
            Map.entry(boolean.class, new Notation(ValueText::truth, "true or false")),
            Map.entry(String.class, new Notation(text -> text, "text")),
            Map.entry(Duration.class, new Notation(DurationText::parse, "a time such as 500ms, 10s, 5m, 24h or 7d")),
            Map.entry(ByteSize.class, new Notation(ByteSize::parse, "a size such as 64KiB or 100MiB")),
            Map.entry(Path.class, new Notation(ValueText::path, "a file name")),
            Map.entry(IpAddress.class, new Notation(IpAddress::parse, "an IPv4 or IPv6 address")),
            Map.entry(Prefix.class, new Notation(Prefix::parse, "an address block such as 192.0.2.0/24")));

    private ValueText() {}

    static boolean isValue(Class<?> type) {
        return type.isEnum() || NOTATIONS.containsKey(type);
    }

    /** @throws IllegalArgumentException with what was expected as its message */
    static Object parse(Class<?> type, String text) {
        if (type.isEnum()) {
            return constant(type, text);
        }
        Notation notation = NOTATIONS.get(type);
        if (notation == null) {
            throw new IllegalStateException(type + " is no type for a setting");
        }
        try {
            return notation.parse.apply(text.strip());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException("expected " + notation.expected, e);
        }
    }

    static String format(Object value) {
        if (value instanceof Enum<?> constant) {
            return kebab(constant);
        }
        return value instanceof Duration duration ? DurationText.format(duration) : value.toString();
    }

    private static Object constant(Class<?> type, String text) {
        Object[] constants = type.getEnumConstants();
        for (Object constant : constants) {
            if (kebab((Enum<?>) constant).equals(text)) {
                return constant;
            }
        }
        List<String> names = Arrays.stream(constants)
                .map(constant -> kebab((Enum<?>) constant))
                .toList();
        throw new IllegalArgumentException(
                "expected " + String.join(" or ", names) + NearestName.hint(names, text.toLowerCase(Locale.ROOT)));
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Digits may be grouped, {@code 1_000_000}, but a leading zero, octal to some readers, is refused. */
    private static String digits(String text) {
        String bare = text.replace("_", "");
        boolean padded = bare.length() > 1 && bare.charAt(0) == '0';
        if (padded || !bare.matches("-?[0-9]{1,19}")) {
            throw new IllegalArgumentException();
        }
        return bare;
    }

    private static Object number(String text) {
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException();
        }
        return number;
    }

    private static Object truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static Object path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException();
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
