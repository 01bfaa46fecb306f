package io.vedette.core.isn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterestTest {

    /** Both limits belong to what is interesting. */
    @ParameterizedTest
    @CsvSource({"1000,30,true", "999,999,false", "1000,29,false", "1001,30,false", "1000000,30000,true", "0,0,false"})
    void shouldHoldAtItsLimits(long all, long matching, boolean interesting) {
        assertThat(Interest.DEFAULT.isMetBy(new SynCount(all, matching))).isEqualTo(interesting);
    }

    @Test
    void shouldTakeAllPortsThatGotAnything() {
        Interest any = new Interest(0, 0);

        assertThat(any.isMetBy(new SynCount(1, 0))).isTrue();
        assertThat(any.isMetBy(SynCount.NONE)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-1,0.5", "1,-0.1", "1,1.1", "1,NaN"})
    void shouldRefuseImpossibleLimits(long syns, double share) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Interest(syns, share));
    }

    /** Newcombe, Two-sided confidence intervals for the single proportion (1998), table I: 81 of 263. */
    @Test
    void shouldGiveWilsonsInterval() {
        SynCount count = new SynCount(263, 81);

        assertThat(count.interval().low()).isCloseTo(0.2553, Offset.offset(5e-5));
        assertThat(count.interval().high()).isCloseTo(0.3662, Offset.offset(5e-5));
        assertThat(SynCount.NONE.interval().low()).isZero();
        assertThat(SynCount.NONE.interval().high()).isOne();
        assertThat(SynCount.NONE.share()).isZero();
    }

    @Test
    void shouldCountDaysOfARange() {
        DayRange range = DayRange.ending(LocalDate.of(2026, 3, 2), 30);

        assertThat(range.first()).isEqualTo("2026-02-01");
        assertThat(range.days()).hasSize(30).endsWith(LocalDate.of(2026, 3, 2));
        assertThat(range.count()).isEqualTo(30);
        assertThat(range.contains(LocalDate.of(2026, 1, 31))).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> DayRange.ending(range.last(), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> DayRange.ending(range.last(), 10_001));
    }
}
