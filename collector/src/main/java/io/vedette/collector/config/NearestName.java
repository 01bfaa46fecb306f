package io.vedette.collector.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds what somebody meant to write, among the few dozen names that would have been right. */
public final class NearestName {

    private NearestName() {}

    /**
     * The candidate with the least edit distance to {@code name}, first among equals; null if even that one differs in more
     * than a third of its letters.
     */
    public static @Nullable String among(Collection<String> candidates, String name) {
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int distance = distance(candidate, name);
            if (distance < least && distance <= Math.max(1, candidate.length() / 3)) {
                nearest = candidate;
                least = distance;
            }
        }
        return nearest;
    }

    /** {@code , did you mean "…"?}, or nothing when no candidate is near. */
    static String hint(Collection<String> candidates, String name) {
        String nearest = among(candidates, name);
        return nearest == null ? "" : ", did you mean \"" + nearest + "\"?";
    }

    /**
     * Insertions, deletions, substitutions and transpositions of neighbours that turn one text into the other (optimal
     * string alignment, after Damerau, "A technique for computer detection and correction of spelling errors", 1964).
     */
    static int distance(String left, String right) {
        int[] beforeLast = new int[right.length() + 1];
        int[] last = new int[right.length() + 1];
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                boolean same = left.charAt(i - 1) == right.charAt(j - 1);
                row[j] = Math.min(last[j - 1] + (same ? 0 : 1), 1 + Math.min(last[j], row[j - 1]));
                if (i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[right.length()];
    }
}
