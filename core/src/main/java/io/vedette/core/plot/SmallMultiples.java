package io.vedette.core.plot;

import java.util.List;

/**
 * Many small charts of one kind side by side, to be compared: same size, same colours, one legend.
 *
 * @param title what is shown
 * @param description the same in a sentence or two
 * @param columns charts beside each other, at least 1
 * @param charts row by row
 */
public record SmallMultiples(String title, String description, int columns, List<XyChart> charts) implements Figure {

    /** @throws IllegalArgumentException if there are no columns */
    public SmallMultiples {
        charts = List.copyOf(charts);
        if (columns < 1) {
            throw new IllegalArgumentException("at least one column");
        }
    }
}
