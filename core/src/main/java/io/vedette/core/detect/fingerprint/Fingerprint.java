package io.vedette.core.detect.fingerprint;

import io.vedette.core.packet.OptionLayout;
import java.util.Locale;

/**
 * A test for the mark of one tool in a probe, or in two probes of one source to distinct targets.
 *
 * <p>Each says how often it matches packets that the tool did not send. Where the mark is a number that anything else would
 * choose at random, that follows from its width; where it is a combination that no stack sends, it is the upper bound (95 %)
 * of a rate that was zero among 8,007 SYNs of other origin: 3 / 8,007.
 */
public enum Fingerprint {
    /** ZMap 1.0 to 2.1.1 (2013 to 2015) and most of its forks: the constant identification, no options. */
    ZMAP_2013("ZMap 1 to 2", Chance.OF_16_BITS) {
        @Override
        boolean matches(Probe probe) {
            return hasZmapConstant(probe) && probe.options == OptionLayout.NONE;
        }
    },

    /** ZMap 3.0 to 4.0 (2023): the constant identification, with a segment size. */
    ZMAP_2023("ZMap 3 to 4.0", Chance.OF_16_BITS) {
        @Override
        boolean matches(Probe probe) {
            return hasZmapConstant(probe) && probe.options == OptionLayout.MSS_ONLY;
        }
    },

    /**
     * ZMap from 4.1.0 (2024): the options of Windows with the time to live of Linux and fragmentation allowed, which neither
     * sends; in its release candidates the options of Linux with fragmentation allowed.
     */
    ZMAP_2024("ZMap 4.1 or later", Chance.NOT_SEEN) {
        @Override
        boolean matches(Probe probe) {
            boolean crafted = probe.isSyn() && !probe.dontFragment && probe.window == 65_535;
            return crafted
                    && (probe.options == OptionLayout.WINDOWS && probe.timeToLive <= 64
                            || probe.options == OptionLayout.LINUX && probe.timeToLive > 64);
        }
    },

    /** Masscan: the identification is computed from target and sequence number. */
    MASSCAN("Masscan", Chance.OF_16_BITS) {
        @Override
        boolean matches(Probe probe) {
            int mark = (probe.destination ^ probe.destinationPort ^ probe.sequence) & 0xffff;
            return probe.isSyn() && !probe.dontFragment && probe.identification == mark;
        }
    },

    /** Mirai and what was made of it: the sequence number is the address of the target. */
    MIRAI("Mirai", Chance.OF_32_BITS) {
        @Override
        boolean matches(Probe probe) {
            return probe.isSyn() && probe.sequence == probe.destination;
        }
    },

    /**
     * Nmap's raw scans: the sequence numbers of two tries differ by the same number in both halves. Those of ACK probes are
     * zero, so that pairs with the SYNs of the same ping sweep say nothing.
     */
    NMAP("Nmap", Chance.OF_16_BITS) {
        @Override
        boolean isPairTest() {
            return true;
        }

        @Override
        boolean matches(Probe probe, Probe previous) {
            int difference = probe.sequence ^ previous.sequence;
            return probe.isLikeNmap() && previous.isLikeNmap() && difference >>> 16 == (difference & 0xffff);
        }
    },

    /**
     * Unicornscan: sequence number, target and ports make the same key in every packet, the address taken in either byte
     * order. Two ways to match.
     */
    UNICORNSCAN("Unicornscan", 2 * Chance.OF_32_BITS) {
        @Override
        boolean isPairTest() {
            return true;
        }

        @Override
        boolean matches(Probe probe, Probe previous) {
            int ports = unicornPorts(probe) ^ unicornPorts(previous);
            int addresses = probe.destination ^ previous.destination;
            int difference = probe.sequence ^ previous.sequence ^ ports;
            return probe.isSyn()
                    && previous.isSyn()
                    && (difference == addresses || difference == Integer.reverseBytes(addresses));
        }
    };

    private static final class Chance {
        static final double OF_16_BITS = 0x1p-16;
        static final double OF_32_BITS = 0x1p-32;
        static final double NOT_SEEN = 3.0 / 8007;
    }

    private static final int ZMAP_IDENTIFICATION = 54_321;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final String title;
    private final double chance;

    Fingerprint(String title, double chance) {
        this.title = title;
        this.chance = chance;
    }

    /** Lower-case word for machines. */
    public String label() {
        return label;
    }

    /** Words for people. */
    public String title() {
        return title;
    }

    /** How often the test matches what this tool did not send: a probability. */
    public double chance() {
        return chance;
    }

    /** Whether the test needs two probes that are {@linkplain Probe#isPairWith a pair}. */
    boolean isPairTest() {
        return false;
    }

    boolean matches(Probe probe) {
        return false;
    }

    boolean matches(Probe probe, Probe previous) {
        return matches(probe);
    }

    private static boolean hasZmapConstant(Probe probe) {
        return probe.isSyn()
                && probe.identification == ZMAP_IDENTIFICATION
                && !probe.dontFragment
                && probe.window == 65_535;
    }

    private static int unicornPorts(Probe probe) {
        return probe.destinationPort << 16 | probe.sourcePort;
    }
}
