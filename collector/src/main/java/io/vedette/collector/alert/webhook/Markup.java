package io.vedette.collector.alert.webhook;

/**
 * How a service writes characters that would otherwise be formatting, and how much room a text has there. Lengths are in
 * UTF-16 units, which is what the services count or more.
 */
enum Markup {
    /** Taken as it is. */
    PLAIN("") {
        @Override
        String escape(String character) {
            return character;
        }
    },
    /** Slack's mrkdwn: {@code &}, {@code <} and {@code >} make links, mentions and {@code <!channel>}. */
    SLACK("&<>") {
        @Override
        String escape(String character) {
            return switch (character) {
                case "&" -> "&amp;";
                case "<" -> "&lt;";
                default -> "&gt;";
            };
        }
    },
    /** Markdown as Discord and Mattermost read it. */
    MARKDOWN("\\`*_~|<>[]()#") {
        @Override
        String escape(String character) {
            return '\\' + character;
        }
    };

    private final String special;

    Markup(String special) {
        this.special = special;
    }

    abstract String escape(String character);

    /** {@code text}, escaped. */
    String of(String text) {
        return cut(text, Integer.MAX_VALUE);
    }

    /**
     * {@code text}, escaped and cut on the border of a code point so that it has at most {@code limit} units. What was cut is
     * counted at the end: {@code … (+17)}, 17 code points.
     */
    String cut(String text, int limit) {
        StringBuilder out = new StringBuilder(Math.min(limit, text.length() + 16));
        int fitting = 0; // units of out that leave room for the suffix
        int fittingPoints = 0;
        int points = text.codePointCount(0, text.length());
        int suffix = suffix(points).length();
        int done = 0;
        for (int at = 0; at < text.length(); done++) {
            int next = text.offsetByCodePoints(at, 1);
            String character = text.substring(at, next);
            String escaped = special.contains(character) ? escape(character) : character;
            if (out.length() + escaped.length() > limit) {
                out.setLength(fitting);
                return out.append(suffix(points - fittingPoints)).toString();
            }
            out.append(escaped);
            at = next;
            if (out.length() + suffix <= limit) {
                fitting = out.length();
                fittingPoints = done + 1;
            }
        }
        return out.toString();
    }

    private static String suffix(int count) {
        return "\u2026 (+" + count + ")";
    }
}
