package io.vedette.core.flow;

import org.jspecify.annotations.Nullable;

/**
 * A record that was not turned into a flow.
 *
 * @param reason why
 * @param line number of the line or frame in its stream, from 1
 * @param offset of the record's first byte in its stream, from 0
 * @param field the field at fault, where there is one, under nProbe's label
 * @param excerpt the first bytes of the record, printable: control and non-ASCII bytes escaped, at most
 *     {@link #EXCERPT_LENGTH} characters
 */
public record Rejection(
        RejectReason reason,
        long line,
        long offset,
        @Nullable String field,
        String excerpt) {

    /** Characters of an excerpt, at most. */
    public static final int EXCERPT_LENGTH = 120;
}
