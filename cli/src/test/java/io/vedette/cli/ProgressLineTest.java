package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressLineTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0         | 1000000    | 5    | read 0 bytes",
                "250000    | 1000000    | 5    | read 250.0 kB of 1.0 MB, 25 %, 15 s left",
                "1000000   | 1000000    | 5    | read 1.0 MB of 1.0 MB, 100 %, 0 s left",
                "2000000   | 1000000    | 5    | read 2.0 MB",
                "999       | -1         | 5    | read 999 bytes",
                "10000000  | 1000000000 | 10   | read 10.0 MB of 1.0 GB, 1 %, 16 min 30 s left",
                "10000000  | 4000000000 | 60   | read 10.0 MB of 4.0 GB, 0 %, 6 h 39 min left"
            })
    void shouldTellHowFarItIsAndHowLongItTakes(long done, long total, long seconds, String text) {
        assertThat(ProgressLine.text(done, total, seconds * 1_000_000_000)).isEqualTo(text);
    }
}
