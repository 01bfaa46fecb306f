package io.vedette.core.darknet.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text as Go's encoder writes it. Whole objects are compared where whole files are. */
class EventJsonTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1, 1",
        "51.5142, 51.5142",
        "-0.0931, -0.0931",
        "100000, 100000",
        "1e20, 100000000000000000000",
        "1e21, 1e+21",
        "1.5e-7, 1.5e-7",
        "0.000001, 0.000001",
        "1e23, 1e+23",
        "2e-3, 0.002",
        "5e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308"
    })
    void shouldWriteNumbers(double value, String text) {
        StringBuilder out = new StringBuilder();
        GoText.number(out, value);
        assertThat(out.toString()).isEqualTo(text);
    }

    @Test
    void shouldWriteNumbersThatReadBackTheSame() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            double value = i % 2 == 0 ? Double.longBitsToDouble(random.nextLong()) : random.nextInt() / 1e4;
            if (Double.isFinite(value)) {
                StringBuilder out = new StringBuilder();
                GoText.number(out, value);
                assertThat(Double.parseDouble(out.toString())).isEqualTo(value);
                assertThat(out.length())
                        .isLessThanOrEqualTo(Double.toString(value).length() + 22);
            }
        }
    }

    @Test
    void shouldEscapeStrings() {
        StringBuilder out = new StringBuilder();
        GoText.string(out, "a<b>&\"\\\n\r\t\u0001\u2028\u00e9\ud83d\ude00\ud800/");
        assertThat(out.toString())
                .isEqualTo("\"a\\u003cb\\u003e\\u0026\\\"\\\\\\n\\r\\t\\u0001\\u2028\u00e9\ud83d\ude00\\ufffd/\"");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00Z",
        "1600000000000000000, 2020-09-13T12:26:40Z",
        "1600000000120000000, 2020-09-13T12:26:40.12Z",
        "1600000000000000001, 2020-09-13T12:26:40.000000001Z",
        "951782400000001000, 2000-02-29T00:00:00.000001Z"
    })
    void shouldWriteAndReadTimes(long nanos, String text) {
        StringBuilder out = new StringBuilder();
        GoText.time(out, nanos);
        assertThat(out.toString()).isEqualTo('"' + text + '"');
        assertThat(GoText.nanos(text)).isEqualTo(nanos);
    }

    @Test
    void shouldReadTimesWithAnOffset() {
        assertThat(GoText.nanos("2020-09-13T14:26:40.5+02:00")).isEqualTo(1_600_000_000_500_000_000L);
    }
}
