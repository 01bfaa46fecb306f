package io.vedette.collector.shard;

import io.vedette.core.detect.scan.ScanState;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The judged sources of one shard, by number. Bounded; belongs to one thread. */
final class Judges {

    /** Candidates of which the least suspect goes when room is needed. */
    private static final int CANDIDATES = 8;

    /** For how long an open incident must have been quiet to make room. */
    private static final long QUIET_MILLIS = 60_000;

    /** For how long nobody asks again after no room was found: to look for it touches all candidates. */
    private static final long FULL_MILLIS = 1_000;

    private static final long NEVER = Long.MIN_VALUE;

    /** The suspicion of whoever has an incident open. */
    private static final float SCANNING = Float.POSITIVE_INFINITY;

    private final int limit;
    private @Nullable ScanState[] states = new ScanState[16];
    private long[] keys = new long[16];
    /** Copied out of the states, so that looking for the least suspect does not touch them. */
    private float[] suspicion = new float[16];

    /** What each takes of the room to count exactly, as of its last contact. */
    private int[] bytesOfRoom = new int[16];

    private int[] free = new int[16];
    private int freed;
    private int seats;
    private int next;
    private long allBytesOfRoom;
    private long fullMillis = NEVER;
    private long overLimit;

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

    /** The {@linkplain ScanState#bytesOfRoom bytes} that all open incidents take because there was room. */
    long bytesOfRoom() {
        return allBytesOfRoom;
    }

    /** Times that a judge was dismissed to make room, or none was given for want of it. */
    long overLimit() {
        return overLimit;
    }

    /** Gives a source a judge; returns its number. Not to be called when {@link #isFull}. */
    int seat(long key, ScanState state) {
        int number = freed > 0 ? free[--freed] : seats++;
        if (number == states.length) {
            states = Arrays.copyOf(states, number * 2);
            keys = Arrays.copyOf(keys, number * 2);
            suspicion = Arrays.copyOf(suspicion, number * 2);
            bytesOfRoom = Arrays.copyOf(bytesOfRoom, number * 2);
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
        takes(number, state(number).bytesOfRoom());
    }

    private void takes(int number, int bytes) {
        allBytesOfRoom += bytes - bytesOfRoom[number];
        bytesOfRoom[number] = bytes;
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
        takes(number, 0);
        free[freed++] = number;
    }

    /**
     * Who is to make room: the least suspect of the next few, going round. Not the least recently seen: a flood would push out the
     * slow scanners first. Where all of these have an incident open, the one that was quiet for longest, if it was for a minute:
     * else scanners that are too many would push each other out, and each would be told of again and again.
     *
     * @param nowMillis when the contact was received, for which room is needed
     * @return the number of a judge, or -1 if nobody makes room
     */
    int dispensable(long nowMillis) {
        overLimit++;
        if (fullMillis != NEVER && nowMillis - fullMillis < FULL_MILLIS) {
            return -1;
        }
        int least = -1;
        for (int tried = 0; tried < CANDIDATES || least < 0; ) {
            next = next + 1 < seats ? next + 1 : 0;
            if (Float.isNaN(suspicion[next])) {
                continue;
            }
            tried++;
            if (least < 0 || isBefore(next, least)) {
                least = next;
            }
        }
        boolean full = suspicion[least] == SCANNING && nowMillis - state(least).activeMillis() < QUIET_MILLIS;
        fullMillis = full ? nowMillis : NEVER;
        return full ? -1 : least;
    }

    private boolean isBefore(int one, int other) {
        return suspicion[one] == SCANNING && suspicion[other] == SCANNING
                ? state(one).activeMillis() < state(other).activeMillis()
                : suspicion[one] < suspicion[other];
    }
}
