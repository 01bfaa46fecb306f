package io.vedette.collector.tcp;

import io.vedette.collector.shard.FlowIntake;
import io.vedette.collector.tcp.tls.ServerTls;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What every connection of a server uses.
 *
 * @param tls what new connections get; null for none
 * @param clock gives the time of receipt
 * @param ticker nanoseconds that only go forward, for delays
 * @param connectionLines log lines about probes that come and go
 * @param foreignLines log lines about other protocols
 * @param rejectionLines log lines about rejected records
 */
record IntakeServices(
        FlowServerConfig config,
        StreamDecoder.Factory decoders,
        FlowIntake intake,
        Admission admission,
        AtomicReference<@Nullable ServerTls> tls,
        ProbeRegistry registry,
        @Nullable RejectFile rejectFile,
        InstantSource clock,
        LongSupplier ticker,
        LogBudget connectionLines,
        LogBudget foreignLines,
        LogBudget rejectionLines) {

    private static final Duration WINDOW = Duration.ofSeconds(10);

    IntakeServices(
            FlowServerConfig config,
            StreamDecoder.Factory decoders,
            FlowIntake intake,
            Admission admission,
            @Nullable RejectFile rejectFile,
            InstantSource clock,
            LongSupplier ticker) {
        this(
                config,
                decoders,
                intake,
                admission,
                new AtomicReference<>(),
                new ProbeRegistry(),
                rejectFile,
                clock,
                ticker,
                new LogBudget(20, WINDOW, ticker),
                new LogBudget(10, WINDOW, ticker),
                new LogBudget(20, WINDOW, ticker));
    }

    /** How long a newcomer may take until its probe is known. */
    long handshakeNanos() {
        return config.handshakeTimeout().toNanos();
    }
}
