package io.vedette.core.detect.victim;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Target;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sources that probe one target, and the incident if they make one. */
final class Group {

    /** Sources beyond this many only add to the count. */
    static final int MAX_PROBERS = 1024;

    private static final int SAMPLE = 10;

    /**
     * What tells groups apart.
     *
     * @param port of a network of hosts, where each port is a group of its own; else -1
     */
    record Key(Scope scope, Prefix network, int port, int protocol) implements Comparable<Key> {

        private static final Comparator<Key> ORDER = Comparator.comparing(Key::scope)
                .thenComparing((Key key) ->
                        new IpAddress(key.network().high(), key.network().low()))
                .thenComparingInt(Key::port)
                .thenComparingInt(Key::protocol);

        static Key of(Probe probe) {
            boolean net = probe.scope() == Scope.NET;
            return new Key(probe.scope(), probe.network(), net ? probe.port() : -1, net ? probe.protocol() : -1);
        }

        /**
         * Whether a source's own incident keeps to this target. Its sample of couples is of one network only if all couples are.
         */
        boolean covers(Alert own) {
            return switch (scope) {
                case HOST -> own.hosts() == 1 && own.targets().stream().allMatch(this::isInNetwork);
                case NET ->
                    own.ports() == 1
                            && own.targets().stream().allMatch(target -> isInNetwork(target) && isOnPort(target));
                case SITE -> false;
            };
        }

        private boolean isInNetwork(Target target) {
            return network.contains(target.address());
        }

        private boolean isOnPort(Target target) {
            return target.port() == port && target.protocol() == protocol;
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    final Key key;
    final TreeMap<IpAddress, Prober> probers = new TreeMap<>();
    final List<Target> sample = new ArrayList<>();
    private long beyond;
    long firstMillis = Long.MAX_VALUE;
    long lastMillis = Long.MIN_VALUE;
    /** When the last probe reached us, of whatever source. */
    long touchedMillis;

    long couples;

    @Nullable
    CrowdIncident incident;

    Group(Key key) {
        this.key = key;
    }

    /** Takes a probe; false if it adds nothing new. */
    boolean add(Probe probe, long nowMillis) {
        touchedMillis = Math.max(touchedMillis, nowMillis);
        firstMillis = Math.min(firstMillis, probe.timeMillis());
        lastMillis = Math.max(lastMillis, probe.timeMillis());
        Prober prober = probers.get(probe.source());
        if (prober == null) {
            if (probers.size() == MAX_PROBERS) {
                beyond++;
                return false;
            }
            prober = new Prober(probe.source());
            probers.put(probe.source(), prober);
        }
        boolean added = prober.add(probe);
        if (added) {
            couples++;
            if (sample.size() < SAMPLE && !hasInSample(probe)) {
                sample.add(probe.asTarget());
            }
        }
        return added;
    }

    /** Whether another source has shown the couple. */
    private boolean hasInSample(Probe probe) {
        return sample.stream()
                .anyMatch(target -> target.port() == probe.port()
                        && target.protocol() == probe.protocol()
                        && target.address().equals(probe.target()));
    }

    /** Everything but the key, the sources and the incident. */
    void write(DataOutput out) throws IOException {
        TargetCodec.write(sample, out);
        out.writeLong(beyond);
        out.writeLong(firstMillis);
        out.writeLong(lastMillis);
        out.writeLong(touchedMillis);
        out.writeLong(couples);
    }

    void read(DataInput in) throws IOException {
        sample.addAll(TargetCodec.readSample(in, SAMPLE));
        beyond = in.readLong();
        firstMillis = in.readLong();
        lastMillis = in.readLong();
        touchedMillis = in.readLong();
        couples = in.readLong();
    }

    /** Probes of sources that there was no room for. */
    long beyond() {
        return beyond;
    }

    /** Forgets sources that have not been seen to begin after {@code millis}; only while no incident is open. */
    void forgetBefore(long millis) {
        probers.values().removeIf(prober -> prober.firstMillis < millis);
    }
}
