package io.vedette.core.plot;

import io.vedette.core.text.Printable;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes SVG 1.1 elements, well formed whatever the texts are: what XML cannot hold, or a viewer would act on, is escaped
 * visibly first. Numbers have at most two decimals, the same in every locale.
 */
final class Svg {

    private final StringBuilder out = new StringBuilder(1 << 14);
    private final Deque<String> open = new ArrayDeque<>();
    private boolean tagIsOpen;

    Svg start(String element) {
        finishTag();
        if (out.length() > 0) {
            out.append('\n');
        }
        out.append("  ".repeat(open.size())).append('<').append(element);
        open.push(element);
        tagIsOpen = true;
        return this;
    }

    Svg set(String attribute, String value) {
        out.append(' ').append(attribute).append("=\"");
        escape(value);
        out.append('"');
        return this;
    }

    Svg set(String attribute, double value) {
        out.append(' ').append(attribute).append("=\"");
        appendNumber(out, value);
        out.append('"');
        return this;
    }

    Svg text(String text) {
        finishTag();
        escape(Printable.of(text));
        return this;
    }

    /** Ends the element that was started last; it had text or nothing in it. */
    Svg end() {
        String element = open.pop();
        if (tagIsOpen) {
            out.append("/>");
            tagIsOpen = false;
        } else {
            out.append("</").append(element).append('>');
        }
        return this;
    }

    /** Ends the element that was started last, which had elements in it. */
    Svg endGroup() {
        if (tagIsOpen) {
            return end();
        }
        String element = open.pop();
        out.append('\n')
                .append("  ".repeat(open.size()))
                .append("</")
                .append(element)
                .append('>');
        return this;
    }

    /** An element of text only. */
    Svg leaf(String element, String text) {
        return start(element).text(text).end();
    }

    private void finishTag() {
        if (tagIsOpen) {
            out.append('>');
            tagIsOpen = false;
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.append(c);
            }
        }
    }

    /** Appends {@code value} rounded to hundredths. */
    static void appendNumber(StringBuilder out, double value) {
        long hundredths = Math.round(value * 100);
        if (hundredths < 0) {
            out.append('-');
        }
        long size = Math.abs(hundredths);
        out.append(size / 100);
        if (size % 100 != 0) {
            out.append('.').append(size / 10 % 10);
            if (size % 10 != 0) {
                out.append(size % 10);
            }
        }
    }

    /** The document; every element must have ended. */
    String document() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return out.append('\n').toString();
    }
}
