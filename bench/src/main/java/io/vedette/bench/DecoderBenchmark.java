package io.vedette.bench;

import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.FlowSink;
import io.vedette.core.flow.IntakeCounts;
import io.vedette.core.flow.json.FlowStream;
import io.vedette.core.flow.json.StreamLimits;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Flows per second on one core from lines of the short nProbe template in memory, in blocks as large as a socket's.
 *
 * <p>Beside the decoder: Jackson over the same block with one parser, Jackson with a parser for each line, and a search for
 * line ends, which is the least that anything reading lines must do. One operation is one flow.
 *
 * <p>{@code java -jar bench/target/benchmarks.jar DecoderBenchmark -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms3g", "-Xmx3g"})
public class DecoderBenchmark {

    /** Nearly 300 MB, more than any cache holds: bytes that come from a network are not in one either. */
    private static final int LINES = 2_000_000;

    private static final int BLOCK = 64 * 1024;
    private static final long SEED = 42;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] inOrder = new SyntheticFlows(SEED).inOrder(LINES);
    private final byte[] shuffled = new SyntheticFlows(SEED).shuffled(LINES);
    private final FlowBatch batch = new FlowBatch(4096);
    private final FlowSink sink = this::take;
    private FlowStream stream;
    private long checksum;

    @Setup
    public void open() {
        stream = new FlowStream(StreamLimits.DEFAULT, new IntakeCounts(), rejection -> {
            throw new AssertionError(rejection.toString());
        });
        batch.receivedAt(1_795_176_000_000L);
    }

    /** The decoder, keys in one order. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public long decodeInOrder() {
        return decode(inOrder);
    }

    /** The decoder, keys in another order in each record. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public long decodeShuffled() {
        return decode(shuffled);
    }

    /** Jackson, one parser for each block of lines. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public long jacksonRun() throws IOException {
        return jacksonByBlock(inOrder);
    }

    /** Jackson as above, keys in another order in each record. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public long jacksonRunShuffled() throws IOException {
        return jacksonByBlock(shuffled);
    }

    /** Jackson, a parser for each line. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public long jacksonPerLine() throws IOException {
        checksum = 0;
        for (int from = 0, end; from < inOrder.length; from = end + 1) {
            end = lineEnd(inOrder, from);
            JacksonRival.run(inOrder, from, end, batch, sink);
        }
        return finish();
    }

    /** Finds every line end, eight bytes at a time. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public long newlineScan() {
        long sum = 0;
        for (int from = 0, end; from < inOrder.length; from = end + 1) {
            end = lineEnd(inOrder, from);
            sum += end;
        }
        return sum;
    }

    private long decode(byte[] bytes) {
        checksum = 0;
        for (int from = 0; from < bytes.length; from += BLOCK) {
            stream.feed(bytes, from, Math.min(from + BLOCK, bytes.length), batch, sink);
        }
        return checksum;
    }

    private long jacksonByBlock(byte[] bytes) throws IOException {
        checksum = 0;
        for (int from = 0, to; from < bytes.length; from = to) {
            to = Math.min(from + BLOCK, bytes.length);
            while (bytes[to - 1] != '\n') {
                to--;
            }
            JacksonRival.run(bytes, from, to, batch, sink);
        }
        return finish();
    }

    private long finish() {
        if (batch.size() > 0) {
            take(batch);
            batch.clear();
        }
        return checksum;
    }

    private void take(FlowBatch rows) {
        for (int row = 0; row < rows.size(); row++) {
            checksum += rows.sourceLow(row)
                    + rows.destinationLow(row)
                    + rows.protocol(row)
                    + rows.sourcePort(row)
                    + rows.destinationPort(row)
                    + rows.tcpFlags(row)
                    + rows.packets(row);
        }
    }

    private static int lineEnd(byte[] bytes, int from) {
        int at = from;
        for (; at + 8 <= bytes.length; at += 8) {
            long x = (long) WORD.get(bytes, at) ^ 0x0a0a_0a0a_0a0a_0a0aL;
            long found = x - 0x0101_0101_0101_0101L & ~x & 0x8080_8080_8080_8080L;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (bytes[at] != '\n') {
            at++;
        }
        return at;
    }
}
