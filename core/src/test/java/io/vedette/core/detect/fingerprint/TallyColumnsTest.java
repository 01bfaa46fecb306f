package io.vedette.core.detect.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.flow.TcpFlags;
import io.vedette.core.packet.Samples;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of longs say of real scans what tallies say. */
class TallyColumnsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"scan-zmap", "scan-masscan", "scan-mirai-like", "scan-syn-vertical", "scan-connect-vertical"})
    void shouldAgreeWithTheTally(String name) {
        Map<Long, FingerprintTally> tallies = new HashMap<>();
        Map<Long, long[]> rows = new HashMap<>();

        Probe probe = new Probe();
        Probe before = new Probe();
        Samples.packets(Samples.bytes(name + ".pcap"), 100, packets -> {
            for (int row = 0; row < packets.size(); row++) {
                if (packets.tcpFlags(row) == TcpFlags.SYN && probe.read(packets, row)) {
                    long source = packets.sourceLow(row);
                    tallies.computeIfAbsent(source, key -> new FingerprintTally())
                            .add(probe, before);
                    long[] longs = rows.computeIfAbsent(source, key -> new long[3 + TallyColumns.LONGS]);
                    TallyColumns.add(longs, 3, packets.bytes(), packets.ipOffset(row), packets.transportOffset(row));
                }
            }
        });
        assertThat(tallies).isNotEmpty();
        tallies.forEach((source, tally) -> {
            long[] longs = rows.get(source);
            for (Fingerprint test : Fingerprint.values()) {
                assertThat(TallyColumns.matches(longs, 3, test))
                        .as(test.label())
                        .isEqualTo(tally.matches(test));
                assertThat(TallyColumns.trials(longs, 3, test)).as(test.label()).isEqualTo(tally.trials(test));
            }
            assertThat(TallyColumns.verdict(longs, 3)).isEqualTo(tally.verdict());
        });
    }
}
