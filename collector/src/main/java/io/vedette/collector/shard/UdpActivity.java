package io.vedette.collector.shard;

import io.vedette.core.detect.udp.Smoothing;
import io.vedette.core.detect.udp.UdpCouples;
import io.vedette.core.detect.udp.UdpFailures;
import io.vedette.core.detect.udp.UdpGain;
import io.vedette.core.detect.udp.UdpTable;
import io.vedette.core.sketch.KeyedHash;

/** What the sources of one shard do over UDP, counted as the form of the forecast wants it. Belongs to the shard's thread. */
interface UdpActivity {

    /** The counting for {@code smoothing}: what fails for the robust form, everything for the other two. */
    static UdpActivity of(Smoothing smoothing, KeyedHash hash, int maxSources) {
        return smoothing == Smoothing.ROBUST
                ? new Failing(new UdpFailures(hash, maxSources))
                : new Every(new UdpCouples(hash, maxSources));
    }

    /** Takes a contact that {@code source} was seen to begin; {@code failed} if it counts against it. */
    void contact(long source, long targetHigh, long targetLow, int port, boolean failed);

    /** Takes a source out of what is usual until the window ends: it became an incident. */
    void exclude(long source);

    /** Moves to a source, for {@link #ports} and {@link #hosts}. */
    void look(long source);

    long ports();

    long hosts();

    UdpGain takeGain();

    void erase();

    int sources();

    /** The same counting with nothing counted. */
    UdpActivity empty();

    /** What is counted, to be written and read. */
    UdpTable table();

    long overLimit();

    /** Only what failed. */
    record Failing(UdpFailures failures) implements UdpActivity {

        @Override
        public UdpActivity empty() {
            return new Failing(failures.empty());
        }

        @Override
        public UdpTable table() {
            return failures;
        }

        @Override
        public void contact(long source, long targetHigh, long targetLow, int port, boolean failed) {
            if (failed) {
                failures.add(source, targetHigh, targetLow, port);
            }
        }

        @Override
        public void exclude(long source) {
            failures.exclude(source);
        }

        @Override
        public void look(long source) {
            failures.look(source);
        }

        @Override
        public long ports() {
            return failures.ports();
        }

        @Override
        public long hosts() {
            return failures.hosts();
        }

        @Override
        public UdpGain takeGain() {
            return failures.takeGain();
        }

        @Override
        public void erase() {
            failures.erase();
        }

        @Override
        public int sources() {
            return failures.sources();
        }

        @Override
        public long overLimit() {
            return failures.overLimit();
        }
    }

    /** All couples, whatever came of them. */
    record Every(UdpCouples couples) implements UdpActivity {

        @Override
        public UdpActivity empty() {
            return new Every(couples.empty());
        }

        @Override
        public UdpTable table() {
            return couples;
        }

        @Override
        public void contact(long source, long targetHigh, long targetLow, int port, boolean failed) {
            couples.add(source, targetHigh, targetLow, port);
        }

        @Override
        public void exclude(long source) {
            couples.exclude(source);
        }

        @Override
        public void look(long source) {}

        @Override
        public long ports() {
            return 0;
        }

        @Override
        public long hosts() {
            return 0;
        }

        @Override
        public UdpGain takeGain() {
            return UdpGain.of(couples.takeCouplesGained(), couples.takeSourcesGained());
        }

        @Override
        public void erase() {
            couples.erase();
        }

        @Override
        public int sources() {
            return couples.sources();
        }

        @Override
        public long overLimit() {
            return couples.overLimit();
        }
    }
}
