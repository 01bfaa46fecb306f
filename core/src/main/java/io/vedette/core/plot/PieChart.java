package io.vedette.core.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Shares of a whole, clockwise from noon, largest first. More than {@value #MAX_SLICES} slices cannot be compared by eye:
 * the smallest become one that says how many they are. {@link RankedBars} shows many names better.
 *
 * @param title what is shown
 * @param description the same in a sentence or two
 * @param unit unit of the values
 * @param slices at most {@value #MAX_SLICES}, sorted
 */
public record PieChart(String title, String description, Unit unit, List<Slice> slices) implements Figure {

    public static final int MAX_SLICES = 7;

    /** One share: key for its colour, name, and a value above zero. */
    public record Slice(String key, String label, double value) {}

    /** @throws IllegalArgumentException if a value is negative or not a number */
    public PieChart {
        if (slices.stream().anyMatch(slice -> !(slice.value() >= 0))) {
            throw new IllegalArgumentException("a share is not zero or more");
        }
        slices = fold(slices);
    }

    private static List<Slice> fold(List<Slice> slices) {
        List<Slice> sorted = new ArrayList<>(slices);
        sorted.removeIf(slice -> slice.value() == 0);
        sorted.sort(Comparator.comparingDouble(Slice::value).reversed().thenComparing(Slice::label));
        if (sorted.size() <= MAX_SLICES) {
            return List.copyOf(sorted);
        }
        List<Slice> rest = sorted.subList(MAX_SLICES - 1, sorted.size());
        double sum = rest.stream().mapToDouble(Slice::value).sum();
        List<Slice> folded = new ArrayList<>(sorted.subList(0, MAX_SLICES - 1));
        folded.add(new Slice("other", "Other (" + rest.size() + ")", sum));
        return List.copyOf(folded);
    }

    double total() {
        return slices.stream().mapToDouble(Slice::value).sum();
    }
}
