package io.vedette.collector.config;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What two configurations differ in, and the one that holds from now on: of the wanted one what can change while the program
 * runs, of the running one the rest.
 *
 * @param merged what holds from now on
 * @param taken keys that changed, with both values, {@code detect.scan.min-targets 8 → 12}
 * @param waiting keys that differ and need a restart, in the same words
 */
public record ConfigChange<R extends Record>(R merged, List<String> taken, List<String> waiting) {

    public ConfigChange {
        taken = List.copyOf(taken);
        waiting = List.copyOf(waiting);
    }

    /**
     * Compares key by key.
     *
     * @throws IllegalArgumentException if the mixture is none that can be: a key that changed demands one that cannot
     */
    public static <R extends Record> ConfigChange<R> between(R running, R wanted) {
        List<String> taken = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        R merged = merge(running, wanted, "", taken, waiting);
        return new ConfigChange<>(merged, taken, waiting);
    }

    private static <R extends Record> R merge(
            R running, R wanted, String prefix, List<String> taken, List<String> waiting) {
        List<Key> keys = Key.of(running.getClass(), prefix);
        @Nullable Object[] values = new @Nullable Object[keys.size()];
        for (int i = 0; i < values.length; i++) {
            Key key = keys.get(i);
            Object before = key.in(running);
            Object after = key.in(wanted);
            if (key.isSection() && before instanceof Record old && after instanceof Record young) {
                values[i] = merge(old, young, key.path() + ".", taken, waiting);
            } else if (Objects.equals(before, after)) {
                values[i] = before;
            } else {
                (key.isReloadable() ? taken : waiting).add(describe(key, before, after));
                values[i] = key.isReloadable() ? after : before;
            }
        }
        return build(running, values);
    }

    private static String describe(Key key, @Nullable Object before, @Nullable Object after) {
        return key.isSecret() || key.isListOfSections()
                ? key.path()
                : key.path() + " " + ConfigPrinter.value(before) + " → " + ConfigPrinter.value(after);
    }

    private static <R extends Record> R build(R like, @Nullable Object[] values) {
        @SuppressWarnings("unchecked") // a record has no subclasses
        Class<R> type = (Class<R>) like.getClass();
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(component -> component.getType())
                .toArray(Class<?>[]::new);
        try {
            return type.getConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot build " + type, e);
        }
    }
}
