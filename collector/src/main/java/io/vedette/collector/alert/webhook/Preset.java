package io.vedette.collector.alert.webhook;

import java.time.Duration;

/** A kind of receiver. */
public enum Preset {
    /** Any program that takes JSON; signed by Standard Webhooks. */
    GENERIC(Duration.ZERO),
    SLACK(Duration.ofSeconds(1)),
    /** Adaptive cards for a Workflows webhook. */
    TEAMS(Duration.ofSeconds(1)),
    DISCORD(Duration.ofSeconds(2)),
    MATTERMOST(Duration.ofSeconds(1)),
    TELEGRAM(Duration.ofSeconds(1)),
    PAGERDUTY(Duration.ofSeconds(1));

    private final Duration gap;

    Preset(Duration gap) {
        this.gap = gap;
    }

    /** The shortest time between two messages that the service likes. */
    Duration gap() {
        return gap;
    }
}
