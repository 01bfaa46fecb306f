package io.vedette.core.contact;

import io.vedette.core.meter.Counter;
import io.vedette.core.meter.CounterFamily;

/**
 * What became of the packets of one input. The equations: <b>packets = opened + joined + filtered + ignored + fragments</b>
 * and <b>opened = contacts + ignoredPort + held</b>, where <i>held</i> are conversations whose outcome is still open; it is zero once an
 * input was finished.
 */
public final class PacketContactCounts {

    public final Counter packets = new Counter();

    /** Packets that began a conversation, as far as the input shows. */
    public final Counter opened = new Counter();

    /** Packets of a conversation that was known: answers, retransmissions, data, errors about it. */
    public final Counter joined = new Counter();

    /** Packets left out on purpose, by reason. */
    public final CounterFamily<FilterReason> filtered = new CounterFamily<>(FilterReason.class);

    /** ICMP messages that neither ask, answer nor refuse: redirects, neighbour discovery, errors about somebody else. */
    public final Counter ignored = new Counter();

    /** Fragments without a whole transport header. */
    public final Counter fragments = new Counter();

    /** Datagrams whose transport header never became complete before another one needed the place. */
    public final Counter fragmentsForgotten = new Counter();

    public final Counter contacts = new Counter();

    /** Conversations with a UDP port that the configuration ignores. */
    public final Counter ignoredPort = new Counter();

    /** Of {@link #joined}: answers that came when the contact had already been given as unanswered. */
    public final Counter lateAnswers = new Counter();

    /** Conversations forgotten to make room for newer ones. */
    public final Counter evicted = new Counter();

    /** Conversations that had to become a contact before the wait for their answer was over, to make room. */
    public final Counter cutShort = new Counter();

    /** Packets whose time stamp was far from that of all others around them, and was not believed. */
    public final Counter wrongClocks = new Counter();

    /** Times the packets' clock went back by so much that everything open was closed. */
    public final Counter clockResets = new Counter();
}
