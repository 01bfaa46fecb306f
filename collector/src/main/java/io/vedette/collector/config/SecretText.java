package io.vedette.collector.config;

import io.vedette.core.text.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A secret that is kept elsewhere: <code>${env:NAME}</code> stands for a variable of the environment, <code>${file:PATH}</code>
 * for what is in a file, without line ends behind it. Both may stand alone or within a text. What they stand for is taken as it
 * is: a reference in it is none.
 */
final class SecretText {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");
    private static final long LONGEST_FILE = 64 << 10;

    private SecretText() {}

    /**
     * {@code text} with every reference replaced.
     *
     * @param variables gives the value of a variable, null if there is none
     * @throws IllegalArgumentException if a reference leads nowhere; its message names the reference, never a secret
     */
    static String resolve(String text, Function<String, @Nullable String> variables) {
        Matcher reference = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (reference.find()) {
            String name = reference.group(2);
            String value = reference.group(1).equals("env") ? variable(name, variables) : content(name);
            reference.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return reference.appendTail(resolved).toString();
    }

    private static String variable(String name, Function<String, @Nullable String> variables) {
        String value = variables.apply(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("the variable " + name + " is not set");
        }
        return value;
    }

    private static String content(String name) {
        try {
            Path file = Path.of(name);
            if (Files.size(file) > LONGEST_FILE) {
                throw new IllegalArgumentException("the file " + name + " is larger than any secret");
            }
            String value = Files.readString(file).stripTrailing();
            if (value.isEmpty()) {
                throw new IllegalArgumentException("the file " + name + " is empty");
            }
            return value;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not the name of a file: " + name, e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the file " + name + " cannot be read: " + FileTrouble.why(e), e);
        }
    }
}
