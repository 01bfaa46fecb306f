package io.vedette.collector.enrich;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsPtrRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.vedette.core.sketch.KeyedHash;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The names that reverse DNS (RFC 1035 section 3.5) gives to addresses.
 *
 * <p>Each address has one server, chosen by its hash. Questions without an answer are bounded: who asks one more waits. Answers
 * are kept for an hour. May be asked by any thread; answers arrive on a thread of its own.
 */
final class ReverseDns implements AutoCloseable {

    /** Stands for the names when no answer could be had. */
    static final List<String> FAILED = List.of("FAILED (ERR)");

    /** Stands for a record that is no PTR, an alias for example. */
    private static final String NOT_PTR = "FAILED (NON-PTR)";

    private static final Duration KEPT = Duration.ofHours(1);
    private static final long SHUTDOWN_MILLIS = 2000;

    private final NameServers settings;
    private final KeyedHash hash = new KeyedHash(0);
    private final EventLoopGroup threads;
    private final DnsNameResolver resolver;
    private final Semaphore open;
    private final AsyncCache<Integer, List<String>> cache;
    private final LongAdder failures = new LongAdder();

    ReverseDns(NameServers settings) {
        this.settings = settings;
        this.threads = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("vedette-dns", true), NioIoHandler.newFactory());
        this.resolver = new DnsNameResolverBuilder(threads.next())
                .datagramChannelType(NioDatagramChannel.class)
                .socketChannelType(NioSocketChannel.class)
                .queryTimeoutMillis(settings.timeout().toMillis())
                .recursionDesired(true)
                .maxQueriesPerResolve(1)
                .build();
        this.open = new Semaphore(settings.maxOpen());
        this.cache = Caffeine.newBuilder()
                .maximumSize(settings.maxCached())
                .expireAfterWrite(KEPT)
                .buildAsync();
    }

    /** The names of an address, a big-endian integer; {@link #FAILED} if nobody answered. Never fails. */
    CompletableFuture<List<String>> names(int address) {
        CompletableFuture<List<String>> known = cache.getIfPresent(address);
        if (known != null) {
            return known;
        }
        // Waited for outside of the cache: answers need its locks.
        try {
            open.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.completedFuture(FAILED);
        }
        boolean[] asked = {false};
        CompletableFuture<List<String>> names = cache.get(address, (key, executor) -> {
            asked[0] = true;
            return ask(key);
        });
        if (!asked[0]) {
            open.release();
        }
        return names;
    }

    private CompletableFuture<List<String>> ask(int address) {
        CompletableFuture<List<String>> names = new CompletableFuture<>();
        names.whenComplete((found, failure) -> open.release());
        List<InetSocketAddress> servers = settings.servers();
        int choice = Math.floorMod(hash.ofAddress(0, address), servers.size());
        ask(servers.get(choice), question(address), settings.tries(), names);
        return names;
    }

    private static DnsQuestion question(int address) {
        String name = (address & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address >>> 16 & 0xff) + "."
                + (address >>> 24) + ".in-addr.arpa.";
        return new DefaultDnsQuestion(name, DnsRecordType.PTR);
    }

    private void ask(InetSocketAddress server, DnsQuestion question, int tries, CompletableFuture<List<String>> names) {
        resolver.query(server, question)
                .addListener((Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> answer) -> {
                    if (answer.isSuccess()) {
                        AddressedEnvelope<DnsResponse, InetSocketAddress> envelope = answer.getNow();
                        try {
                            names.complete(names(envelope.content()));
                        } finally {
                            envelope.release();
                        }
                    } else if (tries > 1) {
                        ask(server, question, tries - 1, names);
                    } else {
                        failures.increment();
                        names.complete(FAILED);
                    }
                });
    }

    private static List<String> names(DnsResponse response) {
        List<String> names = new ArrayList<>();
        int count = response.count(DnsSection.ANSWER);
        for (int i = 0; i < count; i++) {
            DnsRecord record = response.recordAt(DnsSection.ANSWER, i);
            names.add(record instanceof DnsPtrRecord pointer ? pointer.hostname() : NOT_PTR);
        }
        return names;
    }

    /** Addresses for which no server answered. */
    long failures() {
        return failures.sum();
    }

    @Override
    public void close() {
        resolver.close();
        threads.shutdownGracefully(0, SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS);
    }
}
