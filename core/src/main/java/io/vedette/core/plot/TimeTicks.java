package io.vedette.core.plot;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round dates and times along an axis, and how much of them a label must say. */
final class TimeTicks {

    /** Distances between ticks, and what a label then shows. */
    private enum Step {
        MILLI(1, ChronoUnit.MILLIS, "HH:mm:ss.SSS"),
        MILLI_10(10, ChronoUnit.MILLIS, "HH:mm:ss.SSS"),
        MILLI_100(100, ChronoUnit.MILLIS, "HH:mm:ss.SSS"),
        SECOND(1, ChronoUnit.SECONDS, "HH:mm:ss"),
        SECOND_5(5, ChronoUnit.SECONDS, "HH:mm:ss"),
        SECOND_15(15, ChronoUnit.SECONDS, "HH:mm:ss"),
        MINUTE(1, ChronoUnit.MINUTES, "HH:mm"),
        MINUTE_5(5, ChronoUnit.MINUTES, "HH:mm"),
        MINUTE_15(15, ChronoUnit.MINUTES, "HH:mm"),
        HOUR(1, ChronoUnit.HOURS, "MM-dd HH:mm"),
        HOUR_3(3, ChronoUnit.HOURS, "MM-dd HH:mm"),
        HOUR_6(6, ChronoUnit.HOURS, "MM-dd HH:mm"),
        HOUR_12(12, ChronoUnit.HOURS, "MM-dd HH:mm"),
        DAY(1, ChronoUnit.DAYS, "MM-dd"),
        DAY_2(2, ChronoUnit.DAYS, "MM-dd"),
        WEEK(7, ChronoUnit.DAYS, "MM-dd"),
        WEEK_2(14, ChronoUnit.DAYS, "MM-dd"),
        MONTH(1, ChronoUnit.MONTHS, "yyyy-MM"),
        MONTH_3(3, ChronoUnit.MONTHS, "yyyy-MM"),
        YEAR(1, ChronoUnit.YEARS, "yyyy"),
        YEAR_5(5, ChronoUnit.YEARS, "yyyy"),
        YEAR_25(25, ChronoUnit.YEARS, "yyyy");

        final int amount;
        final ChronoUnit unit;
        final DateTimeFormatter format;
        final String pattern;

        Step(int amount, ChronoUnit unit, String pattern) {
            this.amount = amount;
            this.unit = unit;
            this.pattern = pattern;
            this.format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
        }

        double millis() {
            return amount * (double) unit.getDuration().toMillis();
        }

        /** The last round time at or before {@code time}. */
        ZonedDateTime floor(ZonedDateTime time) {
            return switch (unit) {
                case MILLIS ->
                    time.truncatedTo(ChronoUnit.SECONDS)
                            .plus(time.getNano() / 1_000_000 / amount * amount, ChronoUnit.MILLIS);
                case SECONDS -> time.truncatedTo(ChronoUnit.MINUTES).plusSeconds(time.getSecond() / amount * amount);
                case MINUTES -> time.truncatedTo(ChronoUnit.HOURS).plusMinutes(time.getMinute() / amount * amount);
                case HOURS -> time.truncatedTo(ChronoUnit.DAYS).plusHours(time.getHour() / amount * amount);
                case DAYS ->
                    time.truncatedTo(ChronoUnit.DAYS)
                            .minusDays(Math.floorMod(time.toLocalDate().toEpochDay() + MONDAY, amount));
                case MONTHS ->
                    time.truncatedTo(ChronoUnit.DAYS)
                            .withDayOfMonth(1)
                            .withMonth((time.getMonthValue() - 1) / amount * amount + 1);
                default ->
                    time.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1).withYear(time.getYear() / amount * amount);
            };
        }
    }

    /** 1970-01-01 was a Thursday: this makes weeks begin on Mondays. */
    private static final int MONDAY = 3;

    private static final double SPACE = 18;
    private static final double DAY_MILLIS = 86_400_000;

    private final List<Tick> ticks = new ArrayList<>();
    private final Step step;
    private final ZonedDateTime first;

    /**
     * @param low Unix milliseconds of the first value
     * @param high Unix milliseconds of the last value
     * @param width room, in pixels
     * @param size size of the labels, in pixels
     */
    TimeTicks(double low, double high, ZoneId zone, double width, double size) {
        this(low, high, zone, Step.MILLI, width, size);
    }

    private TimeTicks(double low, double high, ZoneId zone, Step shortest, double width, double size) {
        first = Instant.ofEpochMilli((long) Math.floor(low)).atZone(zone);
        step = step(high - low, shortest, width, size);
        ZonedDateTime time = step.floor(first);
        for (double at = millis(time); at <= high; at = millis(time)) {
            if (at >= low) {
                ticks.add(new Tick(at, step.format.format(time)));
            }
            time = time.plus(step.amount, step.unit);
        }
    }

    /**
     * Ticks at the middle of days.
     *
     * @param low the first day, since 1970-01-01
     * @param high the first day behind
     */
    static TimeTicks ofDays(double low, double high, double width, double size) {
        TimeTicks days = new TimeTicks(low * DAY_MILLIS, high * DAY_MILLIS - 1, ZoneOffset.UTC, Step.DAY, width, size);
        days.ticks.replaceAll(tick -> new Tick(tick.at() / DAY_MILLIS + 0.5, tick.label()));
        return days;
    }

    private static Step step(double span, Step shortest, double width, double size) {
        for (Step step : Step.values()) {
            if (step.compareTo(shortest) < 0) {
                continue;
            }
            double label = TextWidth.of("0".repeat(step.pattern.length()), size) + SPACE;
            if (span / step.millis() * label <= width) {
                return step;
            }
        }
        return Step.YEAR_25;
    }

    private static double millis(ZonedDateTime time) {
        return time.toInstant().toEpochMilli();
    }

    List<Tick> ticks() {
        return ticks;
    }

    /** What the labels leave out: the zone, and the day that the axis begins with unless they show years. */
    String context() {
        return context(first.getZone());
    }

    /** The same where the clock hangs in another zone than that of the ticks. */
    String context(ZoneId named) {
        String id = named.getId();
        String zone = id.equals("Z") ? "UTC" : id;
        return step.pattern.startsWith("yyyy") ? zone : "from " + first.toLocalDate() + ", " + zone;
    }
}
