package io.vedette.core.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.flow.IpAddress;
import org.junit.jupiter.api.Test;

class AddressFilterTest {

    private static final int[] EDGES = {
        0, 1, 0x0a00_0001, 0x7fff_ffff, 0x8000_0000, 0xdfff_ffff, 0xe000_0000, 0xefff_ffff, 0xf000_0000, 0xffff_fffe, -1
    };

    /** The short way for IPv4 may leave out nothing else. */
    @Test
    void shouldTellTheSameOfIpv4BothWays() {
        for (int from : EDGES) {
            for (int to : EDGES) {
                assertThat(AddressFilter.reason4(from, to))
                        .as("%s to %s", IpAddress.ofIpv4(from), IpAddress.ofIpv4(to))
                        .isEqualTo(AddressFilter.reason(0, IpAddress.lowOfIpv4(from), 0, IpAddress.lowOfIpv4(to)));
            }
        }
        assertThat(AddressFilter.reason4(0x0a00_0001, 0x0a00_0002)).isNull();
        assertThat(AddressFilter.reason4(0xf000_0001, 0x0a00_0002)).isNull();
        assertThat(AddressFilter.reason4(0x0a00_0001, 0xefff_ffff)).isEqualTo(FilterReason.MULTICAST);
    }
}
