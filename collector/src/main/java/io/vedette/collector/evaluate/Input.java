package io.vedette.collector.evaluate;

import java.util.Locale;

/** In which form traffic is judged. */
public enum Input {
    /** Packets of a capture. */
    PACKETS,
    /** The flow records of a capture, one for each direction, as {@code vedette flows} makes them. */
    UNIFLOW,
    /** The flow records of a capture, both directions in one, as {@code vedette flows --biflow} makes them. */
    BIFLOW,
    /** Flow records as somebody else's exporter wrote them: a labelled file, or one that lies beside a labelled capture. */
    RECORDS;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
