package io.vedette.core.flow.json;

/**
 * Bounds on what one record may be.
 *
 * @param maxLineBytes longest line or frame without its separator; a longer one is skipped in constant memory
 */
public record StreamLimits(int maxLineBytes) {

    /** 64 KiB lines: nProbe builds records in a 4 KiB buffer, the longest templates seen stay below 8 KiB. */
    public static final StreamLimits DEFAULT = new StreamLimits(64 * 1024);

    /*
     * Bounds within a line. They are far above any flow record and are no settings: an operator who needs another value
     * has found something that is no flow record.
     */
    static final int MAX_DEPTH = 8;
    static final int MAX_MEMBERS = 512;
    static final int MAX_RECORDS_PER_LINE = 1000;
    static final int MAX_NAME_BYTES = 128;
    static final int MAX_NUMBER_BYTES = 64;
    static final int MAX_STRING_BYTES = 8 * 1024;

    public StreamLimits {
        if (maxLineBytes < 1 || maxLineBytes > 1 << 26) {
            throw new IllegalArgumentException("maxLineBytes " + maxLineBytes + ", expected 1 to 64 MiB");
        }
    }
}
