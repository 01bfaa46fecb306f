package io.vedette.core.plot;

import java.util.List;

/**
 * Colours of everything in a picture.
 *
 * <p>The series colours follow Okabe and Ito, "Color Universal Design" (2008): they stay apart with any colour vision. The
 * order alternates dark and light, so that neighbours stay apart in grey too; yellow and black, which vanish on one of the
 * backgrounds, are replaced by an ochre and a grey. The ramp for amounts grows in lightness only one way, so that its order
 * survives printing in grey.
 */
public enum Theme {
    LIGHT(
            "#ffffff",
            "#1a1a1a",
            "#5a5a5a",
            "#dddddd",
            "#f0eee8",
            List.of("#0072b2", "#e69f00", "#00664b", "#56b4e9", "#b3400a", "#cc79a7", "#4d4d4d", "#a89200"),
            List.of("#f4f1fa", "#c5c9e6", "#7fb0d0", "#3d8fb0", "#196a88", "#0d4560", "#06243a")),
    DARK(
            "#16191d",
            "#ececec",
            "#a8adb3",
            "#3a3f45",
            "#23272d",
            List.of("#4aa8e0", "#f0b429", "#1fb98d", "#a6dcff", "#f0713a", "#e29cc4", "#c4c4c4", "#d9c94a"),
            List.of("#1d2833", "#1d4a66", "#1f7191", "#3a9ab5", "#77bfca", "#b5dfdc", "#effaf3"));

    private final String background;
    private final String ink;
    private final String quietInk;
    private final String grid;
    private final String gap;
    private final List<String> series;
    private final List<String> ramp;

    Theme(
            String background,
            String ink,
            String quietInk,
            String grid,
            String gap,
            List<String> series,
            List<String> ramp) {
        this.background = background;
        this.ink = ink;
        this.quietInk = quietInk;
        this.grid = grid;
        this.gap = gap;
        this.series = series;
        this.ramp = ramp;
    }

    /** Behind everything. */
    public String background() {
        return background;
    }

    /** Text and axes. */
    public String ink() {
        return ink;
    }

    /** Text that stands back. */
    public String quietInk() {
        return quietInk;
    }

    /** Thin lines. */
    public String grid() {
        return grid;
    }

    /** Behind places where nothing is known. */
    String gap() {
        return gap;
    }

    String series(int number) {
        return series.get(number % series.size());
    }

    /** The colour of an amount, 0 to 1. */
    String amount(double share) {
        double place = Math.max(0, Math.min(1, share)) * (ramp.size() - 1);
        int below = (int) Math.min(ramp.size() - 2, Math.floor(place));
        return mix(ramp.get(below), ramp.get(below + 1), place - below);
    }

    private static String mix(String from, String to, double share) {
        int a = Integer.parseInt(from.substring(1), 16);
        int b = Integer.parseInt(to.substring(1), 16);
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int one = a >> shift & 0xff;
            int other = b >> shift & 0xff;
            mixed |= (int) Math.round(one + (other - one) * share) << shift;
        }
        return "#" + Integer.toHexString(0x100_0000 | mixed).substring(1);
    }
}
