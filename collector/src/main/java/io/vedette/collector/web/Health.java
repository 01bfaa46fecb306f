package io.vedette.collector.web;

import java.util.List;

/**
 * Whether something works, and if not, why not.
 *
 * @param reasons why not, one short line each; empty if all is well
 */
public record Health(List<String> reasons) {

    public static final Health GOOD = new Health(List.of());

    public Health {
        reasons = List.copyOf(reasons);
    }

    public boolean isGood() {
        return reasons.isEmpty();
    }
}
