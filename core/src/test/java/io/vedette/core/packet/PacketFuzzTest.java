package io.vedette.core.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vedette.core.capture.FrameBatch;
import io.vedette.core.meter.Counter;
import io.vedette.core.sketch.KeyedHash;
import java.util.Arrays;

/**
 * Whatever the bytes of a frame: a row within it, or a count.
 *
 * <p>Runs its seeds as an ordinary test; fuzzes with {@code JAZZER_FUZZ=1}, see docs/fuzzing.md.
 */
class PacketFuzzTest {

    private static final int[] LINK_TYPES = {
        LinkLayer.ETHERNET,
        LinkLayer.NULL,
        LinkLayer.PPP,
        LinkLayer.RAW,
        LinkLayer.LOOP,
        LinkLayer.LINUX_SLL,
        LinkLayer.IPV4,
        LinkLayer.IPV6,
        LinkLayer.LINUX_SLL2
    };

    /** Link, tags, IP, extensions, tunnels, transport; then what looks at the packet again: quotes and fragments. */
    @FuzzTest(maxDuration = "5m")
    void shouldDecodeAnyFrame(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        byte[] frame = Arrays.copyOfRange(bytes, 1, bytes.length);
        FrameBatch frames = new FrameBatch(1);
        frames.startIn(frame); // ends with the frame: a read behind it throws
        frames.add(LINK_TYPES[(bytes[0] & 0xff) % LINK_TYPES.length], 0, frame.length, frame.length, 1);
        PacketCounts counts = new PacketCounts();
        PacketBatch packets = new PacketBatch(1);
        new PacketDecoder(counts).decode(frames, packets);

        assertThat(counts.imbalance()).isZero();
        for (int row = 0; row < packets.size(); row++) {
            assertThat(packets.transportOffset(row)).isBetween(packets.ipOffset(row), frame.length);
            assertThat(packets.end(row)).isBetween(packets.transportOffset(row), frame.length);
            assertThat(packets.payloadLength(row)).isNotNegative();
            new QuotedPacket().read(packets, row);
            if (packets.isHeaderless(row)) {
                FragmentHeaders fragments = new FragmentHeaders(new KeyedHash(1), new Counter());
                fragments.complete(packets, row);
                assertThat(fragments.complete(packets, row)).isFalse();
            }
        }
    }

    @FuzzTest(maxDuration = "2m")
    void shouldReadTheEthernetViewOfAnything(byte[] bytes) {
        within(Ethernet.payload(bytes, 0, bytes.length), bytes.length);
    }

    @FuzzTest(maxDuration = "2m")
    void shouldReadTheIpViewsOfAnything(byte[] bytes) {
        within(Ipv4.payload(bytes, 0, bytes.length), bytes.length);
        long six = Ipv6.payload(bytes, 0, bytes.length);
        within(six, bytes.length);
        if (six > 0 && (six & Layer.FRAGMENT) != 0) {
            assertThat(Ipv6.fragmentHeader(bytes, 0)).isBetween(0, bytes.length - 8);
        }
    }

    @FuzzTest(maxDuration = "2m")
    void shouldReadTheTransportViewsOfAnything(byte[] bytes) {
        int end = bytes.length;
        if (Tcp.check(bytes, 0, end, end) >= 0) {
            assertThat(Tcp.headerLength(bytes, 0)).isBetween(20, 60);
            OptionLayout.of(bytes, 20, Math.min(end, Tcp.headerLength(bytes, 0)));
        }
        if (Udp.check(bytes, 0, end) >= 0) {
            within(Tunnel.payload(17, bytes, 0, end), end);
        }
        within(Tunnel.payload(47, bytes, 0, end), end);
        Icmp.check(0, end);
    }

    private static void within(long layer, int end) {
        if (layer > 0) {
            assertThat(Layer.offset(layer)).isBetween(0, end);
        } else if (layer < 0) {
            assertThat(Layer.reason(layer)).isNotNull();
        }
    }
}
