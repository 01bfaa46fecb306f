package io.vedette.collector.evaluate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.text.FileTrouble;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one truth file, streaming. For one use. */
final class TruthReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String name;
    private final List<LabelledFile> files = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    TruthReader(String name) {
        this.name = name;
    }

    Truth read(byte[] bytes) throws IOException {
        try (JsonParser json = JSON.createParser(bytes)) {
            json.nextToken();
            if (members(json, "the truth", file -> files.add(file(json, file))) && files.isEmpty()) {
                problem(json, "no file is labelled");
            }
            if (json.nextToken() != null) {
                problem(json, "something follows the truth, which is one object");
            }
        } catch (JsonProcessingException e) {
            problem(e.getLocation(), FileTrouble.syntax(e.getOriginalMessage()));
        }
        return new Truth(files, problems);
    }

    private LabelledFile file(JsonParser json, String file) throws IOException {
        Set<LabelledScanner> scanners = new LinkedHashSet<>();
        Set<IpAddress> victims = new HashSet<>();
        boolean[] flags = new boolean[3]; // hard, hard as flows, whether the scanners are given
        StringBuilder note = new StringBuilder();
        boolean read = members(json, "what is known of a file", key -> {
            switch (key) {
                case "scanners" -> {
                    flags[2] = true;
                    elements(json, () -> scanner(json, scanners));
                }
                case "victims" -> elements(json, () -> victim(json, victims));
                case "hard" -> flags[0] = flag(json);
                case "hard_as_flows" -> flags[1] = flag(json);
                case "note" -> note.append(text(json));
                case "packets" -> expect(json, JsonToken.VALUE_NUMBER_INT, "a whole number");
                default -> unknown(json, key, "scanners, victims, hard, hard_as_flows, note, packets");
            }
        });
        if (read && !flags[2]) {
            problem(json, "scanners is missing; a file without scanners has an empty list");
        }
        if (!isName(file)) {
            problem(json, "\"" + file + "\" cannot be the name of a file here");
        }
        return new LabelledFile(file, List.copyOf(scanners), victims, flags[0], flags[1], note.toString());
    }

    /** Not all texts are: some systems know fewer characters than JSON. */
    private static boolean isName(String file) {
        try {
            return !Path.of(file).toString().isEmpty();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private void scanner(JsonParser json, Set<LabelledScanner> scanners) throws IOException {
        IpAddress[] source = new IpAddress[1];
        Technique[] technique = new Technique[1];
        Shape[] shape = new Shape[1];
        boolean read = members(json, "a scanner", key -> {
            switch (key) {
                case "src" -> source[0] = address(json);
                case "technique" -> technique[0] = constant(json, key, Technique.values());
                case "shape" -> shape[0] = constant(json, key, Shape.values());
                default -> unknown(json, key, "src, technique, shape");
            }
        });
        if (source[0] != null) {
            LabelledScanner scanner = new LabelledScanner(source[0], technique[0], shape[0]);
            if (!scanners.add(scanner)) {
                problem(json, "scanner " + source[0] + " is listed twice");
            }
        } else if (read) {
            problem(json, "a scanner without src");
        }
    }

    private void victim(JsonParser json, Set<IpAddress> victims) throws IOException {
        IpAddress[] address = new IpAddress[1];
        boolean read = members(json, "a victim", key -> {
            switch (key) {
                case "dst" -> address[0] = address(json);
                case "kind" -> text(json);
                default -> unknown(json, key, "dst, kind");
            }
        });
        if (address[0] != null) {
            victims.add(address[0]);
        } else if (read) {
            problem(json, "a victim without dst");
        }
    }

    /** The parser stands on a value of an object, and afterwards on that value's last token. */
    private interface Member {
        void read(String key) throws IOException;
    }

    private interface Element {
        void read() throws IOException;
    }

    private boolean members(JsonParser json, String what, Member member) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            problem(json, what + " is not an object");
            json.skipChildren();
            return false;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            member.read(key);
        }
        return true;
    }

    private void elements(JsonParser json, Element element) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            problem(json, json.currentName() + " is not a list");
            json.skipChildren();
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            element.read();
        }
    }

    private boolean expect(JsonParser json, JsonToken token, String kind) throws IOException {
        if (json.currentToken() == token) {
            return true;
        }
        problem(json, json.currentName() + " is not " + kind);
        json.skipChildren();
        return false;
    }

    private boolean flag(JsonParser json) throws IOException {
        if (json.currentToken().isBoolean()) {
            return json.getBooleanValue();
        }
        expect(json, JsonToken.VALUE_TRUE, "true or false");
        return false;
    }

    private String text(JsonParser json) throws IOException {
        return expect(json, JsonToken.VALUE_STRING, "text") ? json.getText() : "";
    }

    private @Nullable IpAddress address(JsonParser json) throws IOException {
        if (!expect(json, JsonToken.VALUE_STRING, "text")) {
            return null;
        }
        try {
            return IpAddress.parse(json.getText());
        } catch (IllegalArgumentException e) {
            problem(json, json.currentName() + " \"" + json.getText() + "\" is no IP address");
            return null;
        }
    }

    private <E extends Enum<E>> @Nullable E constant(JsonParser json, String key, E[] constants) throws IOException {
        String word = text(json);
        for (E constant : constants) {
            if (label(constant).equals(word)) {
                return constant;
            }
        }
        if (!word.isEmpty()) {
            String right = Arrays.stream(constants).map(TruthReader::label).collect(Collectors.joining(", "));
            problem(json, key + " \"" + word + "\", expected one of " + right + ", or nothing if it is not known");
        }
        return null;
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void unknown(JsonParser json, String key, String right) throws IOException {
        problem(json, "key \"" + key + "\" is unknown, expected " + right);
        json.skipChildren();
    }

    private void problem(JsonParser json, String text) {
        problem(json.currentTokenLocation(), text);
    }

    private void problem(@Nullable JsonLocation at, String text) {
        if (problems.size() < Truth.MAX_PROBLEMS) {
            String place = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
            problems.add(Printable.of(name + place + ": " + text));
        }
    }
}
