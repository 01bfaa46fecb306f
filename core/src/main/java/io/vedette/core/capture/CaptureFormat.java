package io.vedette.core.capture;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * What a file is, by its first bytes and never by its name.
 *
 * <p>Numbers from draft-ietf-opsawg-pcap (pcap), draft-ietf-opsawg-pcapng section 4.1, RFC 1952 (gzip), RFC 8878 (zstd), RFC
 * 1761 (snoop) and the signatures of the other programs.
 */
public enum CaptureFormat {
    PCAP(Use.CAPTURE, ""),
    PCAPNG(Use.CAPTURE, ""),
    GZIP(Use.COMPRESSION, ""),
    ZSTD(Use.COMPRESSION, ""),
    BZIP2(Use.UNREADABLE, "decompress it: bzip2 -dc FILE | vedette scan -"),
    XZ(Use.UNREADABLE, "decompress it: xz -dc FILE | vedette scan -"),
    LZ4(Use.UNREADABLE, "decompress it: lz4 -dc FILE | vedette scan -"),
    NETMON(Use.UNREADABLE, Hint.CONVERT),
    SNOOP(Use.UNREADABLE, Hint.CONVERT),
    IXIA(Use.UNREADABLE, Hint.CONVERT),
    EMPTY(Use.UNREADABLE, "the file is empty"),
    /** None of these: flow records as text, ERF (which has no signature), or anything else. */
    UNKNOWN(Use.UNREADABLE, "if it is a capture of another kind (ERF, for example), " + Hint.CONVERT);

    /** How many first bytes {@link #detect} looks at. */
    public static final int MAGIC_LENGTH = 8;

    private enum Use {
        CAPTURE,
        COMPRESSION,
        UNREADABLE
    }

    private static final class Hint {
        static final String CONVERT = "convert it: editcap -F pcap FILE FILE.pcap";
    }

    private final String label = name().toLowerCase(Locale.ROOT);
    private final Use use;
    private final String hint;

    CaptureFormat(Use use, String hint) {
        this.use = use;
        this.hint = hint;
    }

    public String label() {
        return label;
    }

    /** Whether a {@link CaptureParser} reads it. */
    public boolean isCapture() {
        return use == Use.CAPTURE;
    }

    public boolean isCompression() {
        return use == Use.COMPRESSION;
    }

    /** What an operator can do about a format that cannot be read; empty for the others. */
    public String hint() {
        return hint;
    }

    /** What begins with these bytes; give {@link #MAGIC_LENGTH} of them unless there are fewer. */
    public static CaptureFormat detect(byte[] bytes, int from, int to) {
        int length = Math.min(to - from, MAGIC_LENGTH);
        if (length <= 0) {
            return EMPTY;
        }
        byte[] magic = new byte[MAGIC_LENGTH];
        System.arraycopy(bytes, from, magic, 0, length);
        long first = ByteBuffer.wrap(magic).getLong();
        int word = (int) (first >>> 32);
        return switch (word) {
            case 0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1, 0xa1b2cd34, 0x34cdb2a1 -> PCAP;
            case 0x0a0d0d0a -> PCAPNG;
            case 0x28b52ffd -> ZSTD;
            case 0x04224d18 -> LZ4;
            case 0x474d4255, 0x5254_5353 -> NETMON; // "GMBU", "RTSS"
            case 0x1c0001ac, 0xac01001c, 0x1c0001ab, 0xab01001c -> IXIA;
            default -> detectShort(first, word);
        };
    }

    private static CaptureFormat detectShort(long first, int word) {
        if (word >>> 16 == 0x1f8b) {
            return GZIP;
        } else if (word >>> 8 == 0x425a68) { // "BZh"
            return BZIP2;
        } else if (first >>> 16 == 0xfd37_7a58_5a00L) {
            return XZ;
        } else if (first == 0x736e_6f6f_7000_0000L) { // "snoop"
            return SNOOP;
        } else if ((word & 0xf0ff_ffff) == 0x502a_4d18) { // a skippable frame before the first real one
            return ZSTD;
        }
        return UNKNOWN;
    }
}
