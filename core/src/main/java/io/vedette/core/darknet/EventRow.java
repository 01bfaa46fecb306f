package io.vedette.core.darknet;

import io.vedette.core.darknet.DarknetEvent.Composition;
import io.vedette.core.darknet.DarknetEvent.Destinations;
import io.vedette.core.darknet.DarknetEvent.Scope;
import io.vedette.core.darknet.DarknetEvent.Tool;
import io.vedette.core.darknet.Marks.Sample;
import io.vedette.core.detect.fingerprint.Fingerprint;
import io.vedette.core.detect.fingerprint.FingerprintTally;
import io.vedette.core.detect.fingerprint.FingerprintTally.Verdict;
import io.vedette.core.detect.fingerprint.TallyColumns;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the longs of an event mean. What every packet needs comes first and fills little more than one cache line; what only SYNs
 * have shares its place with what only others have.
 */
final class EventRow {

    static final int KEY = 0;
    static final int LATEST = 1;
    static final int PACKETS = 2;
    static final int BYTES = 3;

    /** Destinations, see {@link DestinationSets}. */
    static final int SET = 4;

    /** Whence {@link Samples} draws its random numbers. */
    static final int RANDOM = 5;

    /** Of SYNs: the marks of tools. */
    static final int TALLY = 6;

    /** Of others: RST with ACK in the lower half, SYN-ACK with ECN in the upper one. */
    static final int ANSWERS = 6;

    /** Of others: SYN with ECN, or ICMP requests, in the lower half, stealth probes in the upper one. */
    static final int REQUESTS = 7;

    /** Of others: the port that answers come from, and whether there is one. */
    static final int ANSWER_PORT = 8;

    /** What the first SYNs of the event and those of its source before them say together, as {@link #verdict} packs it. */
    static final int SOURCE_TOOL = TALLY + TallyColumns.LONGS;

    static final int FIRST = SOURCE_TOOL + 1;

    /** Two cache lines. */
    static final int LONGS = 16;

    /** In {@link #ANSWER_PORT}: answers were seen, and came from more than one port. */
    private static final long ANSWER = 1L << 62;

    private static final long MIXED = 1L << 61;
    private static final long LOW = 0xffff_ffffL;
    private static final long ONE_HIGH = 1L << 32;

    private EventRow() {}

    /** Counts what a packet is beyond its traffic. */
    static void classify(long[] rows, int at, PacketClass packetClass, int sourcePort) {
        switch (packetClass) {
            case RST_ACK, ECN_SYN_ACK -> {
                add(rows, at + ANSWERS, packetClass == PacketClass.RST_ACK ? 1 : ONE_HIGH);
                long state = rows[at + ANSWER_PORT];
                boolean mixed = (state & ANSWER) != 0 && (state & 0xffff) != sourcePort;
                rows[at + ANSWER_PORT] = ANSWER | state & MIXED | (mixed ? MIXED : 0) | sourcePort;
            }
            case ECN_SYN, ICMP_REQUEST -> add(rows, at + REQUESTS, 1);
            case STEALTH -> add(rows, at + REQUESTS, ONE_HIGH);
            case PLAIN -> {
                // the traffic code says it all
            }
        }
    }

    /** Adds to one half, which stays where it is at its largest value. */
    private static void add(long[] rows, int at, long one) {
        long half = one == 1 ? rows[at] & LOW : rows[at] >>> 32;
        rows[at] += half == LOW ? 0 : one;
    }

    private static Composition composition(Traffic traffic, long[] rows, int at) {
        long answers = rows[at + ANSWERS];
        long requests = rows[at + REQUESTS];
        if (traffic == Traffic.TCP_SYN || (answers | requests) == 0) {
            return Composition.PLAIN;
        }
        boolean tcp = traffic.isTcp();
        long state = rows[at + ANSWER_PORT];
        boolean onePort = (state & ANSWER) != 0 && (state & MIXED) == 0;
        return new Composition(
                answers & LOW,
                tcp ? requests & LOW : 0,
                answers >>> 32,
                requests >>> 32,
                tcp ? 0 : requests & LOW,
                onePort ? (int) state & 0xffff : Composition.NO_PORT);
    }

    private static final int COUNT_BITS = 28;
    private static final long COUNT_LIMIT = (1L << COUNT_BITS) - 1;
    private static final Fingerprint[] TESTS = Fingerprint.values();

    /** A verdict in one long: the test plus one, matches, trials; 0 for none. */
    static long pack(@Nullable Verdict verdict) {
        if (verdict == null) {
            return 0;
        }
        long matches = Math.min(COUNT_LIMIT, verdict.matches());
        long trials = Math.min(COUNT_LIMIT, verdict.trials());
        return verdict.fingerprint().ordinal() + 1L << 2 * COUNT_BITS | matches << COUNT_BITS | trials;
    }

    private static @Nullable Tool tool(long[] rows, int at) {
        Verdict own = TallyColumns.verdict(rows, at + TALLY).orElse(null);
        long packed = rows[at + SOURCE_TOOL];
        if (own != null || packed == 0) {
            return own == null ? null : new Tool(own, Scope.EVENT);
        }
        Fingerprint test = TESTS[(int) (packed >>> 2 * COUNT_BITS) - 1];
        int matches = (int) (packed >>> COUNT_BITS & COUNT_LIMIT);
        return new Tool(FingerprintTally.verdict(test, matches, (int) (packed & COUNT_LIMIT)), Scope.SOURCE);
    }

    static DarknetEvent event(long[] rows, int at, Destinations destinations, @Nullable Object samples) {
        long key = rows[at + KEY];
        Traffic traffic = EventKey.traffic(key);
        boolean syn = traffic == Traffic.TCP_SYN;
        List<Sample> kept = Samples.list(samples);
        Tool tool = syn ? tool(rows, at) : null;
        return new DarknetEvent(
                EventKey.source(key),
                EventKey.port(key),
                traffic,
                rows[at + FIRST],
                rows[at + LATEST],
                rows[at + PACKETS],
                rows[at + BYTES],
                destinations.atMost(rows[at + PACKETS]),
                Samples.frames(kept),
                syn ? Marks.of(kept) : Marks.NONE,
                tool,
                composition(traffic, rows, at));
    }
}
