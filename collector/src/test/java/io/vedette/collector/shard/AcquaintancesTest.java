package io.vedette.collector.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.sketch.KeyedHash;
import org.junit.jupiter.api.Test;

class AcquaintancesTest {

    private final Acquaintances known = new Acquaintances(new KeyedHash(7));

    @Test
    void shouldCountDistinctHostsOfASourceOnAPort() {
        for (int round = 0; round < 3; round++) {
            for (int host = 0; host < 40; host++) {
                known.add(99, 0, IpAddress.lowOfIpv4(host), 80, true);
            }
        }
        assertThat(known.reachedOn(99, 80)).isBetween(28, 55);
        assertThat(known.reachedOn(99, 443)).isZero();
        assertThat(known.reachedOn(98, 80)).isZero();
        assertThat(known.knows(99, 0, IpAddress.lowOfIpv4(7))).isTrue();
        assertThat(known.knows(99, 0, IpAddress.lowOfIpv4(41))).isFalse();
        assertThat(known.knows(98, 0, IpAddress.lowOfIpv4(7))).isFalse();
    }

    @Test
    void shouldCountWhoAnswersADatagramButNotAsSomebodyItKnows() {
        known.add(99, 0, IpAddress.lowOfIpv4(1), 53, false);
        assertThat(known.reachedOn(99, 53)).isEqualTo(1);
        assertThat(known.knows(99, 0, IpAddress.lowOfIpv4(1))).isFalse();
    }

    @Test
    void shouldForgetWhatIsOldAndKeepItsSize() {
        known.add(1, 0, IpAddress.lowOfIpv4(1), 80, true);
        for (int host = 0; host < 400_000; host++) {
            known.add(2 + host % 50_000, 0, IpAddress.lowOfIpv4(1000 + host), 80, true);
        }
        assertThat(known.knows(1, 0, IpAddress.lowOfIpv4(1))).isFalse();
        int wrong = 0;
        for (int host = 0; host < 10_000; host++) {
            wrong += known.knows(3, 1, host) ? 1 : 0;
        }
        assertThat(wrong).as("of 10,000 strangers").isLessThan(600);
    }
}
