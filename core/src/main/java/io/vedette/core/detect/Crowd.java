package io.vedette.core.detect;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;
import java.util.List;

/**
 * One target and its many sources.
 *
 * @param target a host, or a network
 * @param count distinct sources; of backscatter unknown, which is 0
 * @param sources some of them, at most {@link #LISTED}; none where all are likely to be forged
 * @param forged whether the sources may be forged: nobody was seen to complete a handshake
 */
public record Crowd(Prefix target, long count, List<IpAddress> sources, boolean forged) {

    /** Sources that are listed at most. */
    public static final int LISTED = 50;

    public Crowd {
        sources = List.copyOf(sources);
    }

    /** The target, or the first address of the network. */
    public IpAddress address() {
        return new IpAddress(target.high(), target.low());
    }

    /** Whether the target is a single host. */
    public boolean isHost() {
        return target.bits() == 128;
    }

    /** The target in words: an address, or a network as RFC 4632 writes it. */
    public String name() {
        return isHost() ? address().toString() : target.toString();
    }
}
