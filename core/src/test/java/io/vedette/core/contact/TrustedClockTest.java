package io.vedette.core.contact;

import static io.vedette.core.contact.TrustedClock.LEAP_MILLIS;
import static io.vedette.core.contact.TrustedClock.Step.DOUBTED;
import static io.vedette.core.contact.TrustedClock.Step.LEAPT;
import static io.vedette.core.contact.TrustedClock.Step.REJECTED;
import static io.vedette.core.contact.TrustedClock.Step.STEADY;
import static io.vedette.core.contact.TrustedClock.Step.WENT_BACK;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrustedClockTest {

    private static final long NOON = 1_700_000_000_000L;
    private static final long YEAR_2106 = 4_294_967_295_000L;
    private static final long DAY = 86_400_000;

    private final TrustedClock clock = new TrustedClock();

    private void assertStep(long millis, TrustedClock.Step step, long now) {
        assertThat(clock.advance(millis)).isEqualTo(step);
        assertThat(clock.nowMillis()).isEqualTo(now);
    }

    @Test
    void shouldPassWithTheEventsAndStandStillWhereOneIsOlder() {
        assertThat(clock.nowMillis()).isEqualTo(TrustedClock.NOT_YET);
        assertStep(NOON, STEADY, NOON);
        assertStep(NOON + 5, STEADY, NOON + 5);
        assertStep(NOON - LEAP_MILLIS + 5, STEADY, NOON + 5);
        assertStep(NOON + LEAP_MILLIS + 5, STEADY, NOON + LEAP_MILLIS + 5);
    }

    @Test
    void shouldNotBelieveOneStampFarOff() {
        assertStep(NOON, STEADY, NOON);
        for (long wrong : new long[] {YEAR_2106, 0, NOON + DAY, NOON - DAY}) {
            assertStep(wrong, DOUBTED, NOON);
            assertStep(NOON, REJECTED, NOON);
            assertStep(NOON, STEADY, NOON);
        }
    }

    @Test
    void shouldLeapWhereTheNextEventIsThereToo() {
        assertStep(NOON, STEADY, NOON);
        assertStep(NOON + DAY, DOUBTED, NOON);
        assertStep(NOON + DAY + 10, LEAPT, NOON + DAY + 10);
        assertStep(NOON - DAY, DOUBTED, NOON + DAY + 10);
        assertStep(NOON - DAY - 10, WENT_BACK, NOON - DAY);
    }

    @Test
    void shouldFollowEventsThatAreFarApartOneBehind() {
        assertStep(NOON, STEADY, NOON);
        assertStep(NOON + DAY, DOUBTED, NOON);
        assertStep(NOON + 2 * DAY, LEAPT, NOON + DAY);
        assertStep(NOON + 3 * DAY, LEAPT, NOON + 2 * DAY);
        assertStep(NOON + 2 * DAY, REJECTED, NOON + 2 * DAY);
    }

    @Test
    void shouldFindItsWayFromAFirstStampThatWasWrong() {
        assertStep(YEAR_2106, STEADY, YEAR_2106);
        assertStep(NOON, DOUBTED, YEAR_2106);
        assertStep(NOON + 1, WENT_BACK, NOON + 1);

        clock.set(TrustedClock.NOT_YET);
        assertStep(0, STEADY, 0);
        assertStep(NOON, DOUBTED, 0);
        assertStep(NOON + 1, LEAPT, NOON + 1);
    }

    @Test
    void shouldTakeTwoWrongStampsThatDisagreeForWhatTheyAre() {
        assertStep(NOON, STEADY, NOON);
        assertStep(YEAR_2106, DOUBTED, NOON);
        assertStep(0, DOUBTED, NOON);
        assertStep(NOON + 1, REJECTED, NOON + 1);
    }
}
