package io.vedette.core.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.vedette.core.flow.IpProtocol;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortCounterTest {

    private static final int[] PROTOCOLS = {IpProtocol.TCP, IpProtocol.UDP, 132};

    private static PortCounter copy(PortCounter counter) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        counter.write(new DataOutputStream(bytes));
        PortCounter copy = new PortCounter();
        copy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        return copy;
    }

    /** Beside a set, at every size, also when it goes on from what was written. */
    @Test
    void shouldCountWhatASetCounts() throws IOException {
        Random random = new Random(1);
        PortCounter counter = new PortCounter();
        Set<Integer> all = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            int range = i < 100 ? 40 : 1 << 16;
            int port = random.nextInt(range);
            int protocol = random.nextInt(PROTOCOLS.length);
            boolean known = !all.add(protocol << 16 | port);
            assertThat(counter.contains(port, PROTOCOLS[protocol])).isEqualTo(known);
            counter.add(port, PROTOCOLS[protocol], true);
            assertThat(counter.contains(port, PROTOCOLS[protocol])).isTrue();
            assertThat(counter.count()).isEqualTo(all.size());
            if (i < 2_000 || i % 20_000 == 0) {
                counter = copy(counter);
            }
        }
        assertThat(counter.isExact()).isTrue();
    }

    @Test
    void shouldCountAllPortsThereAre() {
        PortCounter counter = new PortCounter();
        for (int round = 0; round < 2; round++) {
            for (int port = 0; port < 1 << 16; port++) {
                counter.add(port, IpProtocol.TCP, true);
            }
        }
        assertThat(counter.count()).isEqualTo(65_536);
    }

    /** What a protocol scan asks for has no port. */
    @Test
    void shouldTellProtocolsApartThatHaveNoPorts() {
        PortCounter counter = new PortCounter();
        for (int protocol = 0; protocol < 256; protocol++) {
            counter.add(-1, protocol, true);
        }
        counter.add(0, IpProtocol.ICMP, true);
        counter.add(0, 132, true);
        counter.add(2048, IpProtocol.ICMP, true);
        assertThat(counter.count()).isEqualTo(259);
    }

    @Test
    void shouldEstimateWithoutRoom() throws IOException {
        PortCounter counter = new PortCounter();
        for (int port = 0; port < 20_000; port++) {
            counter.add(port, IpProtocol.TCP, port < 10);
            if (port < PortCounter.FEW) {
                assertThat(counter.count()).isEqualTo(port + 1);
                assertThat(counter.isExact()).isTrue();
            }
        }
        assertThat(counter.isExact()).isFalse();
        assertThat((double) counter.count()).isCloseTo(20_000, withinPercentage(20));
        assertThat(copy(counter).count()).isEqualTo(counter.count());
        assertThat(counter.contains(5, IpProtocol.TCP)).isFalse();
    }

    /** A second map is eight times what one of the first protocol takes as an estimate. */
    @Test
    void shouldGiveUpTheMapOfOneProtocolWithoutRoomForThatOfAnother() {
        PortCounter counter = new PortCounter();
        for (int port = 0; port < 20_000; port++) {
            counter.add(port, IpProtocol.TCP, true);
        }
        counter.add(20_000, IpProtocol.TCP, false);
        assertThat(counter.count()).isEqualTo(20_001);
        assertThat(counter.bytesOfRoom()).isBetween(7_000, 8_192);

        counter.add(53, IpProtocol.UDP, false);
        assertThat(counter.bytesOfRoom()).isZero();
        assertThat((double) counter.count()).isCloseTo(20_002, withinPercentage(20));
    }

    @Test
    void shouldTakeNoRoomUntilItHasMoreThanAFew() {
        PortCounter counter = new PortCounter();
        for (int port = 0; port < PortCounter.FEW; port++) {
            counter.add(port, IpProtocol.TCP, true);
            assertThat(counter.bytesOfRoom()).isZero();
        }
        counter.add(1_000, IpProtocol.TCP, true);
        assertThat(counter.bytesOfRoom()).isEqualTo(256);
    }

    @Test
    void shouldRefuseWhatNoCounterWrites() {
        byte[] many = {0, 0, 2, 1};
        byte[] large = {0, 0, 0, 1, 0x7f, 0, 0, 0};
        for (byte[] bytes : new byte[][] {many, large}) {
            assertThatThrownBy(() -> new PortCounter().read(new DataInputStream(new ByteArrayInputStream(bytes))))
                    .isInstanceOf(IOException.class);
        }
    }
}
