package io.vedette.core.detect;

/**
 * The program that probes bear the mark of.
 *
 * @param name for programs, {@code masscan}
 * @param title for people, {@code Masscan}
 * @param matches probes with the mark
 * @param trials probes that were looked at
 */
public record Tool(String name, String title, long matches, long trials) {}
