package io.vedette.collector.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value in a YAML document and where it begins; lines and columns count from 1. */
sealed interface YamlNode {

    int line();

    int column();

    /** @param text what was written, null for {@code null}, {@code ~} and nothing at all */
    record Scalar(@Nullable String text, int line, int column) implements YamlNode {}

    record Items(List<YamlNode> items, int line, int column) implements YamlNode {}

    record Section(List<Entry> entries, int line, int column) implements YamlNode {

        @Nullable
        YamlNode get(String name) {
            for (Entry entry : entries) {
                if (entry.name().equals(name)) {
                    return entry.value();
                }
            }
            return null;
        }
    }

    /** A name and its value; line and column are those of the name. */
    record Entry(String name, int line, int column, YamlNode value) {}
}
