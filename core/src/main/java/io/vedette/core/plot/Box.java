package io.vedette.core.plot;

/** A rectangle in pixels; y grows downwards. */
record Box(double x, double y, double width, double height) {

    double right() {
        return x + width;
    }

    double bottom() {
        return y + height;
    }

    /** What is left when that much is cut off at each side. */
    Box cut(double top, double atRight, double atBottom, double left) {
        return new Box(x + left, y + top, Math.max(1, width - left - atRight), Math.max(1, height - top - atBottom));
    }
}
