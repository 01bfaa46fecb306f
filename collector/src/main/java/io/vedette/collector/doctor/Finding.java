package io.vedette.collector.doctor;

/**
 * One thing that was looked at.
 *
 * @param about a word or two: {@code port}, {@code disk}
 * @param text what is so; printable
 * @param fix what to do about it; empty if nothing needs to be done
 */
public record Finding(Level level, String about, String text, String fix) {

    /** How bad it is. */
    public enum Level {
        GOOD,
        /** Works, but not as well as it could, or not for long. */
        WARNING,
        /** Does not work. */
        PROBLEM
    }

    static Finding good(String about, String text) {
        return new Finding(Level.GOOD, about, text, "");
    }

    static Finding warning(String about, String text, String fix) {
        return new Finding(Level.WARNING, about, text, fix);
    }

    static Finding problem(String about, String text, String fix) {
        return new Finding(Level.PROBLEM, about, text, fix);
    }
}
