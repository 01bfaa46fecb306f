package io.vedette.collector.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads all layers of the configuration into a record.
 *
 * @param <R> a record whose components carry {@code Setting}
 */
public final class ConfigReader<R extends Record> {

    private final Class<R> type;
    private final R defaults;

    public ConfigReader(Class<R> type, R defaults) {
        this.type = type;
        this.defaults = defaults;
    }

    /** The effective configuration and everything that is wrong with it, found in one go. */
    public Effective<R> read(ConfigInputs inputs) {
        List<Problem> problems = new ArrayList<>();
        List<Problem> warnings = new ArrayList<>();
        Map<String, Origin> origins = new LinkedHashMap<>();
        ConfigInputs.File file = inputs.file();
        String fileName = file == null ? "" : file.name();
        YamlNode.Section top = file == null ? null : new YamlReader(fileName, problems).read(file.text());
        Overrides overrides = new Overrides(inputs, Key.leaves(type, "").toList(), warnings);
        R value = new SectionBinder(fileName, overrides, origins, problems).bind(type, defaults, "", top);
        return new Effective<>(value, origins, problems, warnings);
    }

    /** Every key that can be set, {@code listen.port}, in the order of the records. */
    public List<String> keys() {
        return Key.leaves(type, "").map(Key::path).toList();
    }

    /** Those of {@link #keys} of which a change takes effect without a restart. */
    public List<String> reloadableKeys() {
        return Key.leaves(type, "").filter(Key::isReloadable).map(Key::path).toList();
    }
}
