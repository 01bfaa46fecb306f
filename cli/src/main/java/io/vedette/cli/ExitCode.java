package io.vedette.cli;

/** What the exit code of a command means. 78 is {@code EX_CONFIG} of sysexits.h. */
final class ExitCode {

    static final int DONE = 0;
    static final int FAILURE = 1;
    static final int USAGE = 2;
    static final int FINDINGS = 3;
    static final int PARTIAL = 4;
    static final int UNDELIVERED = 5;
    static final int BAD_CONFIGURATION = 78;

    /** A signal's number is added to this when it ended the process at once: 130 for SIGINT, 143 for SIGTERM. */
    static final int SIGNAL = 128;

    private ExitCode() {}
}
