package io.vedette.core.detect;

import java.util.HexFormat;

/** Stable identifiers: 16 hexadecimal digits of a 64-bit hash. */
public final class HexId {

    private HexId() {}

    public static String of(long hash) {
        return HexFormat.of().toHexDigits(hash);
    }
}
