package io.vedette.core.flow.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.flow.Flow;
import io.vedette.core.flow.IntakeCounts;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.export.ExportSettings.Form;
import io.vedette.core.flow.export.NprobeLines.Keys;
import io.vedette.core.flow.export.NprobeLines.Template;
import io.vedette.core.packet.Samples;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NprobeLinesTest {

    private static final FlowRecord SYN = new FlowRecord(
            Flow.of("203.0.113.66", 40001, "192.0.2.10", 23, IpProtocol.TCP, 2, 1)
                    .during(1_700_000_000_123L, 1_700_000_000_456L),
            44,
            Flow.UNKNOWN);
    private static final FlowRecord PING = new FlowRecord(
            new Flow(
                    IpAddress.parse("2001:db8::66"),
                    IpAddress.parse("2001:db8::1"),
                    IpProtocol.ICMPV6,
                    0,
                    0x8000,
                    0,
                    Flow.UNKNOWN,
                    Flow.UNKNOWN,
                    2,
                    1,
                    0x8000,
                    1_700_000_000_000L,
                    1_700_000_001_000L,
                    Flow.UNKNOWN,
                    null),
            128,
            64);

    private static String lines(Template template, Keys keys, FlowRecord... records) {
        NprobeLines writer = new NprobeLines(template, keys);
        StringBuilder lines = new StringBuilder();
        for (FlowRecord flow : records) {
            writer.append(flow, lines);
        }
        return lines.toString();
    }

    @Test
    void shouldWriteTheShortTemplate() {
        assertThat(lines(Template.SHORT, Keys.LABELS, SYN, SYN)).isEqualTo("""
                {"IPV4_SRC_ADDR":"203.0.113.66","IPV4_DST_ADDR":"192.0.2.10","PROTOCOL":6,"L4_SRC_PORT":40001,"L4_DST_PORT":23,"TCP_FLAGS":2,"IN_PKTS":1,"TOTAL_FLOWS_EXP":1}
                {"IPV4_SRC_ADDR":"203.0.113.66","IPV4_DST_ADDR":"192.0.2.10","PROTOCOL":6,"L4_SRC_PORT":40001,"L4_DST_PORT":23,"TCP_FLAGS":2,"IN_PKTS":1,"TOTAL_FLOWS_EXP":2}
                """);
    }

    @Test
    void shouldWriteNumbersForKeys() {
        assertThat(lines(Template.FULL, Keys.NUMBERS, SYN, PING)).isEqualTo("""
                {"8":"203.0.113.66","12":"192.0.2.10","60":4,"4":6,"7":40001,"11":23,"6":2,"2":1,"1":44,"152":1700000000123,"153":1700000000456,"42":1}
                {"27":"2001:db8::66","28":"2001:db8::1","60":6,"4":58,"7":0,"11":32768,"6":0,"2":2,"24":1,"1":128,"23":64,"32":32768,"152":1700000000000,"153":1700000001000,"42":2}
                """);
    }

    @Test
    void shouldWriteTheFlagsOfEachSideOfABidirectionalRecord() {
        FlowRecord both = new FlowRecord(
                Flow.of("203.0.113.66", 40001, "192.0.2.10", 23, IpProtocol.TCP, 22, 1)
                        .answeredBy(1, 2, 20)
                        .during(1_700_000_000_000L, 1_700_000_000_001L),
                44,
                40);

        assertThat(lines(Template.FULL, Keys.LABELS, both))
                .contains(
                        "\"TCP_FLAGS\":22,\"CLIENT_TCP_FLAGS\":2,\"SERVER_TCP_FLAGS\":20,\"IN_PKTS\":1,\"OUT_PKTS\":1,"
                                + "\"IN_BYTES\":44,\"OUT_BYTES\":40,");
        assertThat(lines(Template.SHORT, Keys.LABELS, both))
                .contains("\"TCP_FLAGS\":22,\"IN_PKTS\":1,\"OUT_PKTS\":1,\"TOTAL_FLOWS_EXP\":1}");
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeReadBackAsWhatWasExported(Keys keys) {
        for (Form form : Form.values()) {
            for (Path sample : Samples.all()) {
                ExportLog log = new ExportLog(form);
                Samples.packets(Samples.bytes(sample), 100, log.exporter::accept);
                log.finish();
                String lines = lines(Template.FULL, keys, log.records.toArray(FlowRecord[]::new));
                IntakeCounts counts = new IntakeCounts();

                List<Flow> read = ExportLog.read(lines, counts);

                assertThat(read).isEqualTo(log.flows());
                assertThat(counts.rejected.total()).isZero();
                assertThat(counts.lost.get()).isZero();
                assertThat(counts.records.get()).isEqualTo(log.counts.records.get());
            }
        }
    }
}
