package io.vedette.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrefixSetTest {

    @Test
    void shouldContainNothingWhenEmpty() {
        assertThat(PrefixSet.empty().isEmpty()).isTrue();
        assertThat(PrefixSet.of(List.of()).contains(IpAddress.parse("192.0.2.1")))
                .isFalse();
    }

    @Test
    void shouldMergeOverlappingBlocks() {
        PrefixSet set = setOf("10.0.0.0/8", "10.1.0.0/16", "10.0.0.0/9", "11.0.0.0/8", "192.0.2.1");

        assertThat(set.contains(IpAddress.parse("10.255.255.255"))).isTrue();
        assertThat(set.contains(IpAddress.parse("11.0.0.0"))).isTrue();
        assertThat(set.contains(IpAddress.parse("12.0.0.0"))).isFalse();
        assertThat(set.contains(IpAddress.parse("9.255.255.255"))).isFalse();
        assertThat(set.contains(IpAddress.parse("192.0.2.1"))).isTrue();
        assertThat(set.contains(IpAddress.parse("192.0.2.2"))).isFalse();
    }

    @Test
    void shouldKeepIpv4OutOfBlocksThatSurroundIt() {
        PrefixSet set = setOf("::/0");

        assertThat(set.contains(IpAddress.parse("0.0.0.0"))).isFalse();
        assertThat(set.contains(IpAddress.parse("255.255.255.255"))).isFalse();
        assertThat(set.contains(IpAddress.parse("::fffe:ffff:ffff"))).isTrue();
        assertThat(set.contains(IpAddress.parse("::1:0:0:0"))).isTrue();
        assertThat(set.contains(IpAddress.parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")))
                .isTrue();
    }

    @Test
    void shouldAgreeWithAskingEachPrefix() {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            List<Prefix> prefixes = new ArrayList<>();
            for (int i = random.nextInt(12); i > 0; i--) {
                prefixes.add(randomPrefix(random));
            }
            PrefixSet set = PrefixSet.of(prefixes);
            for (int i = 0; i < 200; i++) {
                IpAddress address = randomAddress(random);
                boolean expected = prefixes.stream().anyMatch(prefix -> prefix.contains(address));
                assertThat(set.contains(address))
                        .as("%s in %s", address, prefixes)
                        .isEqualTo(expected);
            }
        }
    }

    private static PrefixSet setOf(String... prefixes) {
        return PrefixSet.of(Stream.of(prefixes).map(Prefix::parse).toList());
    }

    private static Prefix randomPrefix(Random random) {
        IpAddress address = randomAddress(random);
        int shortest = address.isIpv4() && random.nextInt(4) > 0 ? 96 : 0;
        return new Prefix(address.high(), address.low(), shortest + random.nextInt(129 - shortest));
    }

    /** From few distinct octets, so that prefixes and addresses meet, and close to the IPv4-mapped block. */
    private static IpAddress randomAddress(Random random) {
        long low = 0;
        for (int i = 0; i < 4; i++) {
            low = low << 8 | new int[] {0, 1, 127, 128, 255}[random.nextInt(5)];
        }
        return switch (random.nextInt(5)) {
            case 0 -> new IpAddress(random.nextLong(), random.nextLong());
            case 1 -> new IpAddress(0, IpAddress.IPV4_MAPPED - 1 - random.nextInt(3));
            case 2 -> new IpAddress(0, IpAddress.IPV4_MAPPED + (1L << 32) + random.nextInt(3));
            default -> new IpAddress(0, IpAddress.IPV4_MAPPED | low);
        };
    }
}
