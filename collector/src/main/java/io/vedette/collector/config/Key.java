package io.vedette.collector.config;

import io.vedette.core.setting.Setting;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One key of a configuration record, as the record's component declares it.
 *
 * @param path names from the root, {@code listen.port}
 */
record Key(String path, RecordComponent component) {

    /** The keys of {@code type} in declaration order, without those of its sections. */
    static List<Key> of(Class<?> type, String prefix) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> new Key(prefix + kebab(component.getName()), component))
                .toList();
    }

    /** All keys below {@code type} that hold values, in declaration order. */
    static Stream<Key> leaves(Class<?> type, String prefix) {
        return of(type, prefix).stream()
                .flatMap(key -> key.isSection() ? leaves(key.type(), key.path() + ".") : Stream.of(key));
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** The last name of the path. */
    String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** {@code listen.idle-timeout} is {@code VEDETTE_LISTEN_IDLE_TIMEOUT}. */
    String variable() {
        return "VEDETTE_" + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    Class<?> type() {
        return component.getType();
    }

    boolean isSection() {
        return type().isRecord() && !ValueText.isValue(type());
    }

    boolean isList() {
        return type() == List.class;
    }

    /** What a list holds. */
    Class<?> itemType() {
        return (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    }

    boolean isListOfSections() {
        return isList() && itemType().isRecord() && !ValueText.isValue(itemType());
    }

    /** Whether an item of a list of sections must have this key. */
    boolean isRequired() {
        return setting().required();
    }

    boolean isOptional() {
        AnnotatedElement declared = component.getAnnotatedType();
        return declared.isAnnotationPresent(Nullable.class);
    }

    boolean isSecret() {
        return setting().secret();
    }

    /** Whether a change takes effect without a restart. */
    boolean isReloadable() {
        return setting().reloadable();
    }

    String comment() {
        return setting().value();
    }

    private Setting setting() {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            throw new IllegalStateException(
                    component.getDeclaringRecord() + ": " + component.getName() + " has no @Setting");
        }
        return setting;
    }

    @Nullable
    Object in(Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + path, e);
        }
    }
}
