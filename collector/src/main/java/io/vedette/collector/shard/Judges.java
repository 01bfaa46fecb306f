package io.vedette.collector.shard;

import io.vedette.core.detect.scan.ScanState;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The judged sources of one shard, by number. Bounded; belongs to one thread. */
final class Judges {

    /** Candidates of which the least suspect goes when room is needed. */
    private static final int CANDIDATES = 8;

    private final int limit;
    private @Nullable ScanState[] states = new ScanState[16];
    private long[] keys = new long[16];
    /** Copied out of the states, so that looking for the least suspect does not touch them. */
    private float[] suspicion = new float[16];

    private int[] free = new int[16];
    private int freed;
    private int seats;
    private int next;
    private long dismissals;

    Judges(int limit) {
        this.limit = limit;
    }

    boolean isFull() {
        return size() >= limit;
    }

    int size() {
        return seats - freed;
    }

    /** Numbers run from 0 to this, exclusive; some may be free. */
    int seats() {
        return seats;
    }

    long dismissals() {
        return dismissals;
    }

    /** Gives a source a judge; returns its number. Not to be called when {@link #isFull}. */
    int seat(long key, ScanState state) {
        int number = freed > 0 ? free[--freed] : seats++;
        if (number == states.length) {
            states = Arrays.copyOf(states, number * 2);
            keys = Arrays.copyOf(keys, number * 2);
            suspicion = Arrays.copyOf(suspicion, number * 2);
            free = Arrays.copyOf(free, number * 2);
        }
        states[number] = state;
        keys[number] = key;
        judged(number);
        return number;
    }

    /** To be called when a state has changed. */
    void judged(int number) {
        suspicion[number] = (float) state(number).suspicion();
    }

    ScanState state(int number) {
        return Objects.requireNonNull(states[number]);
    }

    @Nullable
    ScanState stateOrNull(int number) {
        return states[number];
    }

    long key(int number) {
        return keys[number];
    }

    /** Frees a number. */
    void dismiss(int number) {
        states[number] = null;
        suspicion[number] = Float.NaN;
        free[freed++] = number;
    }

    /**
     * The least suspect of the next few, going round. Not the least recently seen: a flood would push out the slow scanners
     * first.
     */
    int leastSuspect() {
        dismissals++;
        int least = -1;
        for (int tried = 0; tried < CANDIDATES || least < 0; ) {
            next = next + 1 < seats ? next + 1 : 0;
            if (Float.isNaN(suspicion[next])) {
                continue;
            }
            tried++;
            if (least < 0 || suspicion[next] < suspicion[least]) {
                least = next;
            }
        }
        return least;
    }
}
