package io.vedette.core.detect.fingerprint;

import io.vedette.core.detect.fingerprint.FingerprintTally.Verdict;
import io.vedette.core.packet.Ipv4;
import io.vedette.core.packet.OptionLayout;
import io.vedette.core.packet.Tcp;
import java.util.Optional;

/**
 * The marks on the SYNs of very many sources: what {@link FingerprintTally} holds, in 56 bytes of somebody else's rows.
 *
 * <p>A row is seven longs: two for the SYN before, one for trials of one and of two probes, four for the matches of the eight tests
 * that there is room for. Counts stop at 2<sup>32</sup> - 1. The tests are those of {@link Fingerprint}, without an object
 * for a probe and without a call for each.
 */
public final class TallyColumns {

    /** Longs in a row. */
    public static final int LONGS = 7;

    private static final int BEFORE = 0;
    private static final int TRIALS = 2;
    private static final int MATCHES = 3;
    private static final long LOW = 0xffff_ffffL;

    // The SYN before: destination and sequence number in the first long, what follows from here in the second.
    private static final long HAS_BEFORE = 1L << 63;
    private static final long LIKE_NMAP = 1L << 62;

    private static final int ZMAP_IDENTIFICATION = 54_321;
    private static final int LARGEST_WINDOW = 65_535;
    private static final int TCP_HEADER = 20;

    private static final int ZMAP_2013 = 1 << Fingerprint.ZMAP_2013.ordinal();
    private static final int ZMAP_2023 = 1 << Fingerprint.ZMAP_2023.ordinal();
    private static final int ZMAP_2024 = 1 << Fingerprint.ZMAP_2024.ordinal();
    private static final int MASSCAN = 1 << Fingerprint.MASSCAN.ordinal();
    private static final int MIRAI = 1 << Fingerprint.MIRAI.ordinal();
    private static final int NMAP = 1 << Fingerprint.NMAP.ordinal();
    private static final int UNICORNSCAN = 1 << Fingerprint.UNICORNSCAN.ordinal();

    private static final int TESTS = Fingerprint.values().length;

    static {
        assert TESTS <= 2 * (LONGS - MATCHES) : "no room for more tests";
    }

    private TallyColumns() {}

    /**
     * Tries every test on a packet that is a SYN with its whole header.
     *
     * @param row where the seven longs of its source begin in {@code rows}; zeros at first
     * @param ip where its IPv4 header begins in {@code bytes}
     * @param tcp where its TCP header begins
     */
    public static void add(long[] rows, int row, byte[] bytes, int ip, int tcp) {
        long trials = rows[row + TRIALS];
        if ((trials & LOW) == LOW) {
            return;
        }
        int destination = Ipv4.destination(bytes, ip);
        int sequence = Tcp.sequence(bytes, tcp);
        int ports = Tcp.ports(bytes, tcp);
        int window = Tcp.window(bytes, tcp);
        OptionLayout options = OptionLayout.of(bytes, tcp + TCP_HEADER, tcp + Tcp.headerLength(bytes, tcp));
        boolean mayFragment = !Ipv4.dontFragment(bytes, ip);

        int matches = sequence == destination ? MIRAI : 0;
        if (mayFragment) {
            int identification = Ipv4.identification(bytes, ip);
            matches |= ((destination ^ ports ^ sequence) & 0xffff) == identification ? MASSCAN : 0;
            matches |= window == LARGEST_WINDOW ? zmap(identification, Ipv4.timeToLive(bytes, ip), options) : 0;
        }
        boolean likeNmap = mayFragment && looksLikeNmap(window, options);

        long before = rows[row + BEFORE + 1];
        long addresses = rows[row + BEFORE];
        int otherDestination = destination ^ (int) (addresses >>> 32);
        int otherPorts = ports ^ (int) before;
        boolean pair = before != 0 && (otherDestination | otherPorts & 0xffff) != 0;
        if (pair) {
            int difference = sequence ^ (int) addresses;
            boolean nmap = likeNmap & (before & LIKE_NMAP) != 0 & difference >>> 16 == (difference & 0xffff);
            int rest = difference ^ Integer.rotateLeft(otherPorts, 16);
            boolean unicorn = rest == otherDestination || rest == Integer.reverseBytes(otherDestination);
            matches |= (nmap ? NMAP : 0) | (unicorn ? UNICORNSCAN : 0);
        }
        rows[row + BEFORE] = (long) destination << 32 | sequence & LOW;
        rows[row + BEFORE + 1] = HAS_BEFORE | (likeNmap ? LIKE_NMAP : 0) | ports & LOW;
        rows[row + TRIALS] = trials + 1 + (pair ? 1L << 32 : 0);
        if (matches != 0) {
            count(rows, row, matches);
        }
    }

    private static int zmap(int identification, int timeToLive, OptionLayout options) {
        boolean constant = identification == ZMAP_IDENTIFICATION;
        return switch (options) {
            case NONE -> constant ? ZMAP_2013 : 0;
            case MSS_ONLY -> constant ? ZMAP_2023 : 0;
            case WINDOWS -> timeToLive <= 64 ? ZMAP_2024 : 0;
            case LINUX -> timeToLive > 64 ? ZMAP_2024 : 0;
            case OTHER -> 0;
        };
    }

    private static boolean looksLikeNmap(int window, OptionLayout options) {
        return (window & 1023) == 0
                && window >= 1024
                && window <= 4096
                && (options == OptionLayout.NONE || options == OptionLayout.MSS_ONLY);
    }

    private static void count(long[] rows, int row, int matches) {
        for (int left = matches; left != 0; left &= left - 1) {
            int test = Integer.numberOfTrailingZeros(left);
            rows[row + MATCHES + (test >> 1)] += (test & 1) == 0 ? 1 : 1L << 32;
        }
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
        int at = row + MATCHES;
        if ((rows[at] | rows[at + 1] | rows[at + 2] | rows[at + 3]) == 0) {
            return Optional.empty();
        }
        return FingerprintTally.verdict(test -> matches(rows, row, test), test -> trials(rows, row, test));
    }
}
