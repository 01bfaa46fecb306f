package io.vedette.bench;

import io.vedette.collector.shard.DetectSettings;
import io.vedette.collector.shard.FlowInput;
import io.vedette.collector.shard.ShardHost;
import io.vedette.collector.shard.ShardSettings;
import io.vedette.core.contact.AnalysisCounts;
import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.ContactRoute;
import io.vedette.core.contact.ContactSettings;
import io.vedette.core.contact.FlowContacts;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.IntakeCounts;
import io.vedette.core.flow.json.FlowStream;
import io.vedette.core.flow.json.StreamLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What comes after decoding: flows to contacts alone, and bytes all the way through contacts, screen and judges. 262,144
 * sources in the mixtures of {@link FlowFile}, or 1,000 where these are suspects or scanners.
 *
 * <p>{@code java -jar bench/target/benchmarks.jar AnalysisBenchmark -prof gc}, with {@code taskset -c 1} before it for one
 * core.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms1g", "-Xmx1g"})
public class AnalysisBenchmark {

    private static final int FLOWS = 1_000_000;
    private static final int SOURCES = 262_144;
    private static final int FEW_SOURCES = 1000;
    private static final int BLOCK = 256 * 1024;

    @Param({"clients", "strangers", "suspects", "scanners"})
    public String kind = "";

    private final Semaphore resumed = new Semaphore(0);
    private final ContactBatch contacts = new ContactBatch(2048);
    private final ContactRoute discard = (high, low) -> {
        if (contacts.isFull()) {
            contacts.clear();
        }
        return contacts;
    };
    private byte[] bytes = {};
    private FlowBatch[] decoded = {};
    private ShardHost shards = newHost();
    private FlowInput input = shards.open(resumed::release);

    @Setup
    public void prepare() throws IOException {
        bytes = FlowFile.text(FLOWS, sources(), kind).getBytes(StandardCharsets.US_ASCII);
        decoded = new FlowBatch[(FLOWS + 2047) / 2048];
        int[] next = {0};
        new FlowStream(StreamLimits.DEFAULT, new IntakeCounts(), rejection -> {
                    throw new IllegalStateException(rejection.toString());
                })
                .feed(bytes, 0, bytes.length, new FlowBatch(2048), batch -> {
                    FlowBatch copy = new FlowBatch(2048);
                    for (int row = 0; row < batch.size(); row++) {
                        copy.add(batch.flow(row));
                    }
                    decoded[next[0]++] = copy;
                });
        shards = newHost();
        shards.start();
        input = shards.open(resumed::release);
    }

    private int sources() {
        return switch (kind) {
            case "suspects", "scanners" -> FEW_SOURCES;
            default -> SOURCES;
        };
    }

    private static ShardHost newHost() {
        ShardSettings settings = new ShardSettings(1, 16, 1 << 21, 50_000, Duration.ofHours(24));
        return new ShardHost(settings, DetectSettings.defaults(), alert -> {}, InstantSource.system(), 7, false);
    }

    @TearDown
    public void end() throws InterruptedException {
        input.close();
        shards.close(Duration.ofSeconds(30));
    }

    /** Who started it, and what came of it. */
    @Benchmark
    @OperationsPerInvocation(FLOWS)
    public long contacts() {
        AnalysisCounts counts = new AnalysisCounts();
        FlowContacts maker = new FlowContacts(ContactSettings.defaults(), counts, 3);
        for (FlowBatch batch : decoded) {
            batch.receivedAt(1_000_000);
            maker.accept(batch, discard);
        }
        return counts.contacts.get();
    }

    /** From bytes to judged contacts: decoder, contacts, hand-over, screen and judges. */
    @Benchmark
    @OperationsPerInvocation(FLOWS)
    public long bytesToVerdicts() throws InterruptedException {
        IntakeCounts counts = new IntakeCounts();
        FlowStream stream = new FlowStream(StreamLimits.DEFAULT, counts, rejection -> {});
        FlowBatch batch = new FlowBatch(1024);
        for (int from = 0; from < bytes.length; from += BLOCK) {
            batch.receivedAt(1_000_000);
            stream.feed(bytes, from, Math.min(from + BLOCK, bytes.length), batch, input);
            input.flush();
            while (!input.ready()) {
                resumed.tryAcquire(1, TimeUnit.MILLISECONDS);
            }
        }
        return counts.flows.get();
    }
}
