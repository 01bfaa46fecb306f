package io.vedette.collector.tcp;

import io.vedette.core.flow.RejectReason;
import io.vedette.core.flow.Rejection;
import io.vedette.core.meter.CounterFamily;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells about the rejected records of one connection: the first of each reason at once, the rest in one line now and then,
 * never more than two lines in ten seconds. Belongs to the connection's event loop.
 */
final class RejectionLog {

    private static final Logger log = LoggerFactory.getLogger(RejectionLog.class);
    private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();

    /** Shown once when fields are missing: the template that carries most, and the least that works. */
    static final String TEMPLATE_HINT =
            "run nprobe with --json-labels -T \"%IPV4_SRC_ADDR %IPV4_DST_ADDR %IPV6_SRC_ADDR %IPV6_DST_ADDR"
                    + " %IP_PROTOCOL_VERSION %PROTOCOL %L4_SRC_PORT %L4_DST_PORT %TCP_FLAGS %CLIENT_TCP_FLAGS"
                    + " %SERVER_TCP_FLAGS %IN_PKTS %OUT_PKTS %IN_BYTES %OUT_BYTES %ICMP_TYPE %FIRST_SWITCHED"
                    + " %LAST_SWITCHED %EXPORTER_IPV4_ADDRESS\"; the least that works is -T \"%IPV4_SRC_ADDR"
                    + " %IPV4_DST_ADDR %PROTOCOL %L4_SRC_PORT %L4_DST_PORT %TCP_FLAGS %IN_PKTS\"";

    private final PeerAddress peer;
    private final LogBudget allPeers;
    private final Set<RejectReason> seen = EnumSet.noneOf(RejectReason.class);
    private CounterFamily<RejectReason> untold = new CounterFamily<>(RejectReason.class);
    private @Nullable Rejection lastUntold;
    private boolean hinted;
    private long lastLine;
    private long lineBefore;

    RejectionLog(PeerAddress peer, LogBudget allPeers, long nowNanos) {
        this.peer = peer;
        this.allPeers = allPeers;
        this.lastLine = nowNanos - WINDOW_NANOS;
        this.lineBefore = lastLine;
    }

    void rejected(Rejection rejection, long nowNanos) {
        boolean first = !seen.contains(rejection.reason());
        if (first && nowNanos - lineBefore >= WINDOW_NANOS) {
            seen.add(rejection.reason());
            tell(rejection, nowNanos);
        } else {
            untold.of(rejection.reason()).increment();
            lastUntold = rejection;
        }
    }

    private void tell(Rejection rejection, long nowNanos) {
        wrote(nowNanos);
        allPeers.spend(leftOut ->
                log.warn("rejected from {}: {}{}{}", peer, describe(rejection), hintFor(rejection), leftOut));
    }

    private String hintFor(Rejection rejection) {
        if (hinted || rejection.reason() != RejectReason.MISSING_FIELD) {
            return "";
        }
        hinted = true;
        return "; " + TEMPLATE_HINT;
    }

    /** Tells about what was held back, if enough time went by. */
    void tick(long nowNanos) {
        Rejection example = lastUntold;
        if (example == null || nowNanos - lastLine < WINDOW_NANOS) {
            return;
        }
        wrote(nowNanos);
        CounterFamily<RejectReason> told = untold;
        untold = new CounterFamily<>(RejectReason.class);
        lastUntold = null;
        allPeers.spend(leftOut -> log.warn(
                "rejected from {}: {} more ({}), the last: {}{}",
                peer,
                told.total(),
                byReason(told),
                describe(example),
                leftOut));
    }

    private void wrote(long nowNanos) {
        lineBefore = lastLine;
        lastLine = nowNanos;
    }

    private static String describe(Rejection rejection) {
        String field = rejection.field() == null ? "" : " " + rejection.field();
        return rejection.reason().label() + field + " in line " + rejection.line() + " at byte " + rejection.offset()
                + ": " + rejection.excerpt();
    }

    static String byReason(CounterFamily<RejectReason> counts) {
        StringJoiner text = new StringJoiner(", ");
        for (RejectReason reason : counts.labels()) {
            if (counts.get(reason) > 0) {
                text.add(reason.label() + " " + counts.get(reason));
            }
        }
        return text.toString();
    }
}
