package io.vedette.core.flow.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.flow.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressScannerTest {

    private static final int LEAD = 4;
    private final AddressScanner scanner = new AddressScanner();

    @Test
    void shouldReadEveryOctetAtEveryPlaceOfADottedQuad() {
        for (int octet = 0; octet < 256; octet++) {
            for (int place = 0; place < 4; place++) {
                for (int other : new int[] {0, 9, 10, 99, 100, 255}) {
                    StringBuilder text = new StringBuilder();
                    for (int i = 0; i < 4; i++) {
                        text.append(i == 0 ? "" : ".").append(i == place ? octet : other);
                    }
                    long[] low = {-1};
                    assertThat(scan(text.toString(), low)).isEqualTo(LEAD + text.length());
                    assertThat(new IpAddress(0, low[0])).hasToString(text.toString());
                    assertThat(parse(text.toString())).isTrue();
                    assertThat(new IpAddress(scanner.high(), scanner.low())).hasToString(text.toString());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "1.2.3.4.",
                "1.2.3.4.5",
                "1.2.3.4x",
                "256.1.1.1",
                "1.256.1.1",
                "1.1.256.1",
                "1.1.1.256",
                "01.1.1.1",
                "1.00.1.1",
                "1.1.010.1",
                "1.1.1.00",
                "999.1.1.1",
                "1234.1.1.1",
                "12345678.1.1.1",
                "1.1234.1.1",
                "1.1.1234.1",
                "1.1.1.1234",
                "1,2.3.4",
                "1.2,3.4",
                "1.2.3,4",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2.\u00e9.4",
                "1.\u00ff.2.3",
                "12.34.56.7\u00b8"
            })
    void shouldRefuseWhatIsNoDottedQuad(String text) {
        assertThat(scan(text, new long[1])).isEqualTo(-1);
        assertThat(parse(text)).isFalse();
    }

    @Test
    void shouldAgreeWithTheParserForTextOnMutatedAddresses() {
        Random random = new Random(3);
        String alphabet = "0123456789abcdefABCDEF:::....%g\" ";
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(
                    random.nextBoolean()
                            ? "192.168.100.20"
                            : new IpAddress(random.nextLong(), random.nextLong() >>> random.nextInt(64)).toString());
            for (int edits = random.nextInt(3); edits > 0; edits--) {
                text.setCharAt(random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String candidate = text.toString();
            int zone = candidate.indexOf('%');
            boolean zoned =
                    zone > candidate.indexOf(':') && candidate.indexOf(':') >= 0 && zone + 1 < candidate.length();
            IpAddress expected = parsed(zoned ? candidate.substring(0, zone) : candidate);

            assertThat(parse(candidate)).as(candidate).isEqualTo(expected != null);
            if (expected != null) {
                assertThat(new IpAddress(scanner.high(), scanner.low()))
                        .as(candidate)
                        .isEqualTo(expected);
            }
            long[] low = new long[1];
            if (scan(candidate, low) == LEAD + candidate.length()) {
                assertThat(new IpAddress(0, low[0])).as(candidate).isEqualTo(expected);
            }
        }
    }

    private static @Nullable IpAddress parsed(String text) {
        try {
            return IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private boolean parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return scanner.parse(bytes, 0, bytes.length);
    }

    private static int scan(String text, long[] low) {
        byte[] bytes = ("xxxx" + text + "\",\"NEXT\":1234567890").getBytes(StandardCharsets.ISO_8859_1);
        return AddressScanner.scanIpv4(bytes, LEAD, low, 0);
    }
}
