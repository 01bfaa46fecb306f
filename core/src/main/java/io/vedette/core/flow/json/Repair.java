package io.vedette.core.flow.json;

import java.util.Arrays;

/**
 * Turns the broken objects that nProbe is known to have written into JSON: values without their quotes ({@code
 * "PROTOCOL_MAP":tcp}, {@code :1.1.1.1}, {@code :[::]}, {@code :00000000}, nothing at all) and a comma before the first
 * member, where the first field of the template had no value.
 *
 * <p>Everything else stays as it is; whether the outcome is JSON is for Jackson to say.
 */
final class Repair {

    private byte[] out = {};
    private int length;
    private byte[] in = {};
    private int at;
    private int to;
    private int fixes;

    /** The repaired object, from index 0. */
    byte[] bytes() {
        return out;
    }

    int length() {
        return length;
    }

    /**
     * Repairs the object that begins at {@code from}.
     *
     * @return the index after it, or -1 if it has no end or nothing about it is known to be repairable
     */
    int object(byte[] bytes, int from, int end) {
        in = bytes;
        at = from;
        to = end;
        length = 0;
        fixes = 0;
        out = new byte[2 * (end - from) + 2]; // the worst case is two quotes around each single byte
        boolean whole = copyObject();
        int next = at;
        in = out;
        return whole && fixes > 0 ? next : -1;
    }

    private boolean copyObject() {
        copy(); // the opening brace
        copyBlanks();
        if (at < to && in[at] == ',') {
            at++;
            fixes++;
        }
        int depth = 1;
        while (at < to) {
            switch (in[at]) {
                case '"' -> {
                    if (!copyText()) {
                        return false;
                    }
                }
                case ':' -> {
                    copy();
                    copyBlanks();
                    if (depth == 1 && !quoteBareValue()) {
                        return false;
                    }
                }
                case '{', '[' -> {
                    depth++;
                    copy();
                }
                case '}', ']' -> {
                    depth--;
                    copy();
                    if (depth == 0) {
                        return true;
                    }
                }
                default -> copy();
            }
        }
        return false;
    }

    private boolean copyText() {
        copy();
        while (at < to && in[at] != '"') {
            if (in[at] == '\\' && at + 1 < to) {
                copy();
            }
            copy();
        }
        if (at == to) {
            return false;
        }
        copy();
        return true;
    }

    /** Quotes the value at hand if it is none of JSON's; false if there is no telling where it ends. */
    private boolean quoteBareValue() {
        int end = at;
        while (end < to && in[end] != ',' && in[end] != '}' && in[end] != '"' && in[end] != '{') {
            end++;
        }
        if (end == to) {
            return false;
        }
        if (in[end] == '"' || in[end] == '{') {
            return end == at || in[at] == '[';
        }
        int last = end;
        while (last > at && in[last - 1] == ' ') {
            last--;
        }
        boolean bracketed = isBracketedAddress(at, last);
        if (in[at] == '[' && !bracketed || isLiteral(at, last)) {
            return true;
        }
        append('"');
        for (int i = bracketed ? at + 1 : at; i < (bracketed ? last - 1 : last); i++) {
            if (in[i] == '\\') {
                return false;
            }
            append(in[i]);
        }
        append('"');
        at = end;
        fixes++;
        return true;
    }

    private boolean isBracketedAddress(int from, int end) {
        if (end - from < 2 || in[from] != '[' || in[end - 1] != ']') {
            return false;
        }
        boolean colon = false;
        for (int i = from + 1; i < end - 1; i++) {
            colon |= in[i] == ':';
            if (in[i] != ':' && in[i] != '.' && Character.digit(in[i], 16) < 0) {
                return false;
            }
        }
        return colon;
    }

    private boolean isLiteral(int from, int end) {
        byte[] bare = Arrays.copyOfRange(in, from, end + 1); // with the byte after it, where a number stops
        return end > from && Numerals.skip(bare, 0) == end - from
                || is("true", bare)
                || is("false", bare)
                || is("null", bare);
    }

    private static boolean is(String literal, byte[] bare) {
        if (bare.length != literal.length() + 1) {
            return false;
        }
        for (int i = 0; i < literal.length(); i++) {
            if (bare[i] != literal.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void copyBlanks() {
        while (at < to && (in[at] == ' ' || in[at] == '\t')) {
            copy();
        }
    }

    private void copy() {
        out[length++] = in[at++];
    }

    private void append(int value) {
        out[length++] = (byte) value;
    }
}
