package io.vedette.collector.alert;

import io.vedette.core.detect.Severity;
import java.util.Map;

/** How the console shows severity: in plain text, or with colours as well (ECMA-48 "Select Graphic Rendition"). */
public enum Palette {
    PLAIN,
    ANSI;

    /** What stands behind an output. */
    public enum Medium {
        TERMINAL,
        OTHER
    }

    private static final String ESCAPE = "\u001b[";
    private static final String RESET = ESCAPE + "0m";

    /**
     * Decides as the conventions no-color.org and bixense.com/clicolors say: an explicit choice first, then {@code NO_COLOR},
     * then {@code CLICOLOR_FORCE}; otherwise colour on a terminal that is not {@code dumb}.
     *
     * @param environment the variables of the process
     */
    public static Palette choose(ColorChoice choice, Medium medium, Map<String, String> environment) {
        return switch (choice) {
            case ALWAYS -> ANSI;
            case NEVER -> PLAIN;
            case AUTO -> {
                if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
                    yield PLAIN;
                }
                String force = environment.getOrDefault("CLICOLOR_FORCE", "");
                if (!force.isEmpty() && !force.equals("0")) {
                    yield ANSI;
                }
                boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
                yield medium == Medium.TERMINAL && !dumb ? ANSI : PLAIN;
            }
        };
    }

    String severity(Severity severity, String text) {
        return switch (severity) {
            case CRITICAL -> dress("1;37;41", text);
            case HIGH -> dress("1;31", text);
            case MEDIUM -> dress("33", text);
            case LOW -> dress("36", text);
            case INFO -> text;
        };
    }

    String faint(String text) {
        return dress("2", text);
    }

    private String dress(String rendition, String text) {
        return this == PLAIN ? text : ESCAPE + rendition + 'm' + text + RESET;
    }
}
