package io.vedette.core.darknet.json;

/**
 * What the tables need of an event that was read back.
 *
 * @param source dotted IPv4 address
 * @param country ISO code, or empty
 */
public record ReportedEvent(
        String source,
        int port,
        int traffic,
        long firstNanos,
        long lastNanos,
        long packets,
        long uniqueDests,
        String country,
        boolean zmap,
        boolean masscan,
        boolean mirai) {}
