package io.vedette.core.packet;

import static io.vedette.core.packet.PacketBytes.ethernet;
import static io.vedette.core.packet.PacketBytes.extension;
import static io.vedette.core.packet.PacketBytes.fragment6;
import static io.vedette.core.packet.PacketBytes.icmp;
import static io.vedette.core.packet.PacketBytes.ipv4;
import static io.vedette.core.packet.PacketBytes.ipv6;
import static io.vedette.core.packet.PacketBytes.join;
import static io.vedette.core.packet.PacketBytes.tag;
import static io.vedette.core.packet.PacketBytes.tcp;
import static io.vedette.core.packet.PacketBytes.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.capture.FrameBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the bytes of a frame, it is a row or a count. */
class PacketRobustnessTest {

    private static final int[] LINK_TYPES = {0, 1, 9, 12, 14, 101, 105, 108, 113, 228, 229, 276};

    private static List<byte[]> frames() {
        byte[] syn = ipv4("10.0.0.1", "10.0.0.2", 6, tcp(1000, 80, 2, 12));
        byte[] quoted = ipv4("10.0.0.2", "10.0.0.1", 1, icmp(3, 3, 0, syn));
        byte[] chain = ipv6("::1", "::2", 0, extension(60, extension(44, fragment6(6, 1, 8, true, new byte[16]))));
        byte[] vxlan = join(new byte[] {8, 0, 0, 0, 0, 0, 1, 0}, ethernet(0x86dd, chain));
        byte[] tunnels = ipv4("192.0.2.1", "192.0.2.2", 17, udp(1, 4789, vxlan));
        byte[] gre = ipv4("192.0.2.1", "192.0.2.2", 47, join(new byte[] {(byte) 0x30, 0, 8, 0}, new byte[8], tunnels));
        List<byte[]> frames = new ArrayList<>();
        frames.add(ethernet(0x8100, tag(0x0800, syn)));
        frames.add(ethernet(0x0800, quoted));
        frames.add(ethernet(0x86dd, chain));
        frames.add(ethernet(0x8847, join(new byte[] {0, 0, 1, 0}, gre)));
        frames.add(ethernet(0x0800, gre));
        frames.add(gre);
        for (Path sample : Samples.all()) {
            byte[] file = Samples.bytes(sample);
            Samples.frames(file, 5, batch -> {
                int at = batch.offset(0);
                frames.add(Arrays.copyOfRange(file, at, at + batch.capturedLength(0)));
            });
        }
        return frames;
    }

    private static void decode(byte[] block, int from, int to, int linkType, PacketBatch packets, PacketCounts counts) {
        FrameBatch batch = new FrameBatch(1);
        batch.startIn(block);
        batch.add(linkType, from, to - from, to - from, 1);
        new PacketDecoder(counts).decode(batch, packets);
        for (int row = 0; row < packets.size(); row++) {
            assertThat(packets.ipOffset(row)).isBetween(from, to);
            assertThat(packets.transportOffset(row)).isBetween(packets.ipOffset(row), to);
            assertThat(packets.end(row)).isBetween(packets.transportOffset(row), to);
            assertThat(packets.payloadLength(row)).isNotNegative();
        }
    }

    @Test
    void shouldReadEveryPrefixOfEveryFrameAndNothingBehindIt() {
        PacketCounts counts = new PacketCounts();
        PacketBatch packets = new PacketBatch(1);
        for (byte[] frame : frames()) {
            for (int length = 0; length <= frame.length; length++) {
                // The block ends with the frame: a read behind it would throw.
                decode(Arrays.copyOf(frame, length), 0, length, LinkLayer.ETHERNET, packets, counts);
            }
        }
        assertThat(counts.imbalance()).isZero();
    }

    @Test
    void shouldSurviveEveryFrameMutatedAThousandTimesUnderEveryLinkType() {
        Random random = new Random(20260818);
        PacketCounts counts = new PacketCounts();
        PacketBatch packets = new PacketBatch(1);
        long frames = 0;
        for (byte[] frame : frames()) {
            for (int round = 0; round < 1000; round++) {
                byte[] mutated = Arrays.copyOf(frame, random.nextInt(frame.length + 1));
                for (int flips = random.nextInt(6); flips > 0 && mutated.length > 0; flips--) {
                    mutated[random.nextInt(Math.min(80, mutated.length))] = (byte) random.nextInt();
                }
                int linkType = LINK_TYPES[random.nextInt(2) * random.nextInt(LINK_TYPES.length)];
                linkType = random.nextInt(3) == 0 ? linkType : LinkLayer.ETHERNET;
                decode(mutated, 0, mutated.length, linkType, packets, counts);
                frames++;
            }
        }
        assertThat(counts.frames.get()).isEqualTo(frames);
        assertThat(counts.imbalance()).isZero();
        assertThat(counts.packets.get()).isGreaterThan(frames / 10);
        assertThat(counts.malformed.total()).isGreaterThan(frames / 10);
    }
}
