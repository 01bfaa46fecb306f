package io.vedette.core.plot;

import java.util.Arrays;
import java.util.List;

/** Values by row and column, as colours. A value of NaN is a gap. */
public final class HeatMap implements Figure {

    private final String title;
    private final String description;
    private final String rowLabel;
    private final String columnLabel;
    private final NumberAxis scale;
    private final List<String> rows;
    private final List<String> columns;
    private final double[] values;

    /**
     * @param scale what the colours measure; logarithmic if ratios matter
     * @param values row by row, {@code rows x columns} of them
     * @throws IllegalArgumentException if there are more or fewer values
     */
    public HeatMap(
            String title,
            String description,
            String rowLabel,
            List<String> rows,
            String columnLabel,
            List<String> columns,
            NumberAxis scale,
            double[] values) {
        if (values.length != rows.size() * columns.size()) {
            throw new IllegalArgumentException(
                    values.length + " values for " + rows.size() + " rows and " + columns.size() + " columns");
        }
        this.title = title;
        this.description = description;
        this.rowLabel = rowLabel;
        this.rows = List.copyOf(rows);
        this.columnLabel = columnLabel;
        this.columns = List.copyOf(columns);
        this.scale = scale;
        this.values = values.clone();
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String description() {
        return description;
    }

    String rowLabel() {
        return rowLabel;
    }

    String columnLabel() {
        return columnLabel;
    }

    NumberAxis scale() {
        return scale;
    }

    List<String> rows() {
        return rows;
    }

    List<String> columns() {
        return columns;
    }

    double value(int row, int column) {
        return values[row * columns.size() + column];
    }

    /** The largest value; NaN if there is none. */
    double largest() {
        return Arrays.stream(values).filter(Double::isFinite).max().orElse(Double.NaN);
    }

    /** The smallest value above zero; NaN if there is none. */
    double smallestAboveZero() {
        return Arrays.stream(values).filter(value -> value > 0).min().orElse(Double.NaN);
    }
}
