package io.vedette.core.flow;

import java.util.Locale;

/** Why a record was not turned into a flow. The lower-case name is the metric label and the word in messages. */
public enum RejectReason {
    /** Not JSON, and not one of the broken forms that nProbe is known to write. */
    BAD_JSON,
    /** The input ended inside a record. */
    PARTIAL_LINE,
    /** A line, frame, string, name or number longer than its limit. */
    OVERSIZE,
    /** Nested deeper, or with more members, than any flow record. */
    TOO_DEEP,
    /** Something that is not an object where a flow record should be: a number, a string, an empty array. */
    NOT_AN_OBJECT,
    /** Bytes after a complete record that are no record themselves. */
    TRAILING_GARBAGE,
    /** A field that Vedette reads stands twice in one record, under whatever names. */
    DUPLICATE_KEY,
    /** Not UTF-8, or a control byte where JSON allows none. */
    BAD_ENCODING,
    /** A number out of its field's range, fractional, or not a number at all. */
    BAD_NUMBER,
    /** An address that is no address. */
    BAD_ADDRESS,
    /** A field without which nothing can be said about the flow is absent. */
    MISSING_FIELD;

    private final String label = name().toLowerCase(Locale.ROOT);

    public String label() {
        return label;
    }
}
