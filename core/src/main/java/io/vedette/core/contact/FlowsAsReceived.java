package io.vedette.core.contact;

import io.vedette.core.flow.Flow;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes flow records for what they say: the source is the initiator, TCP_FLAGS are its flags, nothing is paired or inferred.
 * For rules that judge flow by flow, as the reference does.
 */
public final class FlowsAsReceived implements ContactMaker {

    private final AnalysisCounts counts;
    private final BitSet ignoredUdpPorts = new BitSet(65536);

    public FlowsAsReceived(ContactSettings settings, AnalysisCounts counts) {
        this.counts = counts;
        settings.ignoredUdpPorts().forEach(ignoredUdpPorts::set);
    }

    @Override
    public void accept(FlowBatch batch, int from, int to, ContactRoute route) {
        for (int row = from; row < to; row++) {
            FilterReason reason = filter(batch, row);
            if (reason != null) {
                counts.filtered.of(reason).increment();
                continue;
            }
            counts.analysed.increment();
            counts.contacts.increment();
            route.rowFor(batch.sourceHigh(row), batch.sourceLow(row))
                    .add(
                            batch.sourceHigh(row),
                            batch.sourceLow(row),
                            batch.sourcePort(row),
                            batch.destinationHigh(row),
                            batch.destinationLow(row),
                            batch.destinationPort(row),
                            batch.protocol(row),
                            batch.tcpFlags(row),
                            Outcome.UNKNOWN,
                            true,
                            batch.packets(row),
                            batch.eventMillis(row));
        }
    }

    private @Nullable FilterReason filter(FlowBatch batch, int row) {
        if (IpAddress.isUnspecified(batch.sourceHigh(row), batch.sourceLow(row))
                || IpAddress.isUnspecified(batch.destinationHigh(row), batch.destinationLow(row))) {
            return FilterReason.UNSPECIFIED;
        }
        if (IpAddress.isMulticast(batch.sourceHigh(row), batch.sourceLow(row))
                || IpAddress.isMulticast(batch.destinationHigh(row), batch.destinationLow(row))) {
            return FilterReason.MULTICAST;
        }
        int port = batch.destinationPort(row);
        return switch (batch.protocol(row)) {
            case IpProtocol.TCP -> null;
            case IpProtocol.UDP -> port != Flow.UNKNOWN && ignoredUdpPorts.get(port) ? FilterReason.IGNORED_PORT : null;
            default -> FilterReason.PROTOCOL;
        };
    }

    @Override
    public void advance(long nowMillis, ContactRoute route) {}

    @Override
    public void finish(ContactRoute route) {}

    @Override
    public int held() {
        return 0;
    }
}
