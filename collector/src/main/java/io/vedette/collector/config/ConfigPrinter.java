package io.vedette.collector.config;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a configuration record as the YAML that {@link ConfigReader} reads. Secrets are masked. */
public final class ConfigPrinter {

    static final String MASK = "********";

    private static final String RELOADABLE = "(Reloadable.)";
    private static final int WIDTH = 110;
    private static final String PLAIN = "[A-Za-z0-9_./+][A-Za-z0-9_./+ -]*";

    private final StringBuilder out = new StringBuilder();
    private final Comments comments;
    private final Map<String, Origin> origins;

    /** Whether each key is explained above it. */
    public enum Comments {
        ALL,
        NONE
    }

    private ConfigPrinter(Comments comments, Map<String, Origin> origins) {
        this.comments = comments;
        this.origins = origins;
    }

    public static String print(Record config, Comments comments) {
        return print(config, comments, Map.of());
    }

    /** @param origins shown behind each value that has one */
    public static String print(Record config, Comments comments, Map<String, Origin> origins) {
        ConfigPrinter printer = new ConfigPrinter(comments, origins);
        printer.section(config, "", "");
        return printer.out.toString();
    }

    private void section(Record record, String prefix, String indent) {
        boolean top = indent.isEmpty();
        for (Key key : Key.of(record.getClass(), prefix)) {
            if (comments == Comments.ALL) {
                if (out.length() > 0) {
                    out.append('\n');
                }
                comment(key.isReloadable() ? key.comment() + " " + RELOADABLE : key.comment(), indent);
            } else if (top && out.length() > 0) {
                out.append('\n');
            }
            Object value = key.in(record);
            if (key.isSection() && value instanceof Record section) {
                out.append(indent).append(key.name()).append(":\n");
                section(section, key.path() + ".", indent + "  ");
            } else if (key.isListOfSections() && value instanceof List<?> items && !items.isEmpty()) {
                items(key, items, indent);
            } else {
                leaf(key, value, indent);
            }
        }
    }

    /** Each item begins with a dash on a line of its own, so that its keys stand below each other. */
    private void items(Key key, List<?> items, String indent) {
        out.append(indent).append(key.name()).append(":\n");
        for (int i = 0; i < items.size(); i++) {
            out.append(indent).append("  -\n");
            section((Record) items.get(i), key.path() + "[" + i + "].", indent + "    ");
        }
    }

    /** A key without a value is left out as a comment: to write {@code null} would only hide what the key is for. */
    private void leaf(Key key, @Nullable Object value, String indent) {
        String line = indent + (value == null ? "# " : "") + key.name() + ":"
                + (value == null ? "" : " " + text(key.isSecret() ? MASK : value));
        Origin origin = origins.get(key.path());
        String reload = key.isReloadable() ? ", reloadable" : "";
        out.append(origin == null ? line : pad(line, 44) + " # " + origin + reload)
                .append('\n');
    }

    private static String pad(String line, int width) {
        return line + " ".repeat(Math.max(0, width - line.length()));
    }

    /** One value as a file has it; {@code none} for a key that is left out. */
    static String value(@Nullable Object value) {
        return value == null ? "none" : text(value);
    }

    private static String text(Object value) {
        if (value instanceof List<?> items) {
            return items.stream().map(ConfigPrinter::text).collect(Collectors.joining(", ", "[", "]"));
        }
        String text = ValueText.format(value);
        boolean ambiguous = value instanceof String && text.matches("(?i)null|~|true|false|yes|no|on|off|[0-9.+-].*");
        return text.matches(PLAIN) && !ambiguous && !text.endsWith(" ") ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char unit : text.toCharArray()) {
            if (unit == '"' || unit == '\\') {
                quoted.append('\\').append(unit);
            } else if (unit < ' ' || unit == 0x7f) {
                quoted.append("\\x" + HexFormat.of().toHexDigits((byte) unit));
            } else {
                quoted.append(unit);
            }
        }
        return quoted.append('"').toString();
    }

    private void comment(String text, String indent) {
        StringBuilder line = new StringBuilder(indent).append('#');
        for (String word : text.split(" ")) {
            if (line.length() + 1 + word.length() > WIDTH) {
                out.append(line).append('\n');
                line = new StringBuilder(indent).append('#');
            }
            line.append(' ').append(word);
        }
        out.append(line).append('\n');
    }
}
