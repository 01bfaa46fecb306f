package io.vedette.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    /** RFC 5952 sections 4.1 to 4.3 and 5, then the edges of the rules. */
    @ParameterizedTest
    @CsvSource({
        "2001:0db8::0001, 2001:db8::1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8:AAAA:BBBB:CCCC:DDDD:EEEE:FFFF, 2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff",
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "0:1:0:0:0:0:0:0, 0:1::",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::ffff:192.0.2.1, 192.0.2.1",
        "::ffff:c000:201, 192.0.2.1",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "::1.2.3.4, ::102:304",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
    })
    void shouldWriteTheCanonicalForm(String text, String canonical) {
        assertThat(IpAddress.parse(text)).hasToString(canonical);
        assertThat(IpAddress.parse(canonical)).isEqualTo(IpAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1:",
                ":1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "1::2::3",
                "12345::",
                "g::",
                "::1%eth0",
                "[::1]",
                "::1.2.3",
                "::1.2.3.256",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3.4:5",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.00",
                "1.2.3.4 ",
                " 1.2.3.4",
                "+1.2.3.4",
                "1.2..4",
                "a.b.c.d",
                "localhost",
                "\u0661.2.3.4"
            })
    void shouldRefuseWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpAddress.parse(text))
                .withMessageContaining('"' + text + '"');
    }

    @Test
    void shouldAgreeWithTheNetworkClassesOnRandomAddresses() throws UnknownHostException {
        Random random = new Random(5952);
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(octets);
            for (int j = 0; j < octets.length; j++) {
                octets[j] = random.nextInt(3) == 0 ? octets[j] : 0; // so that there is something to shorten
            }
            InetAddress expected = InetAddress.getByAddress(octets);
            IpAddress address = IpAddress.of(expected);

            assertThat(IpAddress.ofBytes(octets)).isEqualTo(address);
            assertThat(address.toInetAddress()).isEqualTo(expected);
            assertThat(IpAddress.parse(expected.getHostAddress())).isEqualTo(address);
            assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
            assertThat(InetAddress.getByName(address.toString())).isEqualTo(expected);
        }
    }

    @Test
    void shouldHoldIpv4InItsMappedForm() throws UnknownHostException {
        IpAddress address = IpAddress.ofIpv4(0xc0000201);

        assertThat(address).isEqualTo(new IpAddress(0, 0xffff_c000_0201L)).isEqualTo(IpAddress.parse("192.0.2.1"));
        assertThat(address.isIpv4()).isTrue();
        assertThat(address.toInetAddress()).isEqualTo(InetAddress.getByName("192.0.2.1"));
        assertThat(IpAddress.parse("::192.0.2.1").isIpv4()).isFalse();
    }

    @Test
    void shouldStandInBracketsBeforeAPortWhereItHasColons() {
        assertThat(IpAddress.parse("192.0.2.1").withPort(2055)).isEqualTo("192.0.2.1:2055");
        assertThat(IpAddress.parse("::ffff:192.0.2.1").withPort(2055)).isEqualTo("192.0.2.1:2055");
        assertThat(IpAddress.parse("2001:db8::1").withPort(2055)).isEqualTo("[2001:db8::1]:2055");
    }

    @Test
    void shouldOrderAsUnsignedNumbers() {
        String[] ascending = {
            "::", "::1", "0.0.0.1", "9.255.0.0", "10.0.0.0", "200.0.0.0", "1::", "7fff::", "8000::", "ffff::"
        };
        for (int i = 0; i + 1 < ascending.length; i++) {
            assertThat(IpAddress.parse(ascending[i])).isLessThan(IpAddress.parse(ascending[i + 1]));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "224.0.0.0, true",
        "239.255.255.255, true",
        "223.255.255.255, false",
        "240.0.0.0, false",
        "ff02::1, true",
        "fe80::1, false",
        "::e000:1, false"
    })
    void shouldKnowMulticast(String text, boolean multicast) {
        IpAddress address = IpAddress.parse(text);
        assertThat(IpAddress.isMulticast(address.high(), address.low())).isEqualTo(multicast);
    }

    @Test
    void shouldRefuseOtherNumbersOfOctets() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpAddress.ofBytes(new byte[5]))
                .withMessage("address of 5 octets, expected 4 or 16");
    }
}
