package io.vedette.core.detect.json;

import io.vedette.core.detect.Alert;

/** What came of reading a line: an alert, or the reason why there is none. */
public sealed interface AlertReading {

    /** The line was an alert. */
    record Valid(Alert alert) implements AlertReading {}

    /**
     * The line was none.
     *
     * @param reason what is wrong and what was expected; printable
     * @param offset of the first byte that is wrong, from 0
     */
    record Invalid(String reason, long offset) implements AlertReading {}
}
