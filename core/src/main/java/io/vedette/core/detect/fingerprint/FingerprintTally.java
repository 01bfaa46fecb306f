package io.vedette.core.detect.fingerprint;

import io.vedette.core.contact.Contact;
import io.vedette.core.flow.TcpFlags;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How many probes of one source bear the marks of each tool, and of how many.
 *
 * <p>All probes are tried, not only the first. 32 bytes, and as many more from the first match on; belongs to one thread.
 */
public final class FingerprintTally {

    private static final Fingerprint[] TESTS = Fingerprint.values();

    /** Share of the trials that must match: a source may run other tools, or be many behind one address. */
    private static final double SHARE = 0.9;

    /** The match must be less likely by chance than this. */
    private static final double SIGNIFICANCE = 1e-6;

    /*
     * All single tests are tried on the same probes, and all pair tests on the same pairs. Of the probe before only what pair
     * tests look at is kept: target and sequence number in one word; in the other, from the top, the ports (16 bits each), the
     * trials of single and of pair tests (14 each), whether it was a SYN, whether it looked like Nmap's, whether there was one.
     */
    private static final int SINGLE_SHIFT = 18;
    private static final int PAIR_SHIFT = 4;
    private static final int SYN = 4;
    private static final int LIKE_NMAP = 2;
    private static final int SOME = 1;

    /** Trials, and with them matches, stop here: what is asked for is their ratio. */
    static final int MAX_TRIALS = (1 << 14) - 1;

    private long before;
    private long rest;

    /** Matches of each test; null before the first. */
    private char @Nullable [] matches;

    /** Where probes are read to, shared by the tallies of one thread. */
    public static final class Place {

        private final Probe probe = new Probe();
        private final Probe previous = new Probe();
    }

    /**
     * A tool and what speaks for it.
     *
     * @param chance probability of so many matches, or more, if the source used something else (binomial, bounded from above)
     */
    public record Verdict(Fingerprint fingerprint, int matches, int trials, double chance) {}

    /** Tries every test on the first packet of a contact, if it is a probe that can be tried. */
    public void add(Contact contact, Place place) {
        if (place.probe.read(contact)) {
            add(place.probe, place.previous);
        }
    }

    /** Tries every test on the next probe of the source; {@code place} is one to read the probe before into. */
    void add(Probe probe, Probe place) {
        int singles = trials(SINGLE_SHIFT);
        if (singles == MAX_TRIALS) {
            return;
        }
        boolean pair = (rest & SOME) != 0 && probe.isPairWith(restore(place));
        for (Fingerprint test : TESTS) {
            if (test.isPairTest() ? pair && test.matches(probe, place) : test.matches(probe)) {
                matched(test);
            }
        }
        keep(probe, singles + 1, trials(PAIR_SHIFT) + (pair ? 1 : 0));
    }

    private void matched(Fingerprint test) {
        if (matches == null) {
            matches = new char[TESTS.length];
        }
        matches[test.ordinal()]++;
    }

    private Probe restore(Probe place) {
        place.destination = (int) (before >>> 32);
        place.sequence = (int) before;
        place.sourcePort = (char) (rest >>> 48);
        place.destinationPort = (char) (rest >>> 32);
        place.flags = (short) ((rest & SYN) != 0 ? TcpFlags.SYN : 0);
        place.likeNmap((rest & LIKE_NMAP) != 0);
        return place;
    }

    private void keep(Probe probe, int singles, int pairs) {
        before = (long) probe.destination << 32 | probe.sequence & 0xffff_ffffL;
        rest = (long) probe.sourcePort << 48
                | (long) probe.destinationPort << 32
                | (long) singles << SINGLE_SHIFT
                | (long) pairs << PAIR_SHIFT
                | (probe.isSyn() ? SYN : 0)
                | (probe.isLikeNmap() ? LIKE_NMAP : 0)
                | SOME;
    }

    private int trials(int shift) {
        return (int) (rest >>> shift) & MAX_TRIALS;
    }

    public int matches(Fingerprint fingerprint) {
        return matches == null ? 0 : matches[fingerprint.ordinal()];
    }

    public int trials(Fingerprint fingerprint) {
        return trials(fingerprint.isPairTest() ? PAIR_SHIFT : SINGLE_SHIFT);
    }

    /** The tool least likely by chance, if one matches nearly always and more than chance explains. */
    public Optional<Verdict> verdict() {
        return verdict(this::matches, this::trials);
    }

    /** The verdict that so many matches of so many trials give for this tool. */
    public static Verdict verdict(Fingerprint fingerprint, int matches, int trials) {
        return new Verdict(fingerprint, matches, trials, chanceOf(matches, trials, fingerprint.chance()));
    }

    static Optional<Verdict> verdict(ToLongFunction<Fingerprint> matches, ToLongFunction<Fingerprint> trials) {
        Verdict best = null;
        for (Fingerprint test : TESTS) {
            int matched = (int) Math.min(Integer.MAX_VALUE, matches.applyAsLong(test));
            int tried = (int) Math.min(Integer.MAX_VALUE, trials.applyAsLong(test));
            if (matched == 0 || matched < SHARE * tried) {
                continue;
            }
            double chance = chanceOf(matched, tried, test.chance());
            if (chance <= SIGNIFICANCE && (best == null || chance < best.chance)) {
                best = new Verdict(test, matched, tried, chance);
            }
        }
        return Optional.ofNullable(best);
    }

    /**
     * An upper bound of P(X ≥ m) for X binomial with n trials of probability p: the union over all choices of m trials, C(n, m)
     * p^m.
     */
    static double chanceOf(int matched, int tried, double probability) {
        double logarithm = matched * Math.log(probability);
        for (int i = 1; i <= tried - matched; i++) {
            logarithm += Math.log((double) (matched + i) / i);
        }
        return Math.min(1, Math.exp(logarithm));
    }

    /** Writes the counts and the probe before; a reader must have the same tests in the same order. */
    public void write(DataOutput out) throws IOException {
        out.writeLong(before);
        out.writeLong(rest);
        out.writeBoolean(matches != null);
        for (int i = 0; matches != null && i < matches.length; i++) {
            out.writeChar(matches[i]);
        }
    }

    /** Takes over what another tally wrote. */
    public void read(DataInput in) throws IOException {
        before = in.readLong();
        rest = in.readLong();
        matches = in.readBoolean() ? new char[TESTS.length] : null;
        for (int i = 0; matches != null && i < matches.length; i++) {
            matches[i] = in.readChar();
        }
    }
}
