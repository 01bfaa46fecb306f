package io.vedette.core.darknet.json;

/**
 * What the tables need of an event that was read back.
 *
 * @param source dotted IPv4 address
 * @param country ISO code, or empty
 * @param darknetSize addresses of the darknet it was made for, to seven digits; 0 if it does not say
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
        boolean mirai,
        long darknetSize) {}
