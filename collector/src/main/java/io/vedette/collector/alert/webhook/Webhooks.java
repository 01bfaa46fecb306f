package io.vedette.collector.alert.webhook;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Makes sinks of webhooks. */
public final class Webhooks {

    private final Path spools;
    private final NetworkThreads threads;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Resolver resolver;

    /**
     * @param spools directory with a directory for each sink, and its dead letters
     * @param threads run the requests; the caller's
     * @param clock dates signatures and dead letters
     * @param nanoTime measures waiting times
     */
    public Webhooks(Path spools, NetworkThreads threads, InstantSource clock, LongSupplier nanoTime) {
        this(spools, threads, clock, nanoTime, InetAddress::getAllByName);
    }

    Webhooks(Path spools, NetworkThreads threads, InstantSource clock, LongSupplier nanoTime, Resolver resolver) {
        this.spools = spools;
        this.threads = threads;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.resolver = resolver;
    }

    /** @throws IOException if the file of trusted certificates cannot be used */
    public RemoteSink sink(WebhookConfig config) throws IOException {
        return new RemoteSink(
                config.name(),
                config.minSeverity(),
                new Spool(config.name(), spools.resolve(config.name()), config.spool(), clock, nanoTime),
                new Grouping(config.grouping(), config.preset().gap()),
                courier(config),
                new DeadLetters(spools.resolve(config.name() + ".dead.ndjson")),
                clock,
                nanoTime,
                RandomGenerator.getDefault());
    }

    WebhookCourier courier(WebhookConfig config) throws IOException {
        WebhookUrl url = WebhookUrl.parse(config.url());
        HttpClient client = new HttpClient(
                url,
                new AddressGuard(resolver, config.allowPrivate()),
                url.isTls() ? ClientTls.context(config.trust()) : null,
                config.timeout(),
                threads.loop(),
                threads.lookups());
        return new WebhookCourier(config, client, clock);
    }

    /** The body that would be sent for {@code notification}. Sends nothing. */
    public static String render(WebhookConfig config, Notification notification) {
        return new String(WebhookCourier.format(config).body(notification), StandardCharsets.UTF_8);
    }

    /** Sends {@code notification} once, past spool and grouping, and waits for what comes of it. */
    public Trial attempt(WebhookConfig config, Notification notification) throws IOException, InterruptedException {
        long start = nanoTime.getAsLong();
        try (WebhookCourier courier = courier(config)) {
            boolean delivered = false;
            String said;
            try {
                HttpReply reply = courier.post(notification).get();
                delivered = courier.judge(reply) instanceof Answer.Delivered;
                said = "HTTP " + reply.status() + ": " + reply.head();
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                said = Printable.of(String.valueOf(cause.getMessage()));
            }
            Duration time = Duration.ofNanos(nanoTime.getAsLong() - start);
            return new Trial(courier.destination(), delivered, time, courier.conceal(said));
        }
    }
}
