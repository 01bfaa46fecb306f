package io.vedette.collector.darknet;

import java.nio.charset.StandardCharsets;

/** How the objects of a file of events stand beside each other. None of them ends with a line end. */
public enum Layout {
    /** One JSON array, with a comma and a line end between its elements. */
    ARRAY("[", ",\n", "]"),
    /** One object per line. */
    LINES("", "\n", "");

    private final byte[] begin;
    private final byte[] separator;
    private final byte[] end;

    Layout(String begin, String separator, String end) {
        this.begin = begin.getBytes(StandardCharsets.US_ASCII);
        this.separator = separator.getBytes(StandardCharsets.US_ASCII);
        this.end = end.getBytes(StandardCharsets.US_ASCII);
    }

    byte[] begin() {
        return begin.clone();
    }

    byte[] separator() {
        return separator.clone();
    }

    byte[] end() {
        return end.clone();
    }
}
