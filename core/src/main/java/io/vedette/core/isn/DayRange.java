package io.vedette.core.isn;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Days one after the other.
 *
 * @param first the first of them
 * @param last the last of them, which belongs to the range
 */
public record DayRange(LocalDate first, LocalDate last) {

    /** Ranges hold ten thousand days at most, some 27 years. */
    public static final int MAX_DAYS = 10_000;

    public DayRange {
        if (last.isBefore(first) || ChronoUnit.DAYS.between(first, last) >= MAX_DAYS) {
            throw new IllegalArgumentException("days " + first + " to " + last + ", expected 1 to " + MAX_DAYS);
        }
    }

    /** The {@code count} days that end with {@code last}; at least one. */
    public static DayRange ending(LocalDate last, int count) {
        return new DayRange(last.minusDays(count - 1L), last);
    }

    public int count() {
        return (int) ChronoUnit.DAYS.between(first, last) + 1;
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last);
    }

    /** All days in order. */
    public List<LocalDate> days() {
        return first.datesUntil(last.plusDays(1)).toList();
    }
}
