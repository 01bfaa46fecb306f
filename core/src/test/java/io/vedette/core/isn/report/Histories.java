package io.vedette.core.isn.report;

import io.vedette.core.isn.DayCount;
import io.vedette.core.isn.DayRange;
import io.vedette.core.isn.IsnHistory;
import io.vedette.core.isn.PortHistory;
import io.vedette.core.isn.SourceCount;
import io.vedette.core.isn.SynCount;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Histories that are written down, not measured. */
final class Histories {

    static final LocalDate FIRST = LocalDate.of(2026, 10, 1);

    private Histories() {}

    /**
     * A history of some ports.
     *
     * @param ports for each its number, and then pairs of all and matching SYNs by day; -1 for a day of which nothing is known
     */
    static IsnHistory of(int days, long[]... ports) {
        DayRange range = new DayRange(FIRST, FIRST.plusDays(days - 1));
        SortedMap<LocalDate, SynCount> totals = new TreeMap<>();
        List<PortHistory> histories = new ArrayList<>();
        for (long[] port : ports) {
            SortedMap<LocalDate, DayCount> counts = new TreeMap<>();
            SynCount total = SynCount.NONE;
            for (int day = 0; day < days; day++) {
                long all = port[1 + 2 * day];
                if (all >= 0) {
                    SynCount count = new SynCount(all, port[2 + 2 * day]);
                    total = total.plus(count);
                    counts.put(FIRST.plusDays(day), new DayCount(FIRST.plusDays(day), count, null));
                    totals.merge(FIRST.plusDays(day), count, SynCount::plus);
                }
            }
            SourceCount sources = new SourceCount(total.all() / 2, total.matching() / 3, port[0] < 1024);
            histories.add(new PortHistory((int) port[0], counts, total, sources));
        }
        return new IsnHistory(range, totals, histories);
    }
}
