package io.vedette.collector;

/** How much of what happens is told on standard error. */
public enum LogLevel {
    /** Only what someone must act on. */
    WARN,
    /** What happens once or seldom: start, probes coming and going, the end. */
    INFO,
    /** What helps to find out why. */
    DEBUG,
    /** Everything, the libraries' own messages included. */
    TRACE
}
