package io.vedette.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24,        192.0.2.0/24",
        "192.0.2.77/24,       192.0.2.0/24",
        "192.0.2.1,           192.0.2.1/32",
        "0.0.0.0/0,           0.0.0.0/0",
        "255.255.255.255/1,   128.0.0.0/1",
        "::ffff:192.0.2.9/120,192.0.2.0/24",
        "::ffff:0:0/96,       0.0.0.0/0",
        "::/0,                ::/0",
        "2001:db8::1,         2001:db8::1/128",
        "2001:db8:ffff::/33,  2001:db8:8000::/33",
        "2001:db8::ff/64,     2001:db8::/64",
        "2001:db8:0:0:8000::/65, 2001:db8:0:0:8000::/65",
    })
    void shouldReadBlocksAndClearTheBitsBehindTheLength(String text, String canonical) {
        assertThat(Prefix.parse(text)).hasToString(canonical);
        assertThat(Prefix.parse(canonical)).isEqualTo(Prefix.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "192.0.2.0/",
                "192.0.2.0/33",
                "192.0.2.0/-1",
                "192.0.2.0/024",
                "192.0.2.0/2 4",
                "192.0.2/24",
                "2001:db8::/129",
                "2001:db8::/1000",
                "example.net/24",
                "192.0.2.0/24/24",
                "192.0.2.0/٢"
            })
    void shouldRefuseWhatIsNoBlock(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Prefix.parse(text))
                .withMessageContaining("\"");
    }

    @Test
    void shouldSayWhichLengthsItTakes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Prefix.parse("192.0.2.0/64"))
                .withMessage("not a prefix: \"192.0.2.0/64\", expected a length of 0 to 32 after the slash");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.0,       true",
        "192.0.2.0/24, 192.0.2.255,     true",
        "192.0.2.0/24, 192.0.1.255,     false",
        "192.0.2.0/24, 192.0.3.0,       false",
        "192.0.2.0/24, ::ffff:192.0.2.5,true",
        "192.0.2.0/24, ::192.0.2.5,     false",
        "0.0.0.0/0,    255.255.255.255, true",
        "0.0.0.0/0,    ::1,             false",
        "::/0,         2001:db8::1,     true",
        "::/0,         192.0.2.1,       false",
        "2001:db8::/32,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, true",
        "2001:db8::/32,2001:db9::,      false",
        "fe80::/10,    febf::1,         true",
        "fe80::/10,    fec0::1,         false",
    })
    void shouldContainItsAddressesAndNoOthers(String prefix, String address, boolean contained) {
        assertThat(Prefix.parse(prefix).contains(IpAddress.parse(address))).isEqualTo(contained);
        assertThat(PrefixSet.of(List.of(Prefix.parse(prefix))).contains(IpAddress.parse(address)))
                .isEqualTo(contained);
    }
}
