package io.vedette.cli;

/** When progress is shown. */
enum ProgressChoice {
    /** On a terminal. */
    AUTO,
    ALWAYS,
    NEVER
}
