package io.vedette.core.detect.scan;

import io.vedette.core.contact.Outcome;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.sketch.KeyedHash;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The couples of host and port that one initiator was seen to fail at: a short exact list, and the sum of what they are worth.
 *
 * <p>It ends at {@link #MAX_COUPLES}, which is more than any threshold: the weakest, then the oldest, makes room, and further ones are
 * counted behind it. Belongs to one thread.
 */
public abstract sealed class Couples extends CoupleList permits ScanState {

    private static final KeyedHash HASH = new KeyedHash(3);

    /** In {@link Evidence#UNITS}. */
    private short score;

    Couples(long high, long low) {
        super(high, low);
    }

    /** Sum of the evidence of all couples on the list. */
    final double score() {
        return (double) score / Evidence.UNITS;
    }

    /** The same, each couple halved for every {@code halfLifeMillis} of its age. */
    final double score(long nowMillis, long halfLifeMillis) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double halvings = Math.max(0, nowMillis - timeMillis(i)) / (double) halfLifeMillis;
            sum += (double) unitsOf(i) / Evidence.UNITS * Math.pow(2, -halvings);
        }
        return sum;
    }

    /** The sum of a full list is far from what a short holds. */
    private void weigh(int units) {
        score = (short) (score + units);
    }

    /** What an entry adds to the score: nothing before its initiator was seen. */
    private int unitsOf(int at) {
        return seen(at) ? evidence(at).units() : 0;
    }

    /** Puts a new couple on the list; returns its position, or -1 if it is weaker than all that is there. */
    final int add(
            long toHigh,
            long toLow,
            int toPort,
            int toProtocol,
            int withFlags,
            Evidence grade,
            Outcome result,
            boolean initiatorSeen,
            long atMillis) {
        int words = words();
        if (words == NARROW && !IpAddress.isIpv4(toHigh, toLow)) {
            return -1; // a record whose two ends are of two families
        }
        boolean failed = initiatorSeen && grade.failed();
        int at = size < MAX_COUPLES ? size : weakest(failed);
        if (at < 0) {
            return -1;
        }
        // Flows tell of a ping before its answer: those that are silent so far say nothing about how many will have
        // failed.
        if (size == MAX_COUPLES && failed && grade != Evidence.ICMP_UNANSWERED) {
            overflow(HASH.ofCouple(toHigh, toLow, toPort, toProtocol));
        }
        if (at == size) {
            makeRoom(words);
            size++;
        } else {
            weigh(-unitsOf(at));
        }
        put(at, toHigh, toLow, atMillis);
        describe(at, toPort, toProtocol, withFlags, grade, result, initiatorSeen);
        weigh(unitsOf(at));
        return at;
    }

    /** The oldest of those that did not fail, or else of all if it may be one that failed; -1 if it may not. */
    private int weakest(boolean evenFailed) {
        long failures = failures();
        if (failures != -1) {
            return oldest(~failures);
        }
        return evenFailed ? oldest(failures) : -1;
    }

    private boolean hasOverflow() {
        return entries.length > MAX_COUPLES * words();
    }

    private void overflow(long couple) {
        int map = MAX_COUPLES * words();
        if (!hasOverflow()) {
            entries = Arrays.copyOf(entries, map + Overflow.WORDS);
            for (int i = 0; i < size; i++) {
                if (failed(i) && evidence(i) != Evidence.ICMP_UNANSWERED) {
                    Overflow.add(HASH.ofCouple(targetHigh(i), targetLow(i), port(i), protocol(i)), entries, map);
                }
            }
        }
        Overflow.add(couple, entries, map);
    }

    private void dropOverflow() {
        if (hasOverflow()) {
            entries = Arrays.copyOf(entries, MAX_COUPLES * words());
        }
    }

    /** How many distinct couples, pings apart, have failed for each that is on the list. */
    final double crowding() {
        return hasOverflow() ? Math.max(1, Overflow.count(entries, MAX_COUPLES * words()) / MAX_COUPLES) : 1;
    }

    /** Changes the grade of a couple, and whether the initiator itself was seen. */
    final void regrade(int at, Evidence grade, Outcome result, int withFlags, boolean initiatorSeen) {
        weigh(-unitsOf(at));
        describe(at, port(at), protocol(at), withFlags, grade, result, initiatorSeen);
        weigh(unitsOf(at));
    }

    final void remove(int at) {
        weigh(-unitsOf(at));
        drop(at);
    }

    /**
     * Drops what is older than {@code millis} in event time.
     *
     * @param kept a position whose couple is not
     * @return where that couple is now
     */
    final int forgetBefore(long millis, int kept) {
        if (!hasBefore(millis)) {
            return kept;
        }
        int at = kept;
        for (int i = size - 1; i >= 0; i--) {
            if (timeMillis(i) < millis) {
                at = at == size - 1 ? i : at; // the last goes where one is dropped
                remove(i);
                dropOverflow();
            }
        }
        return at;
    }

    /** Drops all but the first {@code most}, and the room for them. */
    final void trim(int most) {
        while (size() > most) {
            remove(size() - 1);
        }
        entries = Arrays.copyOf(entries, Math.min(entries.length, most * words()));
    }

    final void clear() {
        dropAll();
        score = 0;
        dropOverflow();
    }

    final void writeCouples(DataOutput out) throws IOException {
        writeList(out);
        out.writeBoolean(hasOverflow());
        for (int i = MAX_COUPLES * words(); i < entries.length; i++) {
            out.writeInt(entries[i]);
        }
    }

    /** Reads what {@link #writeCouples} wrote into a new list of the same source. */
    final void readCouples(DataInput in) throws IOException {
        readList(in);
        for (int i = 0; i < size(); i++) {
            weigh(unitsOf(i));
        }
        if (in.readBoolean()) {
            entries = Arrays.copyOf(entries, MAX_COUPLES * words() + Overflow.WORDS);
            for (int i = MAX_COUPLES * words(); i < entries.length; i++) {
                entries[i] = in.readInt();
            }
        }
    }
}
