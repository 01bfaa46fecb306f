package io.vedette.cli;

import io.vedette.collector.isn.StoreLocation;
import io.vedette.collector.isn.redis.RedisAddress;
import io.vedette.collector.isn.store.IsnStore;
import io.vedette.core.isn.SynCount;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where counts of SYNs are kept: the options that all commands on them share. */
final class IsnStoreOptions {

    @Option(
            names = "--store",
            paramLabel = "STORE",
            defaultValue = "isn.db",
            description =
                    "Where counts are kept: a file (${DEFAULT-VALUE}), or redis://HOST:PORT/DATABASE with D4's keys.")
    private String store = "";

    @Option(
            names = "--tz",
            paramLabel = "ZONE",
            description = "Whose days are counted, as Europe/Luxembourg; UTC for a new store. A store keeps its zone.")
    private @Nullable String zone;

    /** The store for counting, made if it is not there. */
    IsnStore open(CommandLine command) {
        ZoneId wanted = zone(command);
        return open(() -> new StoreLocation(store).open(wanted));
    }

    /** The store for statistics. */
    IsnStore openExisting(CommandLine command) {
        ZoneId wanted = zone(command);
        return open(() -> new StoreLocation(store).openExisting(wanted));
    }

    /** Takes over what is new in a Redis database; only a file can. */
    SynCount copy(RedisAddress from, CommandLine command) throws IOException {
        return new StoreLocation(store).copy(from, zone(command));
    }

    @FunctionalInterface
    private interface Opening {
        IsnStore open() throws IOException;
    }

    private static IsnStore open(Opening opening) {
        try {
            return opening.open();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    static CommandFailure failure(IOException e) {
        return CommandFailure.of(e);
    }

    private @Nullable ZoneId zone(CommandLine command) {
        try {
            return zone == null ? null : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new ParameterException(
                    command, "--tz \"" + zone + "\", expected a zone, for example UTC or Europe/Luxembourg");
        }
    }
}
