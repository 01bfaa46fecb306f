package io.vedette.core.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicksTest {

    private static List<String> labels(List<Tick> ticks) {
        return ticks.stream().map(Tick::label).toList();
    }

    private static double millis(String time) {
        return Instant.parse(time).toEpochMilli();
    }

    @Test
    void countsAreWholeAndReachTheData() {
        NumberTicks ticks = NumberTicks.linear(0, 3, 10, Unit.COUNT);
        assertThat(labels(ticks.ticks())).containsExactly("0", "1", "2", "3");
        assertThat(NumberTicks.linear(0, 101, 5, Unit.COUNT).high()).isEqualTo(150);
    }

    @Test
    void bytesStepByPowersOfTwo() {
        NumberTicks ticks = NumberTicks.linear(0, 5 * 1024 * 1024, 5, Unit.BYTES);
        assertThat(labels(ticks.ticks())).containsExactly("0", "1 MiB", "2 MiB", "3 MiB", "4 MiB", "5 MiB");
    }

    @Test
    void allTicksOfAnAxisShareOnePrefix() {
        assertThat(labels(NumberTicks.linear(0, 2000, 4, Unit.COUNT).ticks()))
                .containsExactly("0", "0.5 k", "1.0 k", "1.5 k", "2.0 k");
        assertThat(labels(NumberTicks.linear(0, 0.3, 3, Unit.RATIO).ticks()))
                .containsExactly("0 %", "10 %", "20 %", "30 %");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-9, 0.7, 1, 999, 1000, 1e6, 9.99e17})
    void theLastTickIsAtOrAboveAnyData(double high) {
        for (Unit unit : Unit.values()) {
            NumberTicks ticks = NumberTicks.linear(0, high, 6, unit);
            assertThat(ticks.high()).as(unit.name()).isGreaterThanOrEqualTo(high * (1 - 1e-6));
            assertThat(ticks.ticks()).hasSizeBetween(2, 8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RATIO, 0.000001, 0.0001 %",
        "RATIO, 0.00001, 0.001 %",
        "RATIO, 0.0012, 0.12 %",
        "RATIO, 0.5, 50 %",
        "RATIO, 0.125, 12.5 %",
        "SECONDS, 0.001, 0.001 s",
        "COUNT, 2788, 2.79 k",
        "COUNT, 908, 908",
        "COUNT, 62.5, 62.5"
    })
    void numbersByThemselvesShowWhatCounts(Unit unit, double value, String text) {
        assertThat(unit.format(value)).isEqualTo(text);
    }

    @Test
    void powersOfTenThinOutWhereThereIsNoRoom() {
        assertThat(labels(NumberTicks.logarithmic(2, 90_000, 5, Unit.COUNT).ticks()))
                .containsExactly("1", "10", "100", "1 k", "10 k", "100 k");
        assertThat(labels(NumberTicks.logarithmic(1, 1e6, 3, Unit.COUNT).ticks()))
                .containsExactly("1", "100", "10 k", "1 M");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-01T00:00:00Z, 2026-10-01T00:00:00.020Z, 00:00:00.000, 'from 2026-10-01, UTC'",
        "2026-10-01T13:00:00Z, 2026-10-01T15:00:00Z, 13:00, 'from 2026-10-01, UTC'",
        "2026-10-01T00:00:00Z, 2026-10-03T00:00:00Z, 10-01 00:00, 'from 2026-10-01, UTC'",
        "2026-10-01T00:00:00Z, 2026-11-10T00:00:00Z, 10-05, 'from 2026-10-01, UTC'",
        "2026-01-01T00:00:00Z, 2027-06-01T00:00:00Z, 2026-01, UTC",
        "2001-01-01T00:00:00Z, 2026-01-01T00:00:00Z, 2005, UTC",
    })
    void datesAreRoundAndSayNoMoreThanNeeded(String from, String to, String first, String context) {
        TimeTicks ticks = new TimeTicks(millis(from), millis(to), ZoneOffset.UTC, 700, 12);
        assertThat(ticks.ticks().get(0).label()).isEqualTo(first);
        assertThat(ticks.context()).isEqualTo(context);
        assertThat(ticks.ticks()).hasSizeBetween(2, 16);
    }

    @Test
    void daysFollowTheClockOfTheZoneThroughADaylightSavingChange() {
        TimeTicks ticks = new TimeTicks(
                millis("2026-10-23T22:00:00Z"), millis("2026-10-26T23:00:00Z"), ZoneId.of("Europe/Brussels"), 300, 12);
        assertThat(labels(ticks.ticks())).containsExactly("10-24", "10-25", "10-26", "10-27");
        assertThat(ticks.context()).isEqualTo("from 2026-10-24, Europe/Brussels");
    }

    @Test
    void wholeDaysHaveTheirLabelInTheirMiddle() {
        long first = LocalDate.of(2026, 10, 24).toEpochDay();
        TimeTicks ticks = TimeTicks.ofDays(first, first + 3, 900, 12);
        assertThat(ticks.ticks())
                .containsExactly(
                        new Tick(first + 0.5, "10-24"), new Tick(first + 1.5, "10-25"), new Tick(first + 2.5, "10-26"));
        assertThat(ticks.context(ZoneId.of("Europe/Brussels"))).isEqualTo("from 2026-10-24, Europe/Brussels");
        assertThat(labels(TimeTicks.ofDays(first, first + 30, 300, 12).ticks()))
                .containsExactly("10-26", "11-02", "11-09", "11-16");
    }

    @Test
    void singleNumbersHaveThreeDigitsThatCount() {
        assertThat(Unit.COUNT.format(0)).isEqualTo("0");
        assertThat(Unit.COUNT.format(1234)).isEqualTo("1.23 k");
        assertThat(Unit.BYTES.format(1536)).isEqualTo("1.50 KiB");
        assertThat(Unit.COUNT.format(12_345_678)).isEqualTo("12.3 M");
    }
}
