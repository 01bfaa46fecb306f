package io.vedette.cli;

/** How much of what happens is told on standard error. */
enum LogLevel {
    /** Only what someone must act on. */
    WARN,
    /** What happens once or seldom: start, probes coming and going, the end. */
    INFO,
    /** What helps to find out why. */
    DEBUG,
    /** Everything, the libraries' own messages included. */
    TRACE
}
