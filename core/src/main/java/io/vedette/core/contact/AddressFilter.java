package io.vedette.core.contact;

import io.vedette.core.flow.IpAddress;
import org.jspecify.annotations.Nullable;

/** Which pairs of addresses cannot be a conversation between two hosts. */
final class AddressFilter {

    private AddressFilter() {}

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
