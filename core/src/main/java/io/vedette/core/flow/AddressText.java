package io.vedette.core.flow;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The textual forms of addresses: dotted quad, RFC 4291 section 2.2 in, RFC 5952 out. */
final class AddressText {

    private AddressText() {}

    static IpAddress parse(String text) {
        IpAddress address = text.indexOf(':') >= 0 ? parseIpv6(text) : parseIpv4(text, 0);
        if (address == null) {
            throw new IllegalArgumentException("not an IP address: \"" + text + '"');
        }
        return address;
    }

    private static @Nullable IpAddress parseIpv4(String text, int from) {
        int bits = 0;
        int at = from;
        for (int octets = 0; octets < 4; octets++) {
            if (octets > 0 && (at >= text.length() || text.charAt(at++) != '.')) {
                return null;
            }
            int start = at;
            int value = 0;
            while (at < text.length() && at < start + 3 && isDigit(text.charAt(at))) {
                value = value * 10 + text.charAt(at++) - '0';
            }
            boolean padded = at - start > 1 && text.charAt(start) == '0';
            if (at == start || padded || value > 255) {
                return null;
            }
            bits = bits << 8 | value;
        }
        return at == text.length() ? IpAddress.ofIpv4(bits) : null;
    }

    private static @Nullable IpAddress parseIpv6(String text) {
        int[] groups = new int[8];
        int count = 0;
        int gap = -1;
        int at = 0;
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < text.length()) {
            if (count == 8) {
                return null;
            }
            if (text.indexOf('.', at) >= 0 && text.indexOf(':', at) < 0) {
                IpAddress tail = count <= 6 ? parseIpv4(text, at) : null;
                if (tail == null) {
                    return null;
                }
                groups[count++] = (int) (tail.low() >>> 16 & 0xffff);
                groups[count++] = (int) (tail.low() & 0xffff);
                break;
            }
            int start = at;
            int value = 0;
            while (at < text.length()
                    && at < start + 4
                    && Character.digit(text.charAt(at), 16) >= 0
                    && text.charAt(at) < 128) {
                value = value << 4 | Character.digit(text.charAt(at++), 16);
            }
            if (at == start) {
                return null;
            }
            groups[count++] = value;
            if (at == text.length()) {
                break;
            }
            if (text.charAt(at++) != ':' || at == text.length()) {
                return null;
            }
            if (text.charAt(at) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = count;
                at++;
            }
        }
        if (gap < 0 ? count != 8 : count > 7) {
            return null;
        }
        if (gap >= 0) {
            int moved = count - gap;
            System.arraycopy(groups, gap, groups, 8 - moved, moved);
            Arrays.fill(groups, gap, 8 - moved, 0);
        }
        return new IpAddress(join(groups, 0), join(groups, 4));
    }

    private static long join(int[] groups, int from) {
        return (long) groups[from] << 48
                | (long) groups[from + 1] << 32
                | (long) groups[from + 2] << 16
                | groups[from + 3];
    }

    static String format(long high, long low) {
        if (IpAddress.isIpv4(high, low)) {
            int bits = (int) low;
            return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
        }
        int bestStart = -1;
        int bestLength = 1; // RFC 5952 section 4.2.2: a single zero group is not shortened
        for (int i = 0; i < 8; i++) {
            int length = 0;
            while (i + length < 8 && group(high, low, i + length) == 0) {
                length++;
            }
            if (length > bestLength) {
                bestStart = i;
                bestLength = length;
            }
            i += length;
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(high, low, i)));
        }
        return text.toString();
    }

    private static int group(long high, long low, int index) {
        return (int) ((index < 4 ? high >>> 16 * (3 - index) : low >>> 16 * (7 - index)) & 0xffff);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
