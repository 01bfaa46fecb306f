package io.vedette.core.contact;

import io.vedette.core.flow.IpAddress;
import org.jspecify.annotations.Nullable;

/** Which pairs of addresses cannot be a conversation between two hosts. */
final class AddressFilter {

    private AddressFilter() {}

    /** Addresses from 0.0.0.1 on and before 224.0.0.0. */
    private static final int UNICAST = 0xdfff_ffff;

    /** The same as {@link #reason} for two addresses of IPv4, as {@link IpAddress#ofIpv4} takes them. */
    static @Nullable FilterReason reason4(int source, int destination) {
        return isUnicast(source) && isUnicast(destination) && source != destination
                ? null
                : reason(0, IpAddress.lowOfIpv4(source), 0, IpAddress.lowOfIpv4(destination));
    }

    private static boolean isUnicast(int address) {
        return Integer.compareUnsigned(address - 1, UNICAST) < 0;
    }

    /** Why what goes from one address to the other is left out; null if it is not. */
    static @Nullable FilterReason reason(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow) {
        if (IpAddress.isUnspecified(sourceHigh, sourceLow)
                || IpAddress.isUnspecified(destinationHigh, destinationLow)) {
            return FilterReason.UNSPECIFIED;
        }
        if (IpAddress.isMulticast(destinationHigh, destinationLow) || IpAddress.isMulticast(sourceHigh, sourceLow)) {
            return FilterReason.MULTICAST;
        }
        if (IpAddress.isLimitedBroadcast(destinationHigh, destinationLow)
                || IpAddress.isLimitedBroadcast(sourceHigh, sourceLow)) {
            return FilterReason.BROADCAST;
        }
        return sourceLow == destinationLow && sourceHigh == destinationHigh ? FilterReason.SELF : null;
    }
}
