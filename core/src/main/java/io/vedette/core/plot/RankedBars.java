package io.vedette.core.plot;

import java.util.List;

/**
 * Horizontal bars, one for each name, the parts of each stacked from the left.
 *
 * @param title what is shown
 * @param description the same in a sentence or two
 * @param axis what the length of a bar measures
 * @param parts key and label of each part
 * @param rows from the top down
 */
public record RankedBars(String title, String description, NumberAxis axis, List<Part> parts, List<Row> rows)
        implements Figure {

    /** One of the parts that bars are made of; the key decides its colour. */
    public record Part(String key, String label) {}

    /**
     * One bar.
     *
     * @param label its name
     * @param values one for each part, none negative
     */
    public record Row(String label, List<Double> values) {

        public Row {
            values = List.copyOf(values);
        }

        double total() {
            return values.stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    /** @throws IllegalArgumentException if a row has not one value for each part, or one below zero */
    public RankedBars {
        parts = List.copyOf(parts);
        rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.values().size() != parts.size()) {
                throw new IllegalArgumentException(row.label() + " has not one value for each part");
            }
            if (row.values().stream().anyMatch(value -> !(value >= 0))) {
                throw new IllegalArgumentException(row.label() + " has a value that is not zero or more");
            }
        }
    }
}
