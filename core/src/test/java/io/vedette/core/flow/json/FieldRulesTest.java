package io.vedette.core.flow.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.flow.Flow;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.RejectReason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the members of a record mean. */
class FieldRulesTest {

    private static final String ENDS = "\"IPV4_SRC_ADDR\":\"10.0.0.1\",\"IPV4_DST_ADDR\":\"10.0.0.2\"";
    private static final String ICMP = ENDS + ",\"PROTOCOL\":1";
    private static final String UDP = ENDS + ",\"PROTOCOL\":17,\"L4_SRC_PORT\":5000,\"L4_DST_PORT\":53";
    private static final String TCP = ENDS + ",\"PROTOCOL\":6,\"L4_SRC_PORT\":5000,\"L4_DST_PORT\":22";

    private static Intake read(String members) {
        return Intake.of("{" + members + "}\n");
    }

    private static Flow flow(String members) {
        return read(members).onlyFlow();
    }

    private static void assertRejected(String members, RejectReason reason, String field) {
        Intake intake = read(members);
        assertThat(intake.onlyRejection().reason()).as(members).isEqualTo(reason);
        assertThat(intake.onlyRejection().field()).as(members).isEqualTo(field);
    }

    @Test
    void shouldReadTheSameFieldUnderEveryName() {
        Flow expected = new Flow(
                IpAddress.parse("10.0.0.1"),
                IpAddress.parse("10.0.0.2"),
                6,
                5000,
                22,
                22,
                2,
                20,
                7,
                5,
                Flow.UNKNOWN,
                1_763_640_000_000L,
                1_763_640_001_000L,
                100,
                IpAddress.parse("192.0.2.1"));
        List<String> values = List.of(
                "\"10.0.0.1\"",
                "\"10.0.0.2\"",
                "6",
                "5000",
                "22",
                "22",
                "2",
                "20",
                "7",
                "5",
                "1763640000",
                "1763640001",
                "100",
                "\"192.0.2.1\"");
        List<List<String>> namings = List.of(
                List.of(
                        "IPV4_SRC_ADDR",
                        "IPV4_DST_ADDR",
                        "PROTOCOL",
                        "L4_SRC_PORT",
                        "L4_DST_PORT",
                        "TCP_FLAGS",
                        "CLIENT_TCP_FLAGS",
                        "SERVER_TCP_FLAGS",
                        "IN_PKTS",
                        "OUT_PKTS",
                        "FIRST_SWITCHED",
                        "LAST_SWITCHED",
                        "SAMPLING_INTERVAL",
                        "NPROBE_IPV4_ADDRESS"),
                List.of("8", "12", "4", "7", "11", "6", "57550", "57551", "2", "24", "22", "21", "34", "57943"),
                List.of(
                        "0.8",
                        "0.12",
                        "0.4",
                        "0.7",
                        "0.11",
                        "0.6",
                        "35632.78",
                        "35632.79",
                        "0.2",
                        "0.24",
                        "0.22",
                        "0.21",
                        "0.34",
                        "35632.471"),
                List.of(
                        "sourceIPv4Address",
                        "destinationIPv4Address",
                        "protocolIdentifier",
                        "sourceTransportPort",
                        "destinationTransportPort",
                        "tcpControlBits",
                        "35632.57550",
                        "35632.57551",
                        "packetDeltaCount",
                        "postPacketDeltaCount",
                        "flowStartSeconds",
                        "flowEndSeconds",
                        "samplingInterval",
                        "35632.57943"),
                List.of(
                        "27",
                        "28",
                        "4",
                        "7",
                        "11",
                        "6",
                        "57550",
                        "35632.79",
                        "SRC_TO_DST_PKTS",
                        "DST_TO_SRC_PKTS",
                        "150",
                        "151",
                        "34",
                        "130"),
                List.of(
                        "8",
                        "IPV6_DST_ADDR",
                        "PROTOCOL",
                        "0.7",
                        "11",
                        "TCP_FLAGS",
                        "57550",
                        "57551",
                        "298",
                        "RESPONDER_PKTS",
                        "22",
                        "151",
                        "34",
                        "131"));
        for (List<String> names : namings) {
            StringBuilder members = new StringBuilder();
            for (int i = 0; i < names.size(); i++) {
                members.append(i == 0 ? "" : ",")
                        .append('"')
                        .append(names.get(i))
                        .append("\":")
                        .append(values.get(i));
            }
            assertThat(flow(members.toString())).as(names.toString()).isEqualTo(expected);
        }
    }

    @Test
    void shouldRejectAFieldThatStandsTwiceUnderWhateverNames() {
        assertRejected(UDP + ",\"PROTOCOL\":6", RejectReason.DUPLICATE_KEY, "PROTOCOL");
        assertRejected(UDP + ",\"4\":17", RejectReason.DUPLICATE_KEY, "PROTOCOL");
        assertRejected(UDP + ",\"0.11\":53", RejectReason.DUPLICATE_KEY, "L4_DST_PORT");
        assertRejected(UDP + ",\"PROTOC\\u004fL\":17", RejectReason.DUPLICATE_KEY, "PROTOCOL");
        assertRejected(UDP + ",\"PROTOCOL\":null", RejectReason.DUPLICATE_KEY, "PROTOCOL");
    }

    @Test
    void shouldTolerateARepeatedKeyThatIsNotRead() {
        assertThat(flow(UDP + ",\"DNS_QUERY\":\"a\",\"DNS_QUERY\":\"b\"").destinationPort())
                .isEqualTo(53);
    }

    @Test
    void shouldSkipWhatItDoesNotKnow() {
        assertThat(flow(UDP + ",\"X\":{\"PROTOCOL\":[1,{\"8\":null}]},\"Y\":-1.5e7,\"Z\":[],\"35632.9999\":true")
                        .protocol())
                .isEqualTo(17);
    }

    @ParameterizedTest
    @ValueSource(strings = {"53", "\"53\"", "53.0", "\"53.0\"", "53.000"})
    void shouldReadNumbersInEveryWholeForm(String number) {
        assertThat(flow(ENDS + ",\"PROTOCOL\":17,\"L4_SRC_PORT\":1,\"L4_DST_PORT\":" + number)
                        .destinationPort())
                .isEqualTo(53);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"0x35\"",
                "0x35",
                "-1",
                "\"-1\"",
                "65536",
                "1e3",
                "\"1e3\"",
                "1e999999999",
                "NaN",
                "\"NaN\"",
                "Infinity",
                "53.5",
                "\"53.\"",
                "\" 53\"",
                "\"+53\"",
                "\"053\"",
                "053",
                "18446744073709551616",
                "true",
                "{}",
                "[53]",
                "\"\\u0665\\u0663\""
            })
    void shouldRejectEverythingElseAsANumber(String number) {
        assertRejected(
                ENDS + ",\"PROTOCOL\":17,\"L4_SRC_PORT\":1,\"L4_DST_PORT\":" + number,
                RejectReason.BAD_NUMBER,
                "L4_DST_PORT");
    }

    @Test
    void shouldKnowTheRangeOfEachField() {
        assertThat(flow(TCP + ",\"TCP_FLAGS\":255").tcpFlags()).isEqualTo(255);
        assertThat(flow(TCP + ",\"TCP_FLAGS\":0").tcpFlags()).isZero();
        assertRejected(TCP + ",\"TCP_FLAGS\":256", RejectReason.BAD_NUMBER, "TCP_FLAGS");
        assertRejected(ENDS + ",\"PROTOCOL\":256", RejectReason.BAD_NUMBER, "PROTOCOL");
        assertThat(flow(UDP + ",\"IN_PKTS\":0").packets()).isZero();
        assertThat(flow(UDP + ",\"IN_PKTS\":9223372036854775808").packets()).isEqualTo(Long.MAX_VALUE);
        assertThat(flow(UDP + ",\"IN_PKTS\":18446744073709551615").packets()).isEqualTo(Long.MAX_VALUE);
        assertThat(flow(UDP + ",\"IN_PKTS\":9223372036854775807").packets()).isEqualTo(Long.MAX_VALUE);
        assertRejected(UDP + ",\"IN_PKTS\":-1", RejectReason.BAD_NUMBER, "IN_PKTS");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 41, 3, 255, 18})
    void shouldReadTcpFlagsAsTheyAre(int flags) {
        assertThat(flow(TCP + ",\"TCP_FLAGS\":" + flags).tcpFlags()).isEqualTo(flags);
    }

    @Test
    void shouldRequireWhatTheProtocolNeeds() {
        assertRejected("\"PROTOCOL\":1", RejectReason.MISSING_FIELD, "IPV4_SRC_ADDR");
        assertRejected("\"8\":\"1.2.3.4\",\"PROTOCOL\":1", RejectReason.MISSING_FIELD, "IPV4_DST_ADDR");
        assertRejected(ENDS, RejectReason.MISSING_FIELD, "PROTOCOL");
        assertRejected(ENDS + ",\"PROTOCOL\":17,\"11\":1", RejectReason.MISSING_FIELD, "L4_SRC_PORT");
        assertRejected(ENDS + ",\"PROTOCOL\":6,\"7\":1", RejectReason.MISSING_FIELD, "L4_DST_PORT");
        assertRejected(TCP, RejectReason.MISSING_FIELD, "TCP_FLAGS");
        assertRejected("", RejectReason.MISSING_FIELD, "IPV4_SRC_ADDR");
        assertThat(flow(ICMP).sourcePort()).isEqualTo(Flow.UNKNOWN);
        assertThat(flow(UDP).packets()).isEqualTo(Flow.UNKNOWN);
    }

    @Test
    void shouldCountEachOfAThousandRecordsOfAnUnusableTemplate() {
        Intake intake = Intake.of(("{" + TCP + "}\n").repeat(1000));

        assertThat(intake.counts.rejected.get(RejectReason.MISSING_FIELD)).isEqualTo(1000);
        assertThat(intake.rejections.get(999).line()).isEqualTo(1000);
    }

    @Test
    void shouldTakeBothSidesFlagsForTcpFlagsThatAreAbsent() {
        Flow both = flow(TCP + ",\"CLIENT_TCP_FLAGS\":2,\"SERVER_TCP_FLAGS\":20");
        Flow client = flow(TCP + ",\"CLIENT_TCP_FLAGS\":2");

        assertThat(List.of(both.tcpFlags(), both.clientFlags(), both.serverFlags()))
                .containsExactly(22, 2, 20);
        assertThat(List.of(client.tcpFlags(), client.clientFlags(), client.serverFlags()))
                .containsExactly(2, 2, Flow.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3.4, ::, 1.2.3.4",
        "0.0.0.0, 2001:db8::1, 2001:db8::1",
        "2001:db8::66, ::, 2001:db8::66",
        "1.2.3.4, 2001:db8::1, 1.2.3.4",
        "0.0.0.0, ::, 0.0.0.0",
        "'', ::, 0.0.0.0",
        "::, '', ::",
        "::ffff:1.2.3.4, ::, 1.2.3.4",
        "fe80::1%eth0, ::, fe80::1",
    })
    void shouldPreferTheAddressThatSaysSomething(String ipv4, String ipv6, String expected) {
        String rest = ",\"12\":\"9.9.9.9\",\"PROTOCOL\":1";
        String first = "\"IPV4_SRC_ADDR\":\"" + ipv4 + "\"";
        String second = "\"IPV6_SRC_ADDR\":\"" + ipv6 + "\"";

        assertThat(flow(first + "," + second + rest).source()).isEqualTo(IpAddress.parse(expected));
        assertThat(flow(second + "," + first + rest).source()).isEqualTo(IpAddress.parse(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"010.0.0.1\"",
                "\"1.2.3\"",
                "\"1.2.3.4.5\"",
                "\"256.1.1.1\"",
                "\"1.2.3.4 \"",
                "\"host\"",
                "\"fe80::1%\"",
                "3232235777",
                "true",
                "[]"
            })
    void shouldRejectWhatIsNoAddress(String address) {
        assertRejected(
                "\"IPV4_SRC_ADDR\":" + address + ",\"12\":\"9.9.9.9\",\"4\":1",
                RejectReason.BAD_ADDRESS,
                "IPV4_SRC_ADDR");
    }

    @Test
    void shouldTakeAnEmptyOrNullMemberAsAbsent() {
        assertThat(flow(UDP + ",\"IN_PKTS\":\"\",\"OUT_PKTS\":null,\"TCP_FLAGS\":\"\""))
                .isEqualTo(Flow.of("10.0.0.1", 5000, "10.0.0.2", 53, 17, Flow.UNKNOWN, Flow.UNKNOWN));
    }

    @Test
    void shouldReadIcmpTypesFromEitherField() {
        assertThat(flow(ICMP + ",\"ICMP_TYPE\":771").icmpType()).isEqualTo(771);
        assertThat(flow(ICMP + ",\"176\":3,\"177\":1").icmpType()).isEqualTo(769);
        assertThat(flow(ICMP + ",\"ICMP_IPV4_TYPE\":8").icmpType()).isEqualTo(2048);
        assertThat(flow(ICMP).icmpType()).isEqualTo(Flow.UNKNOWN);
    }

    @Test
    void shouldRepairWhatNprobeIsKnownToHaveBroken() {
        for (String members : List.of(
                "," + UDP,
                UDP + ",\"PROTOCOL_MAP\":tcp",
                UDP + ",\"POST_NAT_SRC_IPV4_ADDR\":1.1.1.1,\"X\":1",
                UDP + ",\"IPV6_NEXT_HOP\":[::]",
                UDP + ",\"UNTUNNELED\":00000000,\"SRC_IP_CITY\":New York,\"SRC_IP_COUNTRY\":",
                UDP.replace("\"10.0.0.1\"", "10.0.0.1"))) {
            Intake intake = read(members);

            assertThat(intake.onlyFlow()).as(members).isEqualTo(flow(UDP));
            assertThat(intake.counts.repaired.get()).as(members).isEqualTo(1);
        }
        assertThat(read(UDP + ", \"X\":\"\"").counts.repaired.get()).isZero();
    }

    @Test
    void shouldRejectWhatIsBrokenOtherwise() {
        for (String line : List.of(
                "{" + UDP,
                "{" + UDP + ",}",
                "{" + UDP + "]",
                "{" + UDP + ",\"X\":tcp\"}",
                "{" + UDP + ",\"X\" 1}",
                "{" + UDP + ",\"X\":\"}",
                "{" + UDP + ",\"X\":\"\\q\"}",
                "{" + UDP + ",X:1}")) {
            assertThat(Intake.of(line + "\n").onlyRejection().reason()).as(line).isEqualTo(RejectReason.BAD_JSON);
        }
    }

    @Test
    void shouldGoOnBehindARepairedObject() {
        Intake intake = Intake.of("{" + UDP + ",\"X\":tcp} {" + UDP + "}\n");

        assertThat(intake.flows).hasSize(2);
        assertThat(intake.counts.repaired.get()).isEqualTo(1);
    }

    @Test
    void shouldRejectWhatIsNestedTooDeep() {
        assertThat(flow(UDP + ",\"X\":" + "[".repeat(7) + "]".repeat(7)).protocol())
                .isEqualTo(17);
        assertRejected(UDP + ",\"X\":" + "[".repeat(8) + "]".repeat(8), RejectReason.TOO_DEEP, null);
        assertThat(Intake.of("[".repeat(1001) + "\n").onlyRejection().reason()).isEqualTo(RejectReason.TOO_DEEP);
        assertThat(new Intake(200_000)
                        .feed("[".repeat(100_000) + "\n")
                        .onlyRejection()
                        .reason())
                .isEqualTo(RejectReason.TOO_DEEP);
        assertThat(new Intake(1 << 20)
                        .feed("{\"a\":".repeat(100_000) + "\n")
                        .onlyRejection()
                        .reason())
                .isEqualTo(RejectReason.TOO_DEEP);
    }

    @Test
    void shouldRejectByTheLimitsOfARecord() {
        StringBuilder keys = new StringBuilder();
        for (int i = 5; i < 512; i++) {
            keys.append(",\"k").append(i).append("\":1");
        }
        assertThat(flow(UDP + keys).protocol()).isEqualTo(17);
        assertRejected(UDP + keys + ",\"k\":1", RejectReason.TOO_DEEP, null);
        assertThat(flow(UDP + ",\"" + "k".repeat(128) + "\":1").protocol()).isEqualTo(17);
        assertRejected(UDP + ",\"" + "k".repeat(129) + "\":1", RejectReason.OVERSIZE, null);
        assertRejected(UDP + ",\"" + "k".repeat(8192) + "\":1", RejectReason.OVERSIZE, null);
        assertThat(flow(UDP + ",\"k\":\"" + "v".repeat(8192) + '"').protocol()).isEqualTo(17);
        assertRejected(UDP + ",\"k\":\"" + "v".repeat(8193) + '"', RejectReason.OVERSIZE, null);
        assertThat(flow(UDP + ",\"k\":" + "1".repeat(64)).protocol()).isEqualTo(17);
        assertRejected(UDP + ",\"k\":" + "1".repeat(65), RejectReason.OVERSIZE, null);
        assertRejected(UDP + ",\"k\":" + "1".repeat(2000), RejectReason.OVERSIZE, null);
    }

    @Test
    void shouldRejectOtherEncodings() {
        for (String bad : List.of(
                "\u00c0\u00af",
                "\u00ff",
                "\u00ed\u00a0\u0080",
                "\u00f5\u0080\u0080\u0080",
                "\u00e2\u0082",
                "\0",
                "\u0001",
                "\t")) {
            byte[] line = ("{" + UDP + ",\"X\":\"" + bad + "\"}\n").getBytes(StandardCharsets.ISO_8859_1);
            assertThat(new Intake().feed(line).onlyRejection().reason())
                    .as(Arrays.toString(bad.getBytes(StandardCharsets.ISO_8859_1)))
                    .isEqualTo(RejectReason.BAD_ENCODING);
        }
        byte[] utf16 = ("\ufeff{" + UDP + "}").getBytes(StandardCharsets.UTF_16LE);
        Intake intake = new Intake().feed(utf16).feed("\n").end();
        assertThat(intake.onlyRejection().reason()).isEqualTo(RejectReason.BAD_ENCODING);
        assertThat(intake.onlyRejection().excerpt())
                .startsWith("\\xff\\xfe{\\x00\"\\x00I\\x00")
                .hasSizeLessThanOrEqualTo(120);
    }

    @Test
    void shouldCarryNoTextThatCouldHarm() {
        assertThat(flow(UDP + ",\"HTTP_URL\":\"\\ud800\\u001b[31m\\u202e</script>=cmd()é\"")
                        .protocol())
                .isEqualTo(17);
        assertThat(Intake.of("\u001b[31m\u202ebad\n").onlyRejection().excerpt())
                .isEqualTo("\\x1b[31m\\xe2\\x80\\xaebad");
    }

    @Test
    void shouldTakeTwoEqualRecordsForTwoFlows() {
        String line = "{" + UDP + ",\"42\":5}\n";
        Intake intake = Intake.of(line + line);

        assertThat(intake.flows).hasSize(2);
        assertThat(intake.counts.probeRestarts.get()).isZero();
        assertThat(intake.counts.lost.get()).isZero();
    }
}
