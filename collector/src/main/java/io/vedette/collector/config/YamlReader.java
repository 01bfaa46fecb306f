package io.vedette.collector.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.vedette.core.text.FileTrouble;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads a YAML document into nodes that know where they stand.
 *
 * <p>Only what a configuration needs: one document of sections, lists and scalars. Aliases, a second document and a name
 * that stands twice in one section are problems. Scalars stay text; what they mean is decided by the key they belong to,
 * so that {@code no} is never a boolean by accident. Depth and size are bounded by the YAML library (50 levels, 3 MiB).
 */
final class YamlReader {

    private static final YAMLFactory FACTORY = new YAMLFactory();

    private final String fileName;
    private final List<Problem> problems;

    YamlReader(String fileName, List<Problem> problems) {
        this.fileName = fileName;
        this.problems = problems;
    }

    /** The top section; empty if the document is. After a syntax error, what stood before it. */
    YamlNode.Section read(String text) {
        List<YamlNode.Entry> top = new ArrayList<>();
        try (YAMLParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                section(parser, top);
            } else if (first != null && first != JsonToken.VALUE_NULL) {
                report(parser.currentTokenLocation(), "expected sections such as \"listen:\" at the top");
            }
            if (first != null && first == JsonToken.START_OBJECT && parser.nextToken() != null) {
                report(parser.currentTokenLocation(), "a second document, expected one");
            }
        } catch (JsonProcessingException e) {
            reportSyntax(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the text is in memory
        }
        return new YamlNode.Section(top, 1, 1);
    }

    private void section(YAMLParser parser, List<YamlNode.Entry> entries) throws IOException {
        Map<String, Integer> lineOf = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonLocation place = parser.currentTokenLocation();
            parser.nextToken();
            boolean alias = parser.isCurrentAlias();
            YamlNode value = node(parser);
            if (alias) {
                continue; // one problem is enough
            }
            Integer before = lineOf.putIfAbsent(name, place.getLineNr());
            if (before == null) {
                entries.add(new YamlNode.Entry(name, place.getLineNr(), place.getColumnNr(), value));
            } else {
                report(place, "\"" + name + "\" stands here for the second time, first in line " + before);
            }
        }
    }

    private YamlNode node(YAMLParser parser) throws IOException {
        JsonLocation place = parser.currentTokenLocation();
        int line = place.getLineNr();
        int column = place.getColumnNr();
        if (parser.isCurrentAlias()) {
            report(place, "aliases are not used here, write the value out");
        }
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                List<YamlNode.Entry> entries = new ArrayList<>();
                section(parser, entries);
                return new YamlNode.Section(entries, line, column);
            }
            case START_ARRAY -> {
                List<YamlNode> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(node(parser));
                }
                return new YamlNode.Items(items, line, column);
            }
            case VALUE_NULL -> {
                return new YamlNode.Scalar(null, line, column);
            }
            default -> {
                return new YamlNode.Scalar(parser.getText(), line, column);
            }
        }
    }

    private void report(JsonLocation place, String message) {
        Origin origin = place == null
                ? Origin.file(fileName, 1, 1)
                : Origin.file(fileName, place.getLineNr(), place.getColumnNr());
        problems.add(new Problem(origin, "", message));
    }

    private void reportSyntax(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Mark mark = marked.getProblemMark();
            Origin origin = Origin.file(fileName, mark.getLine() + 1, mark.getColumn() + 1);
            problems.add(new Problem(origin, "", "not YAML: " + Printable.of(marked.getProblem())));
        } else {
            report(e.getLocation(), "not YAML: " + FileTrouble.syntax(e.getOriginalMessage()));
        }
    }
}
