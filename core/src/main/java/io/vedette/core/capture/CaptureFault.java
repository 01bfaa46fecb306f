package io.vedette.core.capture;

import java.util.Locale;

/** What can be wrong with a capture file. The lower-case name is the metric label and the word in messages. */
public enum CaptureFault {
    /** No frame and no room for one: an empty file, part of a header, a header alone. */
    EMPTY,
    /** The first bytes are those of no format that can be read here. */
    UNKNOWN_FORMAT,
    /** A version or byte-order mark of a known format that nobody has written so far. Reading stops. */
    BAD_HEADER,
    /** A length that no writer can have meant. Reading stops: where the next record begins is not known. */
    IMPOSSIBLE_LENGTH,
    /** The file ends inside a record, because the writer was killed or is still at work. */
    TRUNCATED_CAPTURE,
    /** A frame of no bytes. It is handed on as such. */
    ZERO_LENGTH,
    /** A frame longer than the file's own limit. It is read. */
    BEYOND_SNAPLEN,
    /** A pcapng block that contradicts itself or names an interface nobody described. It is skipped. */
    BAD_BLOCK,
    /** More interfaces in one pcapng section than are kept track of. Frames of the others are skipped. */
    INTERFACE_LIMIT,
    /** Compressed data that does not decompress, or not to what its checksum says. What came before is used. */
    BAD_COMPRESSION,
    /** The compressed data ends early. What was there is used. */
    TRUNCATED_COMPRESSION,
    /** Bytes after the compressed data that are no compressed data. They are ignored. */
    TRAILING_GARBAGE,
    /** Reading failed: permissions, a disk. */
    UNREADABLE;

    private final String label = name().toLowerCase(Locale.ROOT);

    public String label() {
        return label;
    }
}
