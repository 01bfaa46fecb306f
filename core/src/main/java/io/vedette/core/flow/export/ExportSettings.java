package io.vedette.core.flow.export;

import java.time.Duration;

/**
 * When flow records are made of packets.
 *
 * @param form one record for each direction, or one for both
 * @param idleTimeout a conversation is over when no packet came for so long; nProbe's default is 60 s since version 10
 * @param activeTimeout a conversation that lasts longer is exported in parts of this length; nProbe's default is 120 s
 * @param maxConversations conversations remembered at once, about 350 bytes each; beyond it the longest idle is exported early,
 *     which is counted
 */
public record ExportSettings(Form form, Duration idleTimeout, Duration activeTimeout, int maxConversations) {

    /** How many records a conversation makes. */
    public enum Form {
        /** One for each direction with packets, the initiator's first. */
        UNIDIRECTIONAL,
        /** One for both, with the initiator as its source. */
        BIDIRECTIONAL
    }

    public ExportSettings {
        if (idleTimeout.toMillis() < 1 || idleTimeout.toDays() > 1) {
            throw new IllegalArgumentException("idle-timeout " + idleTimeout + ", expected 1ms to 1d");
        }
        if (activeTimeout.toMillis() < 1 || activeTimeout.toDays() > 1) {
            throw new IllegalArgumentException("active-timeout " + activeTimeout + ", expected 1ms to 1d");
        }
        if (maxConversations < 1) {
            throw new IllegalArgumentException("max-conversations " + maxConversations + ", expected 1 or more");
        }
    }

    public static ExportSettings defaults(Form form) {
        return new ExportSettings(form, Duration.ofSeconds(60), Duration.ofSeconds(120), 1 << 18);
    }
}
