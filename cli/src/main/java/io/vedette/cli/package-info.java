/**
 * The command line: commands and their flags, exit codes, signals, the logging back end. The only place with a {@code main},
 * with standard output and with {@code System.exit}; no logic beyond wiring.
 *
 * <p>Entry type: {@link io.vedette.cli.Vedette}. May depend on everything. Thread rule: commands run on the main thread;
 * signals arrive on threads of the JDK and only set a flag.
 */
@NullMarked
package io.vedette.cli;

import org.jspecify.annotations.NullMarked;
