package io.vedette.collector.config;

/**
 * Where the effective value of a key comes from.
 *
 * @param kind which of the four layers
 * @param place {@code file:line:column}, the name of the variable, or the name of the flag; for defaults the word itself
 */
public record Origin(Kind kind, String place) {

    /** The layers, weakest first. */
    public enum Kind {
        DEFAULT,
        FILE,
        ENVIRONMENT,
        FLAG
    }

    static final Origin DEFAULT = new Origin(Kind.DEFAULT, "default");

    static Origin file(String name, int line, int column) {
        return new Origin(Kind.FILE, name + ":" + line + ":" + column);
    }

    @Override
    public String toString() {
        return place;
    }
}
