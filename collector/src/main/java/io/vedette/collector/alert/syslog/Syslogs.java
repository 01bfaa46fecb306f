package io.vedette.collector.alert.syslog;

import io.vedette.collector.alert.remote.Answer;
import io.vedette.collector.alert.remote.ClientTls;
import io.vedette.collector.alert.remote.NetworkThreads;
import io.vedette.collector.alert.remote.Notification;
import io.vedette.collector.alert.remote.RemoteSink;
import io.vedette.collector.alert.remote.Resolver;
import io.vedette.collector.alert.remote.Trial;
import io.vedette.collector.alert.spool.DeadLetters;
import io.vedette.collector.alert.spool.Spool;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Makes sinks of syslog servers. */
public final class Syslogs {

    private final Path spools;
    private final NetworkThreads threads;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Resolver resolver;

    /**
     * @param spools directory with a directory for each sink
     * @param threads run the connections; the caller's
     */
    public Syslogs(Path spools, NetworkThreads threads, InstantSource clock, LongSupplier nanoTime) {
        this(spools, threads, clock, nanoTime, InetAddress::getAllByName);
    }

    Syslogs(Path spools, NetworkThreads threads, InstantSource clock, LongSupplier nanoTime, Resolver resolver) {
        this.spools = spools;
        this.threads = threads;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.resolver = resolver;
    }

    /** @throws IOException if the file of trusted certificates cannot be used */
    public RemoteSink sink(SyslogConfig config) throws IOException {
        return new RemoteSink(
                config.name(),
                config.minSeverity(),
                new Spool(config.name(), spools.resolve(config.name()), config.spool(), clock, nanoTime),
                new Packets(),
                courier(config),
                new DeadLetters(spools.resolve(config.name() + ".dead.ndjson")),
                clock,
                nanoTime,
                RandomGenerator.getDefault());
    }

    private SyslogCourier courier(SyslogConfig config) throws IOException {
        boolean secure = config.transport() == SyslogConfig.Transport.TLS;
        return new SyslogCourier(config, secure ? ClientTls.context(config.trust()) : null, threads, resolver);
    }

    /** Sends {@code notification} once, past the spool, and waits for what comes of it. */
    public Trial attempt(SyslogConfig config, Notification notification) throws IOException {
        long start = nanoTime.getAsLong();
        try (SyslogCourier courier = courier(config)) {
            Answer answer = courier.send(notification).join();
            String said = answer instanceof Answer.Later later
                    ? Printable.of(later.reason() + ": " + later.detail())
                    : "written; syslog has no acknowledgement";
            Duration time = Duration.ofNanos(nanoTime.getAsLong() - start);
            return new Trial(courier.destination(), answer instanceof Answer.Delivered, time, said);
        }
    }
}
