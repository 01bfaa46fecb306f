package io.vedette.core.packet;

/** The order of the options in a SYN, which is characteristic of the stack that sent it. */
public enum OptionLayout {
    NONE,
    /** Maximum segment size alone: no stack of this century does that, crafted packets do. */
    MSS_ONLY,
    /** MSS, NOP, window scale, NOP, NOP, SACK permitted. */
    WINDOWS,
    /** MSS, SACK permitted, timestamps, NOP, window scale. */
    LINUX,
    OTHER;

    private static final int END = 0;
    private static final int NOP = 1;
    private static final int MSS = 2;
    private static final int WINDOW_SCALE = 3;
    private static final int SACK_PERMITTED = 4;
    private static final int TIMESTAMPS = 8;

    // The kinds as digits of a number, first option first.
    private static final long MSS_ONLY_KINDS = MSS;
    private static final long WINDOWS_KINDS = 0x213114L;
    private static final long LINUX_KINDS = 0x24813L;

    static {
        assert WINDOWS_KINDS == kinds(MSS, NOP, WINDOW_SCALE, NOP, NOP, SACK_PERMITTED);
        assert LINUX_KINDS == kinds(MSS, SACK_PERMITTED, TIMESTAMPS, NOP, WINDOW_SCALE);
    }

    private static long kinds(int... kinds) {
        long number = 0;
        for (int kind : kinds) {
            number = number << 4 | kind;
        }
        return number;
    }

    /** The layout of the options in {@code bytes[at, to)}; everything odd is {@link #OTHER}. */
    public static OptionLayout of(byte[] bytes, int at, int to) {
        if (at == to) {
            return NONE;
        }
        long kinds = 0;
        int option = at;
        while (option < to && bytes[option] != END) {
            int kind = bytes[option];
            int length = kind == NOP ? 1 : option + 1 < to ? bytes[option + 1] & 0xff : 0;
            boolean sound = length >= (kind == NOP ? 1 : 2) && length <= to - option;
            if (!sound || kind < 0 || kind > 15 || kinds >>> 56 != 0) {
                return OTHER;
            }
            kinds = kinds << 4 | kind;
            option += length;
        }
        if (kinds == MSS_ONLY_KINDS) {
            return MSS_ONLY;
        } else if (kinds == WINDOWS_KINDS) {
            return WINDOWS;
        }
        return kinds == LINUX_KINDS ? LINUX : OTHER;
    }
}
