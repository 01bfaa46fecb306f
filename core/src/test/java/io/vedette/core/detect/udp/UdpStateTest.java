package io.vedette.core.detect.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.core.sketch.KeyedHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Counts and means that were written and read go on as those that never were. */
class UdpStateTest {

    private static final KeyedHash HASH = new KeyedHash(5);

    private static UdpCouples copy(UdpCouples couples) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        couples.write(new DataOutputStream(bytes));
        assertThat(couples.writtenBytes()).isEqualTo(bytes.size());
        UdpCouples read = new UdpCouples(HASH, 5000);
        read.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        return read;
    }

    @Test
    void shouldCountOn() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            UdpCouples straight = new UdpCouples(HASH, 5000);
            UdpCouples cut = new UdpCouples(HASH, 5000);
            for (int i = 0; i < 20_000; i++) {
                long source = HASH.ofAddress(0, random.nextInt(3000));
                int target = random.nextInt(random.nextInt(20) + 1);
                assertThat(cut.add(source, 0, target, 53)).isEqualTo(straight.add(source, 0, target, 53));
                if (random.nextInt(50) == 0) {
                    straight.exclude(source);
                    cut.exclude(source);
                }
                if (random.nextInt(4000) == 0) {
                    cut = copy(cut);
                }
                if (random.nextInt(2000) == 0) {
                    assertThat(cut.takeCouplesGained()).isEqualTo(straight.takeCouplesGained());
                    assertThat(cut.takeSourcesGained()).isEqualTo(straight.takeSourcesGained());
                }
                if (random.nextInt(9000) == 0) {
                    straight.erase();
                    cut.erase();
                }
            }
            assertThat(cut.sources()).isEqualTo(straight.sources());
        }
    }

    @Test
    void shouldRefuseMoreThanFits() throws IOException {
        UdpCouples large = new UdpCouples(HASH, 5000);
        for (int i = 0; i < 2000; i++) {
            large.add(HASH.ofAddress(0, i), 0, 1, 53);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        large.write(new DataOutputStream(bytes));

        assertThatThrownBy(() -> new UdpCouples(HASH, 1024)
                        .read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldForecastOn() throws IOException {
        for (Smoothing smoothing : Smoothing.values()) {
            Random random = new Random(7);
            UdpExpectation straight = UdpExpectation.of(smoothing);
            UdpExpectation cut = UdpExpectation.of(smoothing);
            for (int i = 0; i < 60; i++) {
                UdpFailures failures = new UdpFailures(HASH, 5000);
                for (int contact = 0; contact < 60; contact++) {
                    failures.add(HASH.ofAddress(0, random.nextInt(12)), 0, random.nextInt(9), random.nextInt(2));
                }
                UdpGain gain = failures.takeGain();
                for (UdpExpectation each : new UdpExpectation[] {straight, cut}) {
                    each.add(gain);
                    each.tick();
                    if (i % 18 == 17) {
                        each.erase();
                    }
                }
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                cut.write(new DataOutputStream(bytes));
                cut = UdpExpectation.of(smoothing);
                cut.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
                assertThat(cut.usual()).isEqualTo(straight.usual());
                assertThat(cut.mean()).isEqualTo(straight.mean());
            }
            assertThat(straight.usual().hosts()).isPositive();
        }
    }

    @Test
    void shouldCountFailuresOn() throws IOException {
        Random random = new Random(3);
        UdpFailures straight = new UdpFailures(HASH, 5000);
        UdpFailures cut = new UdpFailures(HASH, 5000);
        UdpSpread sumOfStraight = new UdpSpread();
        UdpSpread sumOfCut = new UdpSpread();
        for (int i = 0; i < 20_000; i++) {
            long source = HASH.ofAddress(0, random.nextInt(200));
            int target = random.nextInt(20);
            int port = random.nextInt(3);
            straight.add(source, 0, target, port);
            cut.add(source, 0, target, port);
            if (random.nextInt(900) == 0) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                cut.write(new DataOutputStream(bytes));
                assertThat(cut.writtenBytes()).isEqualTo(bytes.size());
                cut = cut.empty();
                cut.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            }
            if (random.nextInt(500) == 0) {
                sumOfStraight.add(straight.takeGain().hosts());
                sumOfCut.add(cut.takeGain().hosts());
                assertThat(sumOfCut.usual()).isEqualTo(Double.valueOf(sumOfStraight.usual()));
            }
        }
        assertThat(sumOfCut.usual()).isPositive();
    }
}
