package io.vedette.core.detect.fingerprint;

import io.vedette.core.detect.fingerprint.FingerprintTally.Verdict;
import io.vedette.core.packet.OptionLayout;
import java.util.Optional;

/**
 * The marks on the SYNs of very many sources: what {@link FingerprintTally} holds, in 56 bytes of somebody else's rows.
 *
 * <p>A row is seven longs: two for the SYN before, four for the matches of the eight tests that there is room for, one for
 * trials of one and of two probes. Counts stop at 2<sup>32</sup> - 1. Belongs to one thread.
 */
public final class TallyColumns {

    /** Longs in a row. */
    public static final int LONGS = 7;

    private static final int BEFORE = 0;
    private static final int MATCHES = 2;
    private static final int TRIALS = 6;
    private static final long LOW = 0xffff_ffffL;
    private static final long HAS_BEFORE = 1L << 63;
    private static final long DONT_FRAGMENT = 1L << 62;

    private static final Fingerprint[] TESTS = Fingerprint.values();

    static {
        assert TESTS.length <= 2 * (TRIALS - MATCHES) : "no room for more tests";
    }

    private static final OptionLayout[] LAYOUTS = OptionLayout.values();

    private final Probe probe = new Probe();
    private final Probe previous = new Probe();

    /**
     * Tries every test on a packet that is a SYN with its whole header.
     *
     * @param row where the seven longs of its source begin in {@code rows}; zeros at first
     * @param ip where its IPv4 header begins in {@code bytes}
     * @param tcp where its TCP header begins
     */
    public void add(long[] rows, int row, byte[] bytes, int ip, int tcp) {
        probe.fill(bytes, ip, tcp);
        boolean pair = restore(rows, row) && !probe.hasTargetOf(previous);
        long trials = rows[row + TRIALS];
        if ((trials & LOW) == LOW) {
            return;
        }
        for (int i = 0; i < TESTS.length; i++) {
            Fingerprint test = TESTS[i];
            if (test.isPairTest() ? pair && test.matches(probe, previous) : test.matches(probe)) {
                rows[row + MATCHES + (i >> 1)] += (i & 1) == 0 ? 1 : 1L << 32;
            }
        }
        rows[row + TRIALS] = trials + 1 + (pair ? 1L << 32 : 0);
        store(rows, row);
    }

    private void store(long[] rows, int row) {
        rows[row + BEFORE] = (long) probe.destination << 32 | probe.sequence & LOW;
        rows[row + BEFORE + 1] = HAS_BEFORE
                | (probe.dontFragment ? DONT_FRAGMENT : 0)
                | (long) probe.options.ordinal() << 48
                | (long) probe.window << 32
                | (long) probe.sourcePort << 16
                | probe.destinationPort;
    }

    private boolean restore(long[] rows, int row) {
        long rest = rows[row + BEFORE + 1];
        if (rest == 0) {
            return false;
        }
        long addresses = rows[row + BEFORE];
        previous.destination = (int) (addresses >>> 32);
        previous.sequence = (int) addresses;
        previous.flags = probe.flags;
        previous.dontFragment = (rest & DONT_FRAGMENT) != 0;
        previous.options = LAYOUTS[(int) (rest >>> 48) & 0xf];
        previous.window = (char) (rest >>> 32);
        previous.sourcePort = (char) (rest >>> 16);
        previous.destinationPort = (char) rest;
        return true;
    }

    /** Matches of one test. */
    public static long matches(long[] rows, int row, Fingerprint fingerprint) {
        int i = fingerprint.ordinal();
        return rows[row + MATCHES + (i >> 1)] >>> ((i & 1) == 0 ? 0 : 32) & LOW;
    }

    /** Trials of one test. */
    public static long trials(long[] rows, int row, Fingerprint fingerprint) {
        return rows[row + TRIALS] >>> (fingerprint.isPairTest() ? 32 : 0) & LOW;
    }

    /** As {@link FingerprintTally#verdict}. */
    public static Optional<Verdict> verdict(long[] rows, int row) {
        return FingerprintTally.verdict(test -> matches(rows, row, test), test -> trials(rows, row, test));
    }
}
