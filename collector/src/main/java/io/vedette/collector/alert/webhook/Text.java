package io.vedette.collector.alert.webhook;

import java.util.ArrayList;
import java.util.List;

/**
 * What a person reads.
 *
 * @param headline complete in itself
 * @param details further lines
 */
record Text(String headline, List<String> details) {

    Text {
        details = List.copyOf(details);
    }

    /** Everything, cut to {@code limit} units after escaping; {@code mark} stands around the headline. */
    String flat(Markup markup, String mark, int limit) {
        String first = mark + markup.cut(headline, limit - 2 * mark.length()) + mark;
        int room = limit - first.length() - 1;
        if (details.isEmpty() || room < 16) {
            return first;
        }
        return first + '\n' + body(markup, room);
    }

    /** The details, cut to {@code limit} units: whole lines as far as they fit. */
    String body(Markup markup, int limit) {
        List<String> lines = new ArrayList<>();
        int used = 0;
        for (int i = 0; i < details.size(); i++) {
            String line = markup.of(details.get(i));
            int left = details.size() - i;
            String rest = "\u2026 (+" + left + (left == 1 ? " line)" : " lines)");
            int needed = line.length() + 1 + (left > 1 ? rest.length() + 8 : 0);
            if (used + needed > limit) {
                lines.add(i == 0 ? markup.cut(details.get(0), limit) : rest);
                break;
            }
            lines.add(line);
            used += line.length() + 1;
        }
        return String.join("\n", lines);
    }
}
