package io.vedette.core.flow.json;

/**
 * Bounds on what one record may be.
 *
 * @param maxLineBytes longest line or frame; a longer one is skipped in constant memory
 */
public record StreamLimits(int maxLineBytes) {

    /** 64 KiB lines: nProbe builds records in a 4 KiB buffer, the longest templates seen stay below 8 KiB. */
    public static final StreamLimits DEFAULT = new StreamLimits(64 * 1024);
}
