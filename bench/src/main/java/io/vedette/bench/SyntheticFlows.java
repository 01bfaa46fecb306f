package io.vedette.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lines of the short nProbe template, about 144 bytes each: random addresses and ports, so that nearly every source is new,
 * one packet, the flags of a SYN. The same seed gives the same bytes.
 */
final class SyntheticFlows {

    private long state;

    SyntheticFlows(long seed) {
        state = seed;
    }

    /** Lines with the exporter's order of keys. */
    byte[] inOrder(int lines) {
        StringBuilder text = new StringBuilder(lines * 150);
        for (int i = 0; i < lines; i++) {
            append(text, members());
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Lines with another random order of keys each. */
    byte[] shuffled(int lines) {
        StringBuilder text = new StringBuilder(lines * 150);
        for (int i = 0; i < lines; i++) {
            String[] members = members();
            for (int left = members.length; left > 1; left--) {
                int other = (int) Long.remainderUnsigned(next(), left);
                String moved = members[left - 1];
                members[left - 1] = members[other];
                members[other] = moved;
            }
            append(text, members);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private String[] members() {
        return new String[] {
            "\"IPV4_SRC_ADDR\":\"" + address() + '"',
            "\"IPV4_DST_ADDR\":\"" + address() + '"',
            "\"PROTOCOL\":6",
            "\"L4_SRC_PORT\":" + port(),
            "\"L4_DST_PORT\":" + port(),
            "\"TCP_FLAGS\":2",
            "\"IN_PKTS\":1"
        };
    }

    private static void append(StringBuilder text, String[] members) {
        text.append('{').append(String.join(",", Arrays.asList(members))).append("}\n");
    }

    private String address() {
        long bits = next();
        return (bits >>> 56) + "." + (bits >>> 48 & 0xff) + '.' + (bits >>> 40 & 0xff) + '.' + (bits >>> 32 & 0xff);
    }

    private long port() {
        return next() >>> 48;
    }

    /** Xorshift (Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8(14), 2003). */
    private long next() {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        return state;
    }
}
