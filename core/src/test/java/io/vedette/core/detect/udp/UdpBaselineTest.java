package io.vedette.core.detect.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vedette.core.sketch.KeyedHash;
import org.junit.jupiter.api.Test;

class UdpBaselineTest {

    private static final KeyedHash HASH = new KeyedHash(1);

    private final UdpFailures failures = new UdpFailures(HASH, 100_000);
    private final UdpExpectation baseline = UdpExpectation.of(Smoothing.ROBUST);

    /** Sources with so many failed hosts each, on one port. */
    private void sources(int sources, int hosts) {
        for (int source = 0; source < sources; source++) {
            for (int host = 0; host < hosts; host++) {
                failures.add(HASH.ofAddress(0, source), 0, host, 53);
            }
        }
    }

    private void tick() {
        baseline.add(failures.takeGain());
        baseline.tick();
    }

    private void erase() {
        baseline.add(failures.takeGain());
        baseline.erase();
        failures.erase();
    }

    /** What is usual where all have the same: three times the noise of counting more. */
    private static double usual(int same) {
        return (same + 1) * Math.exp(3 / Math.sqrt(same + 1)) - 1;
    }

    @Test
    void shouldTakeTheSourcesAtHandForHostsUntilAWindowIsOver() {
        assertThat(baseline.usual()).isEqualTo(UdpUsual.UNKNOWN);
        sources(20, 7);
        tick();
        assertThat(baseline.usual().hosts()).isCloseTo(2 * usual(7), within(1e-9));
        assertThat(baseline.usual().ports()).isNaN();
        sources(20, 9);
        tick();
        assertThat(baseline.usual().hosts()).isCloseTo(1.5 * usual(9), within(1e-9));
        assertThat(baseline.mean()).isEqualTo(9);
    }

    @Test
    void shouldForecastFromClosedWindowsAndNotFromTheGrowingOne() {
        sources(20, 24);
        erase();
        assertThat(baseline.usual().hosts()).isCloseTo(usual(24), within(1e-9));
        sources(20, 2);
        tick();
        assertThat(baseline.usual().hosts()).isCloseTo(usual(24), within(1e-9));
        for (int window = 0; window < 30; window++) {
            sources(20, 24);
            erase();
        }
        assertThat(baseline.usual().hosts()).isCloseTo(usual(24), within(1e-6));
    }

    @Test
    void shouldKeepItsForecastOverWindowsWithoutSources() {
        sources(20, 24);
        erase();
        erase();
        assertThat(baseline.usual().hosts()).isCloseTo(usual(24), within(1e-9));
    }

    @Test
    void shouldHardlyMoveForOneWildWindowAndFollowALastingChange() {
        for (int window = 0; window < 10; window++) {
            sources(20, 20);
            erase();
        }
        sources(20, 2000);
        erase();
        assertThat(baseline.usual().hosts()).isBetween(usual(20), 1.25 * usual(20));
        for (int window = 0; window < 10; window++) {
            sources(20, 40);
            erase();
        }
        assertThat(baseline.usual().hosts()).isBetween(0.85 * usual(40), 1.1 * usual(40));
    }

    @Test
    void shouldTellPortsOfOneHostFromHosts() {
        long source = HASH.ofAddress(0, 1);
        for (int port = 1; port <= 30; port++) {
            failures.add(source, 0, 5, port);
        }
        failures.look(source);
        assertThat(failures.ports()).isEqualTo(30);
        assertThat(failures.hosts()).isEqualTo(1);
        failures.add(source, 0, 6, 1);
        failures.look(source);
        assertThat(failures.ports()).isEqualTo(30);
        assertThat(failures.hosts()).isEqualTo(2);
        failures.look(HASH.ofAddress(0, 2));
        assertThat(failures.ports()).isZero();
        assertThat(failures.hosts()).isZero();
    }

    @Test
    void shouldForgetWhoIsNoExample() {
        sources(6, 10);
        for (int source = 0; source < 6; source++) {
            failures.exclude(HASH.ofAddress(0, source));
        }
        sources(6, 30); // goes on; still no example
        erase();
        assertThat(baseline.usual()).isEqualTo(UdpUsual.UNKNOWN);
        assertThat(failures.overLimit()).isZero();
    }
}
