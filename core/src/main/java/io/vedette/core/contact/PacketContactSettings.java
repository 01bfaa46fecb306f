package io.vedette.core.contact;

import io.vedette.core.setting.Setting;
import java.time.Duration;

/** How packets are turned into contacts. */
public record PacketContactSettings(
        @Setting(
                "How long a packet waits for its answer before the contact counts as unanswered. The default lets the answer"
                        + " to a first retransmission, sent after 1 s (RFC 6298), still count.")
        Duration answerWait,

        @Setting(
                "How long a conversation is remembered after its last packet, so that retransmissions and late answers are"
                        + " not taken for new contacts.")
        Duration idleTimeout,

        @Setting(
                "Conversations remembered at once, a power of two; each costs 56 bytes, once it is needed, and 88 when there is"
                        + " IPv6 among them. Beyond it those that began first are forgotten, which is counted.")
        int conversationLimit) {

    /** With IPv6. */
    private static final int CONVERSATION_BYTES = 88;

    public PacketContactSettings {
        if (answerWait.toMillis() < 1 || answerWait.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("answer-wait " + answerWait + ", expected 1ms to 10m");
        }
        if (idleTimeout.compareTo(answerWait) < 0 || idleTimeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("idle-timeout " + idleTimeout + ", expected answer-wait to 1h");
        }
        if (conversationLimit < 16 || conversationLimit > 1 << 22 || Integer.bitCount(conversationLimit) != 1) {
            throw new IllegalArgumentException(
                    "conversation-limit " + conversationLimit + ", expected a power of two from 16 to 4194304");
        }
    }

    /**
     * These settings with as many conversations as fit into a quarter of a heap, at least 2^16 and at most 2^22.
     *
     * @param heapBytes of the process, at most
     */
    public PacketContactSettings forMemory(long heapBytes) {
        long fit = Long.highestOneBit(Math.max(1, heapBytes / 4 / CONVERSATION_BYTES));
        return new PacketContactSettings(answerWait, idleTimeout, (int) Math.max(1 << 16, Math.min(1 << 22, fit)));
    }

    public static PacketContactSettings defaults() {
        return new PacketContactSettings(Duration.ofMillis(1500), Duration.ofSeconds(60), 1 << 18);
    }
}
