package io.vedette.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.core.capture.FrameBatch;
import io.vedette.core.filter.PortSet.Range;
import io.vedette.core.filter.Selection.Moment;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.Prefix;
import io.vedette.core.meter.CounterFamily;
import io.vedette.core.packet.LinkLayer;
import io.vedette.core.packet.PacketBatch;
import io.vedette.core.packet.PacketBytes;
import io.vedette.core.packet.PacketCounts;
import io.vedette.core.packet.PacketDecoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SelectorTest {

    private static final long SECOND = 1_000_000_000L;

    private final CounterFamily<Omission> omitted = new CounterFamily<>(Omission.class);
    private final FrameBatch frames = new FrameBatch(16);
    private final PacketBatch packets = new PacketBatch(16);

    /** Decodes raw IP packets that come a second apart, from second 100 on. */
    private void decode(byte[]... ips) {
        byte[] block = PacketBytes.join(ips);
        frames.startIn(block);
        int at = 0;
        for (int i = 0; i < ips.length; i++) {
            frames.add(LinkLayer.RAW, at, ips[i].length, ips[i].length, (100 + i) * SECOND);
            at += ips[i].length;
        }
        new PacketDecoder(new PacketCounts()).decode(frames, packets);
    }

    private static byte[] syn(String source, String destination, int from, int to) {
        return PacketBytes.ip(source, destination, IpProtocol.TCP, PacketBytes.tcp(from, to, 2, 0));
    }

    private List<String> selected(Selection selection) {
        new Selector(selection, omitted).select(packets);
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < packets.size(); row++) {
            rows.add(packets.timeNanos(row) / SECOND + " "
                    + new IpAddress(packets.sourceHigh(row), packets.sourceLow(row)) + ":" + packets.sourcePort(row));
        }
        return rows;
    }

    private static Selection hosts(String... prefixes) {
        return Selection.of(List.of(prefixes).stream().map(Prefix::parse).toList(), List.of(), null, null);
    }

    private static Selection ports(String... ranges) {
        return Selection.of(
                List.of(), List.of(ranges).stream().map(Range::parse).toList(), null, null);
    }

    private static Selection times(@Nullable Moment from, @Nullable Moment to) {
        return Selection.of(List.of(), List.of(), from, to);
    }

    @Test
    void shouldKeepEverythingWithoutASelection() {
        decode(syn("10.0.0.1", "10.0.0.2", 1000, 80));
        assertThat(selected(Selection.ALL)).hasSize(1);
        assertThat(omitted.total()).isZero();
    }

    @Test
    void shouldSelectHostsOfEitherEndAndFamily() {
        decode(
                syn("10.0.0.1", "10.0.0.2", 1, 80),
                syn("10.0.0.2", "10.9.9.9", 2, 80),
                syn("10.9.9.8", "10.9.9.9", 3, 80),
                syn("2001:db8::1", "2001:db8::2", 4, 80));
        assertThat(selected(hosts("10.0.0.2", "2001:db8::/32")))
                .containsExactly("100 10.0.0.1:1", "101 10.0.0.2:2", "103 2001:db8::1:4");
        assertThat(omitted.get(Omission.HOST)).isEqualTo(1);
    }

    @Test
    void shouldSelectPortsOfEitherEnd() {
        decode(
                syn("10.0.0.1", "10.0.0.2", 1000, 8080),
                syn("10.0.0.1", "10.0.0.2", 8000, 1000),
                syn("10.0.0.1", "10.0.0.2", 1000, 8100),
                PacketBytes.ip("10.0.0.1", "10.0.0.2", IpProtocol.ICMP, PacketBytes.u16(0x0800, 0, 8080, 1)));
        assertThat(selected(ports("8000-8099"))).containsExactly("100 10.0.0.1:1000", "101 10.0.0.1:8000");
        assertThat(omitted.get(Omission.PORT)).as("ICMP has no ports").isEqualTo(2);
    }

    /** The router that refuses for a host speaks for the packet that it quotes. */
    @Test
    void shouldKeepAnErrorAboutASelectedPacket() {
        byte[] quote = syn("10.0.0.1", "10.0.0.2", 1000, 22);
        byte[] error = PacketBytes.ip(
                "10.5.5.5", "10.6.6.6", IpProtocol.ICMP, PacketBytes.join(PacketBytes.u16(0x0301, 0, 0, 0), quote));
        decode(error, error);
        assertThat(selected(Selection.of(List.of(Prefix.parse("10.0.0.2")), List.of(Range.parse("22")), null, null)))
                .hasSize(2);
        assertThat(selected(ports("23"))).isEmpty();
    }

    @Test
    void shouldKeepAFragmentWithoutPorts() {
        byte[] tail = PacketBytes.fragment4("10.0.0.1", "10.0.0.2", IpProtocol.TCP, 5, 8, false, new byte[16]);
        decode(tail);
        assertThat(selected(ports("80"))).hasSize(1);
    }

    @Test
    void shouldSelectFromTheFirstMomentToBeforeTheLast() {
        byte[] each = syn("10.0.0.1", "10.0.0.2", 1, 80);
        decode(each, each, each, each);
        assertThat(selected(times(new Moment(101 * SECOND, false), new Moment(103 * SECOND, false))))
                .containsExactly("101 10.0.0.1:1", "102 10.0.0.1:1");
        assertThat(omitted.get(Omission.TIME)).isEqualTo(2);
    }

    @Test
    void shouldCountRelativeTimesFromTheFirstPacketOfAllBatches() {
        byte[] each = syn("10.0.0.1", "10.0.0.2", 1, 80);
        Selector selector = new Selector(times(new Moment(2 * SECOND, true), null), omitted);
        decode(each, each, each);
        selector.select(packets);
        assertThat(packets.size()).isEqualTo(1);
        decode(each); // at second 100 again, which is 0 of the traffic
        selector.select(packets);
        assertThat(packets.size()).isZero();
        assertThat(omitted.get(Omission.TIME)).isEqualTo(3);
    }

    @Test
    void shouldSelectFlowsAndSayWhichHaveNoTime() {
        FlowBatch flows = new FlowBatch(8);
        flows.receivedAt(77);
        flow(flows, "10.0.0.1", 1000, 80, IpProtocol.TCP, 5_000);
        flow(flows, "10.0.0.2", 1000, 81, IpProtocol.TCP, 6_000);
        flow(flows, "10.0.0.3", 1000, 80, IpProtocol.TCP, -1);
        flow(flows, "10.0.0.4", 1000, 80, IpProtocol.ICMP, 6_000);
        flow(flows, "10.0.0.5", 1000, 80, IpProtocol.UDP, 9_000);
        flow(flows, "192.0.2.1", 80, 1000, IpProtocol.UDP, 5_500);

        new Selector(
                        Selection.of(
                                List.of(Prefix.parse("10.0.0.0/8"), Prefix.parse("192.0.2.0/24")),
                                List.of(Range.parse("80")),
                                null,
                                new Moment(3 * SECOND, true)),
                        omitted)
                .select(flows);

        assertThat(flows.size()).isEqualTo(2);
        assertThat(flows.flow(0).source()).hasToString("10.0.0.1");
        assertThat(flows.flow(1).source()).hasToString("192.0.2.1");
        assertThat(flows.flow(1).endMillis()).isEqualTo(5_500);
        assertThat(omitted.get(Omission.NO_TIME)).isEqualTo(1);
        assertThat(omitted.get(Omission.TIME)).isEqualTo(1);
        assertThat(omitted.get(Omission.PORT)).isEqualTo(2);
        assertThat(omitted.total()).isEqualTo(4);
    }

    private static void flow(FlowBatch flows, String source, int from, int to, int protocol, long endMillis) {
        IpAddress address = IpAddress.parse(source);
        IpAddress target = IpAddress.parse("203.0.113.9");
        flows.begin();
        flows.setSource(address.high(), address.low());
        flows.setDestination(target.high(), target.low());
        flows.setProtocol(protocol);
        flows.setSourcePort(from);
        flows.setDestinationPort(to);
        if (endMillis >= 0) {
            flows.setEndMillis(endMillis);
        }
        flows.commit();
    }

    @Test
    void shouldRefusePortsThatAreNone() {
        for (String text : List.of("", "-", "80-", "http", "65536", "90-80", "-1", "1-2-3", " 80")) {
            assertThatThrownBy(() -> Range.parse(text)).hasMessageContaining("is no port, expected");
        }
        assertThat(Range.parse("0-65535")).isEqualTo(new Range(0, 65_535));
    }
}
