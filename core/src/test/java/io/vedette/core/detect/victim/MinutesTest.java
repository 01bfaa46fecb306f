package io.vedette.core.detect.victim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MinutesTest {

    private final Minutes minutes = new Minutes();

    @Test
    void shouldTakeTheLatestOfEquallyFullMinutes() {
        minutes.add(66, 5); // in the cell before that of 3
        minutes.add(3, 5);
        assertThat(minutes.fullest()).isEqualTo(66);
        minutes.add(3, 1);
        assertThat(minutes.fullest()).isEqualTo(3);
        assertThat(minutes.count(66)).isEqualTo(5);
    }

    @Test
    void shouldAddUpWhatWasCountedElsewhere() {
        Minutes more = new Minutes();
        more.add(7, 4);
        more.add(-1, 2);
        minutes.add(7, 3);
        minutes.addAll(more);
        assertThat(minutes.count(7)).isEqualTo(7);
        assertThat(minutes.count(-1)).isEqualTo(2);
        assertThat(minutes.fullest()).isEqualTo(7);
    }

    @Test
    void shouldRoundTimesBefore1970Down() {
        assertThat(Minutes.of(-1)).isEqualTo(-1);
        assertThat(Minutes.of(59_999)).isZero();
        assertThat(Minutes.of(60_000)).isEqualTo(1);
    }
}
