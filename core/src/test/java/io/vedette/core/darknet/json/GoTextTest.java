package io.vedette.core.darknet.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoTextTest {

    private static String rounded(double value) {
        StringBuilder out = new StringBuilder();
        GoText.rounded(out, value);
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1, 1",
        "-1.5, -1.5",
        "0.1, 0.1",
        "100, 100",
        "1234.5678, 1234.568",
        "12345678, 12345680",
        "99999999, 100000000",
        "0.99999999, 1",
        "999.9999999, 1000",
        "0.00001, 0.00001",
        "0.000001, 0.000001",
        "0.00000123456789, 0.000001234568",
        "0.000000123456789, 1.234568e-7",
        "123456789012345678, 123456800000000000",
        "1e22, 1e+22"
    })
    void estimatesHaveSevenDigits(double value, String text) {
        assertThat(rounded(value)).isEqualTo(text);
    }

    /** Only where the eighth digit is all but a five may the two differ: there the double itself decides. */
    @Test
    void roundsAsExactArithmeticDoes() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            double value = Math.pow(10, random.nextDouble() * 20 - 5.9) * (random.nextBoolean() ? 1 : -1);
            BigDecimal exact = new BigDecimal(value);
            BigDecimal expected = exact.round(new MathContext(7, RoundingMode.HALF_EVEN));
            BigDecimal tail = exact.round(new MathContext(12, RoundingMode.HALF_EVEN))
                    .subtract(exact.round(new MathContext(7, RoundingMode.DOWN)))
                    .abs();
            String digits = tail.unscaledValue().toString();
            if (!digits.matches("(50*|49999)")) {
                assertThat(rounded(value))
                        .isEqualTo(expected.stripTrailingZeros().toPlainString());
            }
        }
    }
}
