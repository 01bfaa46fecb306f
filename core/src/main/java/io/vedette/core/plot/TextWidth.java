package io.vedette.core.plot;

import io.vedette.core.text.Printable;

/**
 * How wide text will be, without asking a font. The table holds the advance widths of a wide sans-serif face in thousandths
 * of its size; narrower faces leave a little room.
 */
final class TextWidth {

    private static final int FIRST = ' ';
    private static final int[] ADVANCES = {
        318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, // space to /
        636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, // 0 to ?
        1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787, // @ to O
        603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, // P to _
        500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, // ` to o
        635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838, // p to ~
    };
    private static final int OTHER = 700;
    private static final int WIDE = 1000;
    private static final int FIRST_WIDE = 0x2e80;

    private TextWidth() {}

    /** Width of {@code text} in pixels at {@code size} pixels, as {@link Svg} writes it: with visible escapes. */
    static double of(String text, double size) {
        return Printable.of(text).codePoints().mapToLong(TextWidth::advance).sum() * size / 1000;
    }

    private static int advance(int codePoint) {
        if (codePoint >= FIRST && codePoint < FIRST + ADVANCES.length) {
            return ADVANCES[codePoint - FIRST];
        }
        return codePoint >= FIRST_WIDE ? WIDE : OTHER;
    }

    /** {@code text}, cut with an ellipsis between code points if it is wider than {@code width}. */
    static String fit(String text, double size, double width) {
        if (of(text, size) <= width) {
            return text;
        }
        double room = width - OTHER * size / 1000;
        int end = 0;
        double used = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            used += of(Character.toString(codePoint), size);
            if (used > room) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end) + "…";
    }
}
