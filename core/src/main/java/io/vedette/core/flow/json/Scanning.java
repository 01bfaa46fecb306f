package io.vedette.core.flow.json;

/** Which of the three ways to read a record a stream may use. All give the same rows, counts and rejections. */
enum Scanning {
    /** {@link OrderedScanner}, then {@link GeneralScanner}, then {@link Arbiter}. */
    ORDERED,
    /** {@link GeneralScanner}, then {@link Arbiter}. */
    GENERAL,
    /** {@link Arbiter} alone. */
    ARBITER
}
