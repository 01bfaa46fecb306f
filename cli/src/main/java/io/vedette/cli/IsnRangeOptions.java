package io.vedette.cli;

import io.vedette.collector.isn.store.IsnStore;
import io.vedette.core.isn.DayRange;
import io.vedette.core.isn.Interest;
import io.vedette.core.isn.IsnHistory;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which days, and which ports of these. */
final class IsnRangeOptions {

    // Times of packets are not beyond these, and calendars end somewhere.
    private static final int FIRST_YEAR = 1600;
    private static final int LAST_YEAR = 9999;

    @Option(names = "--days", paramLabel = "N", defaultValue = "30", description = "How many days (${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--until",
            paramLabel = "DAY",
            description = "The last of them, as 2026-11-20; by default yesterday, the last one that is over.")
    private @Nullable String until;

    @Option(
            names = "--min-syns",
            paramLabel = "N",
            defaultValue = "1000",
            description = "A port is interesting from this many SYNs on, over all these days (${DEFAULT-VALUE}).")
    private long minSyns;

    @Option(
            names = "--min-ratio",
            paramLabel = "SHARE",
            defaultValue = "0.03",
            description = "And if at least this share of them has ISN=DST (${DEFAULT-VALUE}).")
    private double minShare;

    @Option(
            names = "--ports",
            paramLabel = "N",
            defaultValue = "1000",
            description = "At most so many ports, those with the most ISN=DST (${DEFAULT-VALUE}).")
    private int ports;

    /** The days that are meant, of the store's zone. */
    DayRange range(ZoneId zone, CommandLine command) {
        try {
            LocalDate last = until == null ? LocalDate.now(Clock.system(zone)).minusDays(1) : LocalDate.parse(until);
            if (last.getYear() < FIRST_YEAR || last.getYear() > LAST_YEAR) {
                throw new DateTimeException("a day that nothing is counted on");
            }
            return DayRange.ending(last, days);
        } catch (DateTimeException e) {
            throw new ParameterException(command, "--until \"" + until + "\", expected a day, for example 2026-11-20");
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, "--days " + days + ", expected 1 to " + DayRange.MAX_DAYS);
        }
    }

    Interest interest(CommandLine command) {
        try {
            return new Interest(minSyns, minShare);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, "--min-syns, --min-ratio: " + e.getMessage());
        }
    }

    private int ports(CommandLine command) {
        if (ports < 1 || ports > IsnStore.MAX_PORTS) {
            throw new ParameterException(command, "--ports " + ports + ", expected 1 to " + IsnStore.MAX_PORTS);
        }
        return ports;
    }

    /** Says what is wrong with the options, before anything is opened. */
    void check(CommandLine command) {
        range(ZoneId.of("UTC"), command);
        interest(command);
        ports(command);
    }

    IsnHistory history(IsnStore store, CommandLine command) throws IOException {
        return store.history(range(store.zone(), command), interest(command), ports(command));
    }
}
