package io.vedette.collector.alert.webhook;

import io.vedette.core.setting.Setting;
import java.time.Duration;

/** When alerts are told, and which together. A group is what one source does by one rule. */
public record GroupingConfig(
        @Setting("How long the first alert of a group waits for others.")
        Duration groupWait,

        @Setting("The shortest time between two messages about one group.")
        Duration groupInterval,

        @Setting("How long nothing is said about a group in which only the same goes on.")
        Duration repeatInterval,

        @Setting("How long a group that has no end of its own must be quiet to be over.")
        Duration quiet,

        @Setting("The most messages in any minute. If more groups are due, one message tells of all of them.")
        int maxPerMinute) {

    public GroupingConfig {
        notNegative("group-wait", groupWait);
        notNegative("group-interval", groupInterval);
        notNegative("repeat-interval", repeatInterval);
        notNegative("quiet", quiet);
        if (repeatInterval.compareTo(groupInterval) < 0) {
            throw new IllegalArgumentException(
                    "repeat-interval " + repeatInterval + ", expected no less than group-interval " + groupInterval);
        }
        if (maxPerMinute < 1 || maxPerMinute > 6_000) {
            throw new IllegalArgumentException("max-per-minute " + maxPerMinute + ", expected 1 to 6000");
        }
    }

    private static void notNegative(String key, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(key + " " + value + ", expected 0 s or more");
        }
    }

    public static GroupingConfig defaults() {
        return new GroupingConfig(
                Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(4), Duration.ofMinutes(15), 20);
    }
}
