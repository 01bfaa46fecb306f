package io.vedette.collector.config;

import io.vedette.core.setting.Preset;
import io.vedette.core.text.Printable;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a record from a section of the file and the overrides, and goes on after each problem with the default in place
 * of what was refused, so that one run finds them all.
 */
final class SectionBinder {

    private final String fileName;
    private final Overrides overrides;
    private final Map<String, Origin> origins;
    private final List<Problem> problems;

    SectionBinder(String fileName, Overrides overrides, Map<String, Origin> origins, List<Problem> problems) {
        this.fileName = fileName;
        this.overrides = overrides;
        this.origins = origins;
        this.problems = problems;
    }

    <R extends Record> R bind(Class<R> type, R defaults, String prefix, YamlNode.@Nullable Section section) {
        List<Key> keys = Key.of(type, prefix);
        if (section != null) {
            reportUnknown(section, keys, prefix);
        }
        R bound = construct(type, defaults, keys, values(keys, defaults, section), section);
        return bound instanceof Preset<?> preset ? bindPreset(type, defaults, preset, prefix, section, bound) : bound;
    }

    /** Binds once more if the choice that was just read goes with other defaults. */
    private <R extends Record> R bindPreset(
            Class<R> type, R defaults, Preset<?> preset, String prefix, YamlNode.@Nullable Section section, R bound) {
        if (preset.choice() == ((Preset<?>) defaults).choice()) {
            return bound;
        }
        R chosen = type.cast(preset.presetDefaults());
        // What is wrong was reported by the first reading.
        SectionBinder again = new SectionBinder(fileName, overrides, origins, new ArrayList<>());
        List<Key> keys = Key.of(type, prefix);
        return again.construct(type, chosen, keys, again.values(keys, chosen, section), section);
    }

    private <R extends Record> @Nullable Object[] values(
            List<Key> keys, R defaults, YamlNode.@Nullable Section section) {
        @Nullable Object[] values = new @Nullable Object[keys.size()];
        for (int i = 0; i < values.length; i++) {
            Key key = keys.get(i);
            YamlNode node = section == null ? null : section.get(key.name());
            values[i] = key.isSection() ? subsection(key, defaults, node) : value(key, defaults, node);
        }
        return values;
    }

    private void reportUnknown(YamlNode.Section section, List<Key> keys, String prefix) {
        List<String> names = keys.stream().map(Key::name).toList();
        for (YamlNode.Entry entry : section.entries()) {
            if (!names.contains(entry.name())) {
                String hint = NearestName.hint(names, entry.name());
                String message = hint.isEmpty() ? ", expected one of " + String.join(", ", names) : hint;
                Origin origin = Origin.file(fileName, entry.line(), entry.column());
                problems.add(new Problem(origin, prefix + entry.name(), "unknown key" + message));
            }
        }
    }

    private Record subsection(Key key, Record parentDefaults, @Nullable YamlNode node) {
        @SuppressWarnings("unchecked") // Key.isSection says it is a record
        Class<Record> type = (Class<Record>) key.type();
        Record defaults = (Record) key.in(parentDefaults);
        YamlNode.Section section = null;
        if (node instanceof YamlNode.Section given) {
            section = given;
        } else if (node != null && !isNull(node)) {
            List<String> names = Key.of(type, "").stream().map(Key::name).toList();
            report(key, originOf(node), "expected a section with the keys " + String.join(", ", names));
        }
        return bind(type, defaults, key.path() + ".", section);
    }

    private static boolean isNull(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && scalar.text() == null;
    }

    private @Nullable Object value(Key key, Record defaults, @Nullable YamlNode node) {
        Overrides.Override override = overrides.get(key);
        if (override != null && key.isListOfSections()) {
            report(key, override.origin(), "a list of sections, which only a file can give");
            return key.in(defaults);
        }
        if (override != null) {
            return key.isList()
                    ? itemsOf(key, override, defaults)
                    : parse(key, override.text(), override.origin(), defaults);
        }
        if (node == null) {
            origins.put(key.path(), Origin.DEFAULT);
            return key.in(defaults);
        }
        Origin origin = originOf(node);
        if (node instanceof YamlNode.Scalar scalar && !key.isList()) {
            return parse(key, scalar.text(), origin, defaults);
        }
        if (node instanceof YamlNode.Items items && key.isList()) {
            return key.isListOfSections() ? sectionsOf(key, items) : itemsOf(key, items, defaults);
        }
        if (isNull(node) && key.isOptional()) {
            return parse(key, null, origin, defaults);
        }
        report(key, origin, key.isList() ? "expected a list such as [a, b]" : "expected a single value");
        return key.in(defaults);
    }

    private @Nullable Object parse(Key key, @Nullable String text, Origin origin, Record defaults) {
        origins.put(key.path(), origin);
        if (key.isOptional() && (text == null || text.isEmpty())) {
            return null;
        }
        if (text == null) {
            report(key, origin, "no value; leave the key out for its default");
            return key.in(defaults);
        }
        if (key.isSecret() && text.equals(ConfigPrinter.MASK)) {
            report(key, origin, "the mask that is printed for a secret, expected the secret");
            return key.in(defaults);
        }
        try {
            return ValueText.parse(key.type(), resolved(key, text));
        } catch (IllegalArgumentException e) {
            report(key, origin, shown(key, text) + ", " + e.getMessage());
            return key.in(defaults);
        }
    }

    /** A list in a variable or flag: items between commas; empty for the empty list. */
    private Object itemsOf(Key key, Overrides.Override override, Record defaults) {
        List<YamlNode> items = override.text().isBlank()
                ? List.of()
                : Arrays.stream(override.text().split(",", -1))
                        .<YamlNode>map(item -> new YamlNode.Scalar(item.strip(), 0, 0))
                        .toList();
        return itemsOf(key, items, override.origin(), defaults);
    }

    private Object itemsOf(Key key, YamlNode.Items items, Record defaults) {
        return itemsOf(key, items.items(), originOf(items), defaults);
    }

    private Object itemsOf(Key key, List<YamlNode> items, Origin origin, Record defaults) {
        origins.put(key.path(), origin);
        List<Object> values = new ArrayList<>();
        boolean complete = true;
        for (YamlNode item : items) {
            Origin place = item.line() == 0 ? origin : originOf(item);
            String text = item instanceof YamlNode.Scalar scalar ? scalar.text() : null;
            if (text == null) {
                report(key, place, "expected single values in the list");
                complete = false;
                continue;
            }
            try {
                values.add(ValueText.parse(key.itemType(), resolved(key, text)));
            } catch (IllegalArgumentException e) {
                report(key, place, shown(key, text) + ", " + e.getMessage());
                complete = false;
            }
        }
        Object fallback = key.in(defaults);
        return complete || fallback == null ? List.copyOf(values) : fallback;
    }

    private Object sectionsOf(Key key, YamlNode.Items items) {
        origins.put(key.path(), originOf(items));
        @SuppressWarnings("unchecked") // Key.isListOfSections says it is a record
        Class<Record> type = (Class<Record>) key.itemType();
        List<Record> sections = new ArrayList<>();
        int number = 0;
        for (YamlNode item : items.items()) {
            String prefix = key.path() + "[" + number++ + "].";
            List<Key> keys = Key.of(type, prefix);
            if (!(item instanceof YamlNode.Section section)) {
                List<String> names = keys.stream().map(Key::name).toList();
                report(key, originOf(item), "expected sections with the keys " + String.join(", ", names));
                continue;
            }
            for (Key required : keys) {
                if (required.isRequired() && section.get(required.name()) == null) {
                    report(required, originOf(item), "is missing");
                }
            }
            sections.add(bind(type, defaultsOf(type), prefix, section));
        }
        return List.copyOf(sections);
    }

    /** What an item is without any key: by the contract of {@code Setting} the answer of its static {@code defaults()}. */
    private static Record defaultsOf(Class<Record> type) {
        try {
            return type.cast(type.getMethod("defaults").invoke(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has no public static defaults()", e);
        }
    }

    /** The record; each value it refuses is reported and replaced by its default, until none is refused. */
    private <R extends Record> R construct(
            Class<R> type, R defaults, List<Key> keys, @Nullable Object[] values, YamlNode.@Nullable Section section) {
        Constructor<R> constructor = canonical(type);
        Set<Key> refusedKeys = new HashSet<>();
        for (int attempt = 0; attempt <= keys.size(); attempt++) {
            try {
                return constructor.newInstance(values);
            } catch (InvocationTargetException e) {
                if (!(e.getCause() instanceof IllegalArgumentException refusal)) {
                    throw new IllegalStateException("cannot build " + type, e.getCause());
                }
                Key key = refused(keys, String.valueOf(refusal.getMessage()));
                if (!refusedKeys.add(key)) {
                    return defaults; // its default is refused as well: another key demands something of it
                }
                if (!hasBadItem(key)) {
                    String words = inOwnWords(key, String.valueOf(refusal.getMessage()), values[keys.indexOf(key)]);
                    report(key, placeOf(key, section), words);
                }
                values[keys.indexOf(key)] = key.in(defaults);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot build " + type, e);
            }
        }
        return defaults;
    }

    /** Whether an item of a list was reported: what stands in for its values may not go with the others, which is no news. */
    private boolean hasBadItem(Key key) {
        return problems.stream().anyMatch(problem -> problem.key().startsWith(key.path() + "["));
    }

    /** Where a key is set; one that is not is missing where its section begins. */
    private Origin placeOf(Key key, YamlNode.@Nullable Section section) {
        Origin origin = origins.getOrDefault(key.path(), Origin.DEFAULT);
        return origin.kind() == Origin.Kind.DEFAULT && section != null ? originOf(section) : origin;
    }

    /** The key that a refusal names; by the contract of {@code Setting} its message begins with it. */
    private static Key refused(List<Key> keys, String message) {
        return keys.stream()
                .filter(key -> message.equals(key.name())
                        || message.startsWith(key.name() + " ")
                        || message.startsWith(key.name() + ":"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a refusal names no key: " + message));
    }

    /** A refusal with the value in the notation of the file: {@code "50ms", expected …} instead of {@code PT0.05S, …}. */
    private static String inOwnWords(Key key, String refusal, @Nullable Object value) {
        int expected = refusal.indexOf("expected ");
        if (value == null || value instanceof List<?> || expected < 0) {
            return refusal.substring(key.name().length()).replaceFirst("^[: ]+", "");
        }
        return shown(key, ValueText.format(value)) + ", " + refusal.substring(expected);
    }

    private static <R extends Record> Constructor<R> canonical(Class<R> type) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(component -> component.getType())
                .toArray(Class<?>[]::new);
        try {
            return type.getConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " is not public", e);
        }
    }

    /** Secrets may be kept elsewhere. */
    private String resolved(Key key, String text) {
        return key.isSecret() ? SecretText.resolve(text, overrides::variable) : text;
    }

    private static String shown(Key key, String text) {
        return key.isSecret() ? ConfigPrinter.MASK : "\"" + Printable.of(text) + "\"";
    }

    private Origin originOf(YamlNode node) {
        return Origin.file(fileName, node.line(), node.column());
    }

    private void report(Key key, Origin origin, String message) {
        problems.add(new Problem(origin, key.path(), message));
    }
}
