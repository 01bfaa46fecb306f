package io.vedette.collector.alert.syslog;

import io.vedette.collector.alert.remote.ClientTls;
import io.vedette.collector.alert.remote.NetworkThreads;
import io.vedette.collector.alert.remote.RemoteSink;
import io.vedette.collector.alert.spool.DeadLetters;
import io.vedette.collector.alert.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Makes sinks of syslog servers. */
public final class Syslogs {

    private final Path spools;
    private final NetworkThreads threads;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    /**
     * @param spools directory with a directory for each sink
     * @param threads run the connections; the caller's
     */
    public Syslogs(Path spools, NetworkThreads threads, InstantSource clock, LongSupplier nanoTime) {
        this.spools = spools;
        this.threads = threads;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** @throws IOException if the file of trusted certificates cannot be used */
    public RemoteSink sink(SyslogConfig config) throws IOException {
        boolean secure = config.transport() == SyslogConfig.Transport.TLS;
        return new RemoteSink(
                config.name(),
                config.minSeverity(),
                new Spool(config.name(), spools.resolve(config.name()), config.spool(), clock, nanoTime),
                new Packets(),
                new SyslogCourier(config, secure ? ClientTls.context(config.trust()) : null, threads),
                new DeadLetters(spools.resolve(config.name() + ".dead.ndjson")),
                clock,
                nanoTime,
                RandomGenerator.getDefault());
    }
}
