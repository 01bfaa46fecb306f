package io.vedette.core.flow.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.FlowSink;
import io.vedette.core.flow.IntakeCounts;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The scanners allocate nothing for a record. */
class AllocationTest {

    private static final int RECORDS = 5_000;

    @ParameterizedTest
    @EnumSource(names = {"ORDERED", "GENERAL"})
    void shouldAllocateNothingForARecord(Scanning scanning) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < RECORDS; i++) {
            text.append("{\"IPV4_SRC_ADDR\":\"10.0.")
                    .append(i >> 8)
                    .append('.')
                    .append(i & 255)
                    .append(
                            "\",\"IPV4_DST_ADDR\":\"2001:db8::66\",\"IPV6_SRC_ADDR\":\"::\",\"PROTOCOL\":6,\"L4_SRC_PORT\":")
                    .append(i)
                    .append(
                            ",\"L4_DST_PORT\":\"443\",\"TCP_FLAGS\":2,\"FIRST_SWITCHED\":1763640000,\"LAST_SWITCHED\":1763640001,"
                                    + "\"HTTP_URL\":\"/index.html\",\"CLIENT_NW_LATENCY_MS\":0.062, \"42\":")
                    .append(i)
                    .append("}\n");
        }
        byte[] input = text.toString().getBytes(StandardCharsets.US_ASCII);
        IntakeCounts counts = new IntakeCounts();
        FlowStream stream = new FlowStream(StreamLimits.DEFAULT, scanning, counts, rejection -> {});
        FlowBatch batch = new FlowBatch(512);
        batch.receivedAt(Intake.RECEIVED);
        long[] sum = new long[1];
        FlowSink sink = rows -> sum[0] += rows.size();

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) { // the first ones load classes and learn the order
            long before = threads.getCurrentThreadAllocatedBytes();
            stream.feed(input, 0, input.length, batch, sink);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(sum[0]).isEqualTo(20L * RECORDS);
        assertThat(counts.imbalance()).isZero();
        assertThat(counts.general.get()).isEqualTo(scanning == Scanning.ORDERED ? 1 : 20L * RECORDS);
        assertThat(least).as("bytes for %d records", RECORDS).isZero();
    }
}
