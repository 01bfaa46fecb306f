package io.vedette.collector.shard;

import io.vedette.collector.shard.AllowSettings.AllowedTarget;
import io.vedette.core.contact.ContactBatch;
import io.vedette.core.detect.scan.Evidence;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.Prefix;
import io.vedette.core.flow.PrefixSet;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides which contacts are let off. Immutable; asked only about contacts that would count. */
final class AllowList {

    private static final int DNS = 53;
    private static final int DNS_OVER_TLS = 853;

    private final PrefixSet sources;
    private final PrefixSet scanners;
    private final PrefixSet monitors;
    private final PrefixSet resolvers;
    private final PrefixSet[] targets;
    private final @Nullable BitSet[] targetPorts;
    private final boolean empty;

    AllowList(AllowSettings settings) {
        sources = PrefixSet.of(settings.sources());
        scanners = PrefixSet.of(settings.vulnerabilityScanners());
        monitors = PrefixSet.of(settings.monitors());
        resolvers = PrefixSet.of(settings.resolvers());
        List<AllowedTarget> allowed = settings.targets();
        targets = new PrefixSet[allowed.size()];
        targetPorts = new BitSet[allowed.size()];
        for (int i = 0; i < targets.length; i++) {
            Prefix network = allowed.get(i).network();
            targets[i] = PrefixSet.of(List.of(network));
            targetPorts[i] = allowed.get(i).ports().isEmpty() ? null : new BitSet(65536);
            for (int port : allowed.get(i).ports()) {
                targetPorts[i].set(port);
            }
        }
        empty = sources.isEmpty()
                && scanners.isEmpty()
                && monitors.isEmpty()
                && resolvers.isEmpty()
                && targets.length == 0;
    }

    /** Why the contact in a row is let off; null if it is not. */
    @Nullable
    Allowance of(ContactBatch batch, int row, Evidence evidence) {
        if (empty) {
            return null;
        }
        long high = batch.initiatorHigh(row);
        long low = batch.initiatorLow(row);
        int port = batch.targetPort(row);
        if (sources.contains(high, low)) {
            return Allowance.SOURCE;
        } else if (scanners.contains(high, low)) {
            return Allowance.VULNERABILITY_SCANNER;
        } else if (!evidence.odd() && monitors.contains(high, low)) {
            return Allowance.MONITOR;
        } else if ((port == DNS || port == DNS_OVER_TLS) && !evidence.odd() && resolvers.contains(high, low)) {
            return Allowance.RESOLVER;
        }
        return allowsTarget(batch, row, port) ? Allowance.TARGET : null;
    }

    private boolean allowsTarget(ContactBatch batch, int row, int port) {
        int protocol = batch.protocol(row);
        boolean ports = protocol == IpProtocol.TCP || protocol == IpProtocol.UDP;
        for (int i = 0; i < targets.length; i++) {
            BitSet only = targetPorts[i];
            boolean matches = only == null || ports && port >= 0 && only.get(port);
            if (matches && targets[i].contains(batch.targetHigh(row), batch.targetLow(row))) {
                return true;
            }
        }
        return false;
    }
}
