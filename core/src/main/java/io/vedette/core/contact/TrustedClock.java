package io.vedette.core.contact;

/**
 * The time of a stream of events by their own time stamps, of which single ones may be wrong.
 *
 * <p>Time passes with the events and stands still when one is a little older than the one before. An event more than {@link
 * #LEAP_MILLIS} away, ahead or behind, is in doubt until the next one: if that is there too, or goes further in the same
 * direction, the clock leaps; if not, the doubtful one alone was wrong. So it depends on nothing but the events and their
 * order. Belongs to one thread.
 */
public final class TrustedClock {

    /** An hour: longer than packets are ever reordered, shorter than a wrong clock is wrong. */
    public static final long LEAP_MILLIS = 3_600_000;

    /** No event yet. */
    public static final long NOT_YET = Long.MIN_VALUE;

    /** What an event did to the clock. */
    public enum Step {
        /** It was where events are expected. */
        STEADY,
        /** It is far off; the clock stays. */
        DOUBTED,
        /** It was where events are expected: the doubtful one before it was wrong. */
        REJECTED,
        /** It confirmed the doubtful one: the clock leapt forward. */
        LEAPT,
        /** It confirmed the doubtful one: the clock went back. */
        WENT_BACK
    }

    private long nowMillis = NOT_YET;
    private long doubtMillis = NOT_YET;

    /** The latest time that is believed, or {@link #NOT_YET}. */
    public long nowMillis() {
        return nowMillis;
    }

    /** The time of the event in doubt, or {@link #NOT_YET}. */
    long doubtMillis() {
        return doubtMillis;
    }

    /** Takes the time stamp of the next event. */
    public Step advance(long millis) {
        long now = nowMillis;
        if (now == NOT_YET) {
            nowMillis = millis;
            return Step.STEADY;
        }
        long ahead = millis - now;
        if (ahead <= LEAP_MILLIS && ahead >= -LEAP_MILLIS) {
            nowMillis = Math.max(now, millis);
            if (doubtMillis == NOT_YET) {
                return Step.STEADY;
            }
            doubtMillis = NOT_YET;
            return Step.REJECTED;
        }
        return far(millis, ahead > 0);
    }

    private Step far(long millis, boolean ahead) {
        long doubt = doubtMillis;
        boolean near = doubt != NOT_YET && Math.abs(millis - doubt) <= LEAP_MILLIS;
        boolean further = doubt != NOT_YET && ahead && doubt > nowMillis && millis > doubt;
        if (!near && !further) {
            doubtMillis = millis;
            return Step.DOUBTED;
        }
        boolean back = doubt < nowMillis;
        // What goes further still is in doubt itself.
        nowMillis = near ? Math.max(doubt, millis) : doubt;
        doubtMillis = near ? NOT_YET : millis;
        return back ? Step.WENT_BACK : Step.LEAPT;
    }

    /** Believes a clock that is right for sure, such as the machine's own. */
    public void set(long millis) {
        nowMillis = millis;
        doubtMillis = NOT_YET;
    }
}
