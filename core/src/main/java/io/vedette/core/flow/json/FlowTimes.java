package io.vedette.core.flow.json;

import static io.vedette.core.flow.json.FlowField.FIRST_SWITCHED;
import static io.vedette.core.flow.json.FlowField.FLOW_DURATION_MICROSECONDS;
import static io.vedette.core.flow.json.FlowField.FLOW_DURATION_MILLISECONDS;
import static io.vedette.core.flow.json.FlowField.FLOW_END_MICROSECONDS;
import static io.vedette.core.flow.json.FlowField.FLOW_END_MILLISECONDS;
import static io.vedette.core.flow.json.FlowField.FLOW_END_SEC;
import static io.vedette.core.flow.json.FlowField.FLOW_START_MICROSECONDS;
import static io.vedette.core.flow.json.FlowField.FLOW_START_MILLISECONDS;
import static io.vedette.core.flow.json.FlowField.FLOW_START_SEC;
import static io.vedette.core.flow.json.FlowField.LAST_SWITCHED;

import io.vedette.core.flow.Flow;
import io.vedette.core.flow.FlowBatch;

/**
 * When a flow began and ended, of whatever time fields its record has.
 *
 * <p>The finest unit counts; zero means unknown; a duration replaces the end or the start that is missing. A number too large
 * for the unit in its field's name is taken in the next finer unit that makes it plausible. An end before the start changes
 * places with it. A time more than {@link #TOLERANCE_MILLIS} after the receipt becomes the time of receipt.
 *
 * <p>FIRST_ and LAST_SWITCHED are seconds since 1970 in nProbe's JSON, not the system up-time that NetFlow has there.
 */
final class FlowTimes {

    /** What clocks may differ before a time counts as wrong. */
    static final long TOLERANCE_MILLIS = 5_000;

    static final long FIELDS = FIRST_SWITCHED.bit
            | LAST_SWITCHED.bit
            | FLOW_START_SEC.bit
            | FLOW_END_SEC.bit
            | FLOW_START_MILLISECONDS.bit
            | FLOW_END_MILLISECONDS.bit
            | FLOW_START_MICROSECONDS.bit
            | FLOW_END_MICROSECONDS.bit
            | FLOW_DURATION_MILLISECONDS.bit
            | FLOW_DURATION_MICROSECONDS.bit;

    // 10¹¹ s is the year 5138, and as milliseconds it is 1973; so for the finer units.
    private static final long MAX_SECONDS = 100_000_000_000L;
    private static final long MAX_MILLIS = MAX_SECONDS * 1_000;
    private static final long MAX_MICROS = MAX_MILLIS * 1_000;

    private static final FlowField[] STARTS = {
        FLOW_START_MICROSECONDS, FLOW_START_MILLISECONDS, FLOW_START_SEC, FIRST_SWITCHED
    };
    private static final FlowField[] ENDS = {FLOW_END_MICROSECONDS, FLOW_END_MILLISECONDS, FLOW_END_SEC, LAST_SWITCHED};

    private boolean skewed;

    /** Whether a time of the last record lay in the future. */
    boolean skewed() {
        return skewed;
    }

    /** Sets the open row's times from the {@code numbers}, by ordinal, of the fields that are {@code present}. */
    void write(long present, long[] numbers, FlowBatch batch) {
        skewed = false;
        long start = first(STARTS, present, numbers);
        long end = first(ENDS, present, numbers);
        if (start == Flow.UNKNOWN ^ end == Flow.UNKNOWN) {
            long duration = duration(present, numbers);
            if (duration >= 0 && start == Flow.UNKNOWN) {
                start = Math.max(0, end - duration);
            } else if (duration >= 0) {
                end = start + Math.min(duration, MAX_MILLIS);
            }
        }
        start = clamp(start, batch.receivedMillis());
        end = clamp(end, batch.receivedMillis());
        if (start != Flow.UNKNOWN) {
            batch.setStartMillis(end == Flow.UNKNOWN ? start : Math.min(start, end));
        }
        if (end != Flow.UNKNOWN) {
            batch.setEndMillis(Math.max(start, end));
        }
    }

    private static long first(FlowField[] fields, long present, long[] numbers) {
        for (FlowField field : fields) {
            long value = (present & field.bit) != 0 ? numbers[field.ordinal()] : 0;
            if (value != 0) {
                return millis(field, value);
            }
        }
        return Flow.UNKNOWN;
    }

    private static long millis(FlowField field, long value) {
        boolean inMicros = field == FLOW_START_MICROSECONDS || field == FLOW_END_MICROSECONDS;
        boolean inMillis = field == FLOW_START_MILLISECONDS || field == FLOW_END_MILLISECONDS;
        if (!inMicros && !inMillis && value < MAX_SECONDS) {
            return value * 1_000;
        }
        if (!inMicros && value < MAX_MILLIS) {
            return value;
        }
        return value < MAX_MICROS ? value / 1_000 : value / 1_000_000;
    }

    private static long duration(long present, long[] numbers) {
        if ((present & FLOW_DURATION_MILLISECONDS.bit) != 0) {
            return numbers[FLOW_DURATION_MILLISECONDS.ordinal()];
        }
        if ((present & FLOW_DURATION_MICROSECONDS.bit) != 0) {
            return numbers[FLOW_DURATION_MICROSECONDS.ordinal()] / 1_000;
        }
        return Flow.UNKNOWN;
    }

    private long clamp(long millis, long received) {
        if (millis - TOLERANCE_MILLIS > received) {
            skewed = true;
            return received;
        }
        return millis;
    }
}
