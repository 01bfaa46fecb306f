package io.vedette.collector.alert.remote;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of sending a notification. Reasons are short words for machines, such as {@code http-503}; details are what was said. */
public sealed interface Answer {

    /** The receiver has it. */
    record Delivered() implements Answer {}

    /**
     * Not now.
     *
     * @param after how long the receiver wants to be left alone; null if it did not say
     */
    record Later(String reason, String detail, @Nullable Duration after) implements Answer {}

    /** Never this one; the next may be welcome. */
    record Refused(String reason, String detail) implements Answer {}

    /** Never this one nor any other, until somebody changes a setting here or there. */
    record Blocked(String reason, String detail) implements Answer {}

    /** Not so much at once. */
    record TooLarge(String detail) implements Answer {}
}
