package io.vedette.cli;

/** How incidents of traffic that goes on are written. */
enum LiveFormat {
    /** A line for each alert, as {@code collect} prints them. */
    TEXT,
    /** The JSON of each alert, as soon as it is raised. */
    NDJSON,
    /** A table of all incidents, at the end. */
    TABLE,
    /** The same as comma-separated values. */
    CSV
}
