package io.vedette.core.detect.fingerprint;

import io.vedette.core.contact.Contact;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * How many probes of one source bear the marks of each tool, and of how many.
 *
 * <p>All probes are tried, not only the first. Fixed in size, about 110 bytes; belongs to one thread.
 */
public final class FingerprintTally {

    private static final Fingerprint[] TESTS = Fingerprint.values();

    /** Share of the trials that must match: a source may run other tools, or be many behind one address. */
    private static final double SHARE = 0.9;

    /** The match must be less likely by chance than this. */
    private static final double SIGNIFICANCE = 1e-6;

    /** Matches of each test, then its trials. Both stop at the largest value, together: what is asked for is their ratio. */
    private final char[] counts = new char[2 * TESTS.length];

    private final Probe previous = new Probe();
    private boolean hasPrevious;

    /**
     * A tool and what speaks for it.
     *
     * @param chance probability of so many matches, or more, if the source used something else (binomial, bounded from above)
     */
    public record Verdict(Fingerprint fingerprint, int matches, int trials, double chance) {}

    /**
     * Tries every test on the first packet of a contact, if it is a probe that can be tried.
     *
     * @param place to read it into, shared by the tallies of one thread
     */
    public void add(Contact contact, Probe place) {
        if (place.read(contact)) {
            add(place);
        }
    }

    /** Tries every test on the next probe of the source. */
    public void add(Probe probe) {
        tryAll(probe);
        previous.copy(probe);
    }

    private void tryAll(Probe probe) {
        boolean pair = hasPrevious && !probe.hasTargetOf(previous);
        for (int i = 0; i < TESTS.length; i++) {
            Fingerprint test = TESTS[i];
            if ((!test.isPairTest() || pair) && counts[TESTS.length + i] < Character.MAX_VALUE) {
                counts[TESTS.length + i]++;
                counts[i] += (char) (test.matches(probe, previous) ? 1 : 0);
            }
        }
        hasPrevious = true;
    }

    public int matches(Fingerprint fingerprint) {
        return counts[fingerprint.ordinal()];
    }

    public int trials(Fingerprint fingerprint) {
        return counts[TESTS.length + fingerprint.ordinal()];
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
        for (char count : counts) {
            out.writeChar(count);
        }
        out.writeBoolean(hasPrevious);
        previous.write(out);
    }

    /** Takes over what another tally wrote. */
    public void read(DataInput in) throws IOException {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.readChar();
        }
        hasPrevious = in.readBoolean();
        previous.read(in);
    }
}
