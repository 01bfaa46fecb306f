package io.vedette.core.flow.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.flow.Flow;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.RejectReason;
import org.junit.jupiter.api.Test;

/** Lines that users and maintainers of nProbe have published, and one that follows from its manual. */
class NprobeSamplesTest {

    @Test
    void shouldAskForTcpFlagsWhereATemplateHasNone() {
        Intake intake = Intake.of("""
                {"IPV4_SRC_ADDR":"192.168.100.108","IPV4_DST_ADDR":"192.168.100.101","PROTOCOL":6,"L4_SRC_PORT":44692,\
                "L4_DST_PORT":6000,"FIRST_SWITCHED":1573805783,"LAST_SWITCHED":1573805783,"OUT_PKTS":4,"OUT_BYTES":216,\
                "RETRANSMITTED_IN_BYTES":0,"RETRANSMITTED_OUT_PKTS":0,"CLIENT_NW_LATENCY_MS":0.062,\
                "SERVER_NW_LATENCY_MS":0.018,"APPL_LATENCY_MS":0.000,"TOTAL_FLOWS_EXP":1160}
                {"IN_SRC_MAC":"00:25:90:D4:CC:F9","OUT_DST_MAC":"00:00:00:00:00:00","INPUT_SNMP":0,"OUTPUT_SNMP":0,\
                "SRC_VLAN":0,"IPV4_SRC_ADDR":"192.168.2.222","IPV4_DST_ADDR":"192.168.2.131","L4_SRC_PORT":57016,\
                "L4_DST_PORT":9092,"IPV6_SRC_ADDR":"::","IPV6_DST_ADDR":"::","IP_PROTOCOL_VERSION":4,"PROTOCOL":6,\
                "L7_PROTO":"0","IN_BYTES":129,"IN_PKTS":2,"OUT_BYTES":1459,"OUT_PKTS":1,"FIRST_SWITCHED":1560962598,\
                "LAST_SWITCHED":1560962598,"EXPORTER_IPV4_ADDRESS":"127.0.0.1","42":9}
                """);

        assertThat(intake.flows).isEmpty();
        assertThat(intake.rejections).hasSize(2).allSatisfy(rejection -> {
            assertThat(rejection.reason()).isEqualTo(RejectReason.MISSING_FIELD);
            assertThat(rejection.field()).isEqualTo("TCP_FLAGS");
        });
        assertThat(intake.rejections.get(1).line()).isEqualTo(2);
        // The numbers 1160 and 9 were read although the records cannot be used.
        assertThat(intake.counts.probeRestarts.get()).isEqualTo(1);
        assertThat(intake.counts.lost.get()).isZero();
    }

    @Test
    void shouldReadTheWholeRecordOfTheNtopngTemplate() {
        Intake intake = Intake.of("""
                [{"IN_SRC_MAC":"00:90:FB:33:B0:D5","OUT_DST_MAC":"00:23:7D:15:D3:C3","INPUT_SNMP":0,"OUTPUT_SNMP":0,\
                "SRC_VLAN":0,"IPV4_SRC_ADDR":"172.16.11.56","IPV4_DST_ADDR":"100.7.81.1","L4_SRC_PORT":53720,\
                "L4_DST_PORT":9080,"IPV6_SRC_ADDR":"::","IPV6_DST_ADDR":"::","IP_PROTOCOL_VERSION":4,"PROTOCOL":6,\
                "L7_PROTO":"7","IN_BYTES":1586,"IN_PKTS":8,"OUT_BYTES":66602,"OUT_PKTS":37,"FIRST_SWITCHED":1553700768,\
                "LAST_SWITCHED":1553700768,"CLIENT_NW_LATENCY_MS":0.000,"SERVER_NW_LATENCY_MS":0.000,\
                "APPL_LATENCY_MS":0.000,"CLIENT_TCP_FLAGS":24,"SERVER_TCP_FLAGS":24,"OOORDER_IN_PKTS":0,\
                "OOORDER_OUT_PKTS":8,"RETRANSMITTED_IN_PKTS":0,"RETRANSMITTED_OUT_PKTS":3,\
                "HTTP_URL":"100.7.81.1:9080/ws-cae","HTTP_SITE":"100.7.81.1:9080","SSL_SERVER_NAME":"",\
                "BITTORRENT_HASH":"", "35632.57943":"192.168.2.222"}]
                """);

        assertThat(intake.onlyFlow())
                .isEqualTo(new Flow(
                        IpAddress.parse("172.16.11.56"),
                        IpAddress.parse("100.7.81.1"),
                        6,
                        53720,
                        9080,
                        24,
                        24,
                        24,
                        8,
                        37,
                        Flow.UNKNOWN,
                        1553700768000L,
                        1553700768000L,
                        Flow.UNKNOWN,
                        IpAddress.parse("192.168.2.222")));
        assertThat(intake.counts.general.get()).isEqualTo(1);
        assertThat(intake.counts.repaired.get()).isZero();
    }

    @Test
    void shouldReadElementNumbersWithASpaceBeforeTheAppendedOne() {
        Intake intake = Intake.of("""
                {"8":"8.8.4.4","12":"172.16.1.3","15":"0.0.0.0","10":15,"14":16,"2":1,"1":50,"22":1489081883,\
                "21":1489081883,"7":53,"11":42543,"6":0,"4":17,"5":0,"16":0,"17":0,"9":0,"13":0, "57943":"172.16.1.3"}
                """);

        assertThat(intake.onlyFlow())
                .isEqualTo(new Flow(
                        IpAddress.parse("8.8.4.4"),
                        IpAddress.parse("172.16.1.3"),
                        17,
                        53,
                        42543,
                        0,
                        Flow.UNKNOWN,
                        Flow.UNKNOWN,
                        1,
                        Flow.UNKNOWN,
                        Flow.UNKNOWN,
                        1489081883000L,
                        1489081883000L,
                        Flow.UNKNOWN,
                        IpAddress.parse("172.16.1.3")));
    }

    @Test
    void shouldReadCentoWithNtopElementsInBothForms() {
        Intake intake = Intake.of("""
                {"8":"96.78.84.252","12":"52.229.164.24","10":0,"14":0,"2":3,"1":2673,"24":0,"23":0,"22":1555328334,\
                "21":1555328370,"7":28115,"11":80,"6":130,"4":6,"5":0,"35632.57590":7,"35632.57833":"","35632.57652":""}
                {"8":"117.220.2.131","12":"85.25.103.30","10":0,"14":0,"2":7,"1":372,"24":0,"23":0,"22":1554201350,\
                "21":1554201392,"7":56106,"11":80,"6":19,"4":6,"5":0,"57590":7}
                """);

        assertThat(intake.flows)
                .containsExactly(
                        Flow.of("96.78.84.252", 28115, "52.229.164.24", 80, 6, 130, 3)
                                .answeredBy(0, Flow.UNKNOWN, Flow.UNKNOWN)
                                .during(1555328334000L, 1555328370000L),
                        Flow.of("117.220.2.131", 56106, "85.25.103.30", 80, 6, 19, 7)
                                .answeredBy(0, Flow.UNKNOWN, Flow.UNKNOWN)
                                .during(1554201350000L, 1554201392000L));
        assertThat(intake.rejections).isEmpty();
    }

    @Test
    void shouldReadTheShortTemplateWithItsRunningNumber() {
        Intake intake = Intake.of("""
                {"IPV4_SRC_ADDR":"203.0.113.66","IPV4_DST_ADDR":"192.0.2.10","PROTOCOL":6,"L4_SRC_PORT":40001,\
                "L4_DST_PORT":23,"TCP_FLAGS":2,"IN_PKTS":1,"42":17}
                {"IPV4_SRC_ADDR":"192.0.2.10","IPV4_DST_ADDR":"203.0.113.66","PROTOCOL":6,"L4_SRC_PORT":23,\
                "L4_DST_PORT":40001,"TCP_FLAGS":20,"IN_PKTS":1,"42":18}
                """);

        assertThat(intake.flows)
                .containsExactly(
                        Flow.of("203.0.113.66", 40001, "192.0.2.10", 23, 6, 2, 1),
                        Flow.of("192.0.2.10", 23, "203.0.113.66", 40001, 6, 20, 1));
        assertThat(intake.counts.lines.get()).isEqualTo(2);
        assertThat(intake.counts.lost.get()).isZero();
        assertThat(intake.counts.general.get()).isEqualTo(1); // the first one taught the order
    }
}
