package io.vedette.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Options whose value is one word of a few: the lower-case names of an enum. */
final class Choices {

    private final CommandLine command;

    Choices(CommandLine command) {
        this.command = command;
    }

    /** The constant that {@code word} names; any other word is wrong usage, answered with all that would be right. */
    <E extends Enum<E>> E of(Class<E> type, String option, String word) {
        for (E constant : type.getEnumConstants()) {
            if (name(constant).equals(word.toLowerCase(Locale.ROOT))) {
                return constant;
            }
        }
        String right = Arrays.stream(type.getEnumConstants()).map(Choices::name).collect(Collectors.joining(", "));
        throw new ParameterException(command, option + " \"" + word + "\", expected one of " + right);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
