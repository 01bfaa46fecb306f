package io.vedette.core.flow;

/** The control bits of the TCP header (RFC 9293 section 3.1) as NetFlow element 6 carries them (RFC 7125). */
public final class TcpFlags {

    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;
    public static final int URG = 0x20;
    public static final int ECE = 0x40;
    public static final int CWR = 0x80;

    /** The six classic bits; ECE and CWR only say that congestion marking was negotiated (RFC 3168). */
    public static final int CLASSIC = 0x3f;

    /** The value that stands for flags nobody reported. Never zero: zero is a NULL probe. */
    public static final int UNKNOWN = -1;

    private static final String LETTERS = "FSRPAUEC";

    private TcpFlags() {}

    /** The letters of the set bits in header order from FIN, {@code "none"} for 0, {@code "?"} for {@link #UNKNOWN}. */
    public static String toText(int flags) {
        if (flags < 0) {
            return "?";
        }
        StringBuilder text = new StringBuilder(8);
        for (int bit = 0; bit < LETTERS.length(); bit++) {
            if ((flags & 1 << bit) != 0) {
                text.append(LETTERS.charAt(bit));
            }
        }
        return text.isEmpty() ? "none" : text.toString();
    }
}
