package io.vedette.collector.darknet;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A period cut into blocks of hours, the last of which may be shorter. Times are UTC, written {@code YYYY-MM-DD:HH}. */
public final class BlockPlan {

    private static final DateTimeFormatter HOUR = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd:HH")
            .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final Pattern NAME = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d:\\d\\d)_(\\d{4}-\\d\\d-\\d\\d:\\d\\d)");

    private BlockPlan() {}

    /**
     * Some hours in a row.
     *
     * @param end the first hour behind
     */
    public record Block(LocalDateTime start, LocalDateTime end) {

        /** Both times, as they stand in the names of files. */
        public String name() {
            return HOUR.format(start) + "_" + HOUR.format(end);
        }

        /** The block whose {@link #name} is in the name of a file; empty if there is none. */
        public static Optional<Block> in(String fileName) {
            Matcher name = NAME.matcher(fileName);
            if (!name.find()) {
                return Optional.empty();
            }
            try {
                Block block = new Block(hour(name.group(1)), hour(name.group(2)));
                return block.start.isBefore(block.end) ? Optional.of(block) : Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.empty(); // it only looks like one
            }
        }

        /** The names that a template gives to the hours. */
        public List<String> files(HourTemplate template) {
            List<String> files = new ArrayList<>();
            for (LocalDateTime hour = start; hour.isBefore(end); hour = hour.plusHours(1)) {
                files.add(template.at(hour));
            }
            return files;
        }
    }

    /** @throws IllegalArgumentException if it is no hour */
    public static LocalDateTime hour(String text) {
        try {
            return LocalDateTime.parse(text, HOUR);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("\"" + text + "\", expected YYYY-MM-DD:HH", e);
        }
    }

    /**
     * The blocks from {@code start} to {@code end}, the first hour behind.
     *
     * @throws IllegalArgumentException if there is no hour between, or no hour in a block
     */
    public static List<Block> of(LocalDateTime start, LocalDateTime end, int blockHours) {
        if (!start.isBefore(end) || blockHours < 1) {
            throw new IllegalArgumentException(
                    "from " + HOUR.format(start) + " to " + HOUR.format(end) + " in blocks of " + blockHours
                            + " hours: expected a start before the end, and blocks of at least one hour");
        }
        List<Block> blocks = new ArrayList<>();
        long hours = start.until(end, ChronoUnit.HOURS);
        for (long hour = 0; hour < hours; hour += blockHours) {
            blocks.add(new Block(start.plusHours(hour), start.plusHours(Math.min(hours, hour + blockHours))));
        }
        return blocks;
    }
}
