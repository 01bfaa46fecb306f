package io.vedette.bench;

import io.vedette.collector.file.CaptureReader;
import io.vedette.collector.shard.DetectSettings;
import io.vedette.collector.shard.PacketInput;
import io.vedette.collector.shard.ShardHost;
import io.vedette.collector.shard.ShardSettings;
import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.capture.FrameBatch;
import io.vedette.core.contact.PacketContactSettings;
import io.vedette.core.packet.PacketBatch;
import io.vedette.core.packet.PacketCounts;
import io.vedette.core.packet.PacketDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Measures the memory of a suspect: of a source that failed at so many couples, no two of one host or port, so that no
 * incident opens. What is used when each source has failed at two couples, and is no suspect, is taken off.
 *
 * <p>Usage: {@code MemoryProbe}, with {@code -Xmx1g -XX:+UseSerialGC}. Prints bytes for each suspect, by couples.
 */
public final class MemoryProbe {

    private static final int SUSPECTS = 50_000;
    private static final long BEGIN_SECONDS = 1_795_176_000;
    private static final long GAP_SECONDS = 600;

    private MemoryProbe() {}

    public static void main(String[] arguments) throws IOException {
        usedBy(2);
        long none = usedBy(2);
        System.out.println("couples   bytes a suspect");
        for (int couples = 3; couples <= 10; couples++) {
            System.out.printf(Locale.ROOT, "%7d %17d%n", couples, (usedBy(couples) - none) / SUSPECTS);
        }
    }

    private static long usedBy(int couples) throws IOException {
        ShardSettings settings = new ShardSettings(1, 16, 1 << 20, SUSPECTS, Duration.ofHours(24));
        ShardHost host = ShardHost.onCallersThread(
                settings, DetectSettings.defaults(), MemoryProbe::fail, InstantSource.system(), 7);
        try (PacketInput input = host.openPackets(PacketContactSettings.defaults(), () -> {})) {
            FrameBatch frames = new FrameBatch(1024);
            PacketBatch packets = new PacketBatch(1024);
            PacketDecoder decoder = new PacketDecoder(new PacketCounts());
            for (int couple = 0; couple < couples; couple++) {
                byte[] round = SyntheticSyns.round(BEGIN_SECONDS + GAP_SECONDS * couple, SUSPECTS, couple);
                CaptureReader reader = CaptureReader.of("round", new ByteArrayInputStream(round), new CaptureCounts());
                while (reader.read(frames)) {
                    decoder.decode(frames, packets);
                    input.packets(packets);
                }
                input.tick((BEGIN_SECONDS + GAP_SECONDS * couple + 300) * 1000);
                // As the clock does: else contacts that wait for a tick fill their list, and a table of 1 MiB is made
                // for all.
                host.sweep((BEGIN_SECONDS + GAP_SECONDS * couple + 300) * 1000);
            }
            host.sweep((BEGIN_SECONDS + GAP_SECONDS * couples) * 1000);
            long used = used();
            if (couples > 2 && host.load().suspects() < SUSPECTS * 0.999) { // a few lose their place in the screen
                throw new IllegalStateException(host.load().suspects() + " suspects");
            }
            return used;
        }
    }

    private static void fail(Object alert) {
        throw new IllegalStateException("an incident: " + alert);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
