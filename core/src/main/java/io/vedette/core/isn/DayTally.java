package io.vedette.core.isn;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What one day brought to each port, as far as it was counted. Ports take memory in runs of 256 when one of them is met. Belongs
 * to one thread.
 */
public final class DayTally {

    private static final int PAGE_BITS = 8;
    private static final int PAGE_PORTS = 1 << PAGE_BITS;
    private static final int PAGES = 65_536 >> PAGE_BITS;
    private static final int OWN_BYTES = PAGES * 4;
    private static final int PAGE_BYTES = PAGE_PORTS * (2 * Long.BYTES + 2 * 4);

    private final LocalDate day;
    private final @Nullable Page[] pages = new @Nullable Page[PAGES];
    private long bytes = OWN_BYTES;

    private static final class Page {
        final long[] all = new long[PAGE_PORTS];
        final long[] matching = new long[PAGE_PORTS];
        final @Nullable SourceSet[] sources = new @Nullable SourceSet[PAGE_PORTS];
        final @Nullable SourceSet[] matchingSources = new @Nullable SourceSet[PAGE_PORTS];
    }

    /** Who wants to know what one port got. */
    @FunctionalInterface
    public interface Visitor<E extends Exception> {

        /**
         * @param sources who sent SYNs; null if the senders are not known
         * @param matchingSources who sent SYNs that match; null if there is none, or they are not known
         */
        void port(int port, SynCount syns, @Nullable SourceSet sources, @Nullable SourceSet matchingSources) throws E;
    }

    public DayTally(LocalDate day) {
        this.day = day;
    }

    public LocalDate day() {
        return day;
    }

    /** Memory, about. */
    public long bytes() {
        return bytes;
    }

    private Page page(int port) {
        Page page = pages[port >> PAGE_BITS];
        if (page == null) {
            page = new Page();
            pages[port >> PAGE_BITS] = page;
            bytes += PAGE_BYTES;
        }
        return page;
    }

    /** Counts one SYN, whose sender has this hash. */
    void add(int port, boolean matches, long source) {
        Page page = page(port);
        int at = port & PAGE_PORTS - 1;
        page.all[at]++;
        addTo(page.sources, at, source);
        if (matches) {
            page.matching[at]++;
            addTo(page.matchingSources, at, source);
        }
    }

    private void addTo(@Nullable SourceSet[] sets, int at, long source) {
        SourceSet set = sets[at];
        if (set == null) {
            set = new SourceSet();
            sets[at] = set;
            bytes += set.bytes();
        }
        bytes += set.add(source);
    }

    /** Counts SYNs whose senders are not known. */
    public void add(int port, SynCount syns) {
        Page page = page(port);
        page.all[port & PAGE_PORTS - 1] += syns.all();
        page.matching[port & PAGE_PORTS - 1] += syns.matching();
    }

    /** Shows each port that got a SYN, by number. */
    public <E extends Exception> void forEach(Visitor<E> visitor) throws E {
        for (int number = 0; number < PAGES; number++) {
            Page page = pages[number];
            for (int at = 0; page != null && at < PAGE_PORTS; at++) {
                if (page.all[at] > 0) {
                    visitor.port(
                            number << PAGE_BITS | at,
                            new SynCount(page.all[at], page.matching[at]),
                            page.sources[at],
                            page.matchingSources[at]);
                }
            }
        }
    }
}
