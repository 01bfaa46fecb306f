package io.vedette.core.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.flow.Flow;
import io.vedette.core.flow.FlowBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowContactsTest {

    private static final String SCANNER = "203.0.113.66";
    private static final String VICTIM = "192.0.2.10";

    private final ContactLog log = new ContactLog();
    private long taken;

    private ContactLog take(Flow... flows) {
        taken += flows.length;
        return log.take(flows);
    }

    @AfterEach
    void everyFlowIsAccountedFor() {
        assertThat(log.counts.analysed.get() + log.counts.filtered.total() + log.contacts.held())
                .as("flows = analysed + filtered + held")
                .isEqualTo(taken);
    }

    private static Flow tcp(String from, int sourcePort, String to, int port, int flags, long packets) {
        return Flow.of(from, sourcePort, to, port, 6, flags, packets);
    }

    private static Flow udp(String from, int sourcePort, String to, int port) {
        return Flow.of(from, sourcePort, to, port, 17, 0, 1);
    }

    /** One direction a record: what the scanner sent, and what comes of it without the other half. */
    @ParameterizedTest(name = "{0}: flags {1} in {2} packets")
    @CsvSource({
        "SYN closed or filtered,    2, 1, S,    UNKNOWN",
        "SYN and hung up: open,     6, 2, SR,   ANSWERED",
        "connect and hung up,      22, 3, SRA,  ANSWERED",
        "NULL,                      0, 1, none, UNKNOWN",
        "FIN,                       1, 1, F,    UNKNOWN",
        "Xmas,                     41, 1, FPU,  UNKNOWN",
        "ACK,                      16, 1, A,    UNKNOWN",
        "Maimon,                   17, 1, FA,   UNKNOWN",
        "an ordinary connection,   27, 9, FSPA, ANSWERED",
    })
    void shouldTakeTheSenderOfAProbeForTheInitiator(String what, int flags, int packets, String sent, String outcome) {
        assertThat(take(tcp(SCANNER, 40001, VICTIM, 23, flags, packets)).lines())
                .containsExactly("203.0.113.66 -> 192.0.2.10:23 tcp " + sent + " " + outcome);
    }

    /** The victim's half: never a contact of the victim. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"SYN-ACK, 18, ANSWERED", "RST-ACK, 20, REFUSED", "RST, 4, REFUSED", "SYN-ACK with ECE, 82, ANSWERED"})
    void shouldNeverHoldAnAnswerAgainstTheAnswerer(String what, int flags, String outcome) {
        assertThat(take(tcp(VICTIM, 23, SCANNER, 40001, flags, 1)).lines())
                .containsExactly("203.0.113.66 -> 192.0.2.10:23 tcp ? " + outcome + " (inferred)");
    }

    /** TCP_FLAGS as the union of both directions, told by OUT_PKTS. */
    @ParameterizedTest(name = "{0}: union {1}, {2} out, {3} back")
    @CsvSource({
        "SYN closed,                22, 1, 1, S,    REFUSED",
        "SYN closed and retried,    22, 3, 3, S,    REFUSED",
        "SYN open and hung up,      22, 2, 1, SR,   ANSWERED",
        "connect open and hung up,  22, 3, 1, SRA,  ANSWERED",
        "SYN filtered,               2, 2, 0, S,    SILENT",
        "SYN open and left,         18, 1, 2, S,    ANSWERED",
        "FIN closed,                21, 1, 1, F,    REFUSED",
        "FIN open,                   1, 2, 0, F,    SILENT",
        "Xmas closed,               61, 1, 1, FPU,  REFUSED",
        "NULL or ACK refused,       20, 1, 1, RA,   REFUSED",
        "NULL open,                  0, 2, 0, none, SILENT",
        "an ordinary connection,    27, 5, 4, FSPA, ANSWERED",
    })
    void shouldUndoTheUnionOfBothDirections(String what, int union, long out, long back, String sent, String outcome) {
        Flow merged = tcp(SCANNER, 40001, VICTIM, 23, union, out).answeredBy(back, Flow.UNKNOWN, Flow.UNKNOWN);
        assertThat(take(merged).lines()).containsExactly("203.0.113.66 -> 192.0.2.10:23 tcp " + sent + " " + outcome);
    }

    @ParameterizedTest(name = "client {0}, server {1}")
    @CsvSource({
        "2, 20, S, REFUSED",
        "2, 0, S, SILENT",
        "6, 18, SR, ANSWERED",
        "16, 4, A, REFUSED",
        "27, 27, FSPA, ANSWERED",
    })
    void shouldTrustTheFlagsOfEachSide(int client, int server, String sent, String outcome) {
        Flow sides = tcp(SCANNER, 40001, VICTIM, 23, client | server, 1).answeredBy(Flow.UNKNOWN, client, server);
        assertThat(take(sides).lines()).containsExactly("203.0.113.66 -> 192.0.2.10:23 tcp " + sent + " " + outcome);
    }

    @Test
    void shouldTurnARecordRoundWhoseClientOnlyAnswered() {
        Flow swapped = tcp(VICTIM, 23, SCANNER, 40001, 22, 1).answeredBy(1, 20, 2);
        assertThat(take(swapped).lines()).containsExactly("203.0.113.66 -> 192.0.2.10:23 tcp S REFUSED");
    }

    @Test
    void shouldRecogniseAProbeThatMergesDirectionsByItsImpossiblePackets() {
        for (int i = 0; i < 3; i++) {
            take(tcp(SCANNER, 40001, VICTIM, 100 + i, 22, 1));
        }
        take(tcp(SCANNER, 40001, VICTIM, 200, 20, 1));
        assertThat(log.lines()).hasSize(4).last().isEqualTo("203.0.113.66 -> 192.0.2.10:200 tcp RA REFUSED");
    }

    @Test
    void shouldRememberServicesWhenAMergingProbeTurnsRecordsRound() {
        for (int client = 1; client <= 5; client++) {
            take(tcp("198.51.100." + client, 50000, VICTIM, 80, 22, 1));
        }
        take(tcp(VICTIM, 80, SCANNER, 54321, 22, 1));
        assertThat(log.lines()).last().isEqualTo("203.0.113.66 -> 192.0.2.10:80 tcp S REFUSED (inferred)");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "FIN+ACK of one direction, 17, -1, -1, -1",
        "an ACK of one direction,  16, -1, -1, -1",
        "reset as a client knows,  21,  1, 17,  4",
        "reset in a union,         21,  1, -1, -1",
        "an ACK reset in a union,  20,  1, -1, -1",
        "never answered,           17,  0, 17,  0",
    })
    void shouldTakeWhatAServiceClosesForTheEndOfAConnection(String what, int flags, int back, int client, int server) {
        for (int port = 50001; port <= 50003; port++) {
            take(tcp("198.51.100.1", port, VICTIM, 443, 27, 9));
        }
        Flow end = tcp(VICTIM, 443, SCANNER, 40001, flags, 1);
        take(client < 0 && back < 0 ? end : end.answeredBy(back, client, server));
        assertThat(log.lines())
                .last()
                .asString()
                .matches("203.0.113.66 -> 192.0.2.10:443 tcp \\w+ ANSWERED \\(inferred\\)");

        take(tcp(VICTIM, 53, SCANNER, 40001, 17, 1));
        assertThat(log.lines()).last().isEqualTo("192.0.2.10 -> 203.0.113.66:40001 tcp FA UNKNOWN");
    }

    @Test
    void shouldPairUdpInEitherOrder() {
        take(udp(SCANNER, 5000, VICTIM, 53), udp(VICTIM, 53, SCANNER, 5000));
        take(udp(VICTIM, 53, SCANNER, 5001), udp(SCANNER, 5001, VICTIM, 53));
        assertThat(log.lines())
                .containsExactly(
                        "203.0.113.66 -> 192.0.2.10:53 udp ANSWERED", "203.0.113.66 -> 192.0.2.10:53 udp ANSWERED");
        assertThat(log.counts.paired.get()).isEqualTo(2);
    }

    @Test
    void shouldTakeTheEarlierOfTwoUdpRecordsForTheInitiator() {
        Flow answer = udp(VICTIM, 4000, SCANNER, 3000).during(2000, 2000);
        Flow request = udp(SCANNER, 3000, VICTIM, 4000).during(1000, 1000);
        assertThat(take(answer, request).lines()).containsExactly("203.0.113.66 -> 192.0.2.10:4000 udp ANSWERED");
    }

    @Test
    void shouldHoldAnUnansweredUdpRecordUntilTheWaitIsOver() {
        take(udp(SCANNER, 5000, VICTIM, 53), udp(VICTIM, 53, SCANNER, 5000)); // answers can be seen
        take(udp(SCANNER, 5000, VICTIM, 161));
        assertThat(log.lines()).hasSize(1);
        assertThat(log.contacts.held()).isEqualTo(1);
        assertThat(log.advance(5000).lines()).hasSize(1);
        assertThat(log.advance(1).lines()).last().isEqualTo("203.0.113.66 -> 192.0.2.10:161 udp SILENT");
    }

    @Test
    void shouldFindAScannerThatSendsFromAServicePort() {
        take(udp("198.51.100.1", 5000, VICTIM, 53), udp(VICTIM, 53, "198.51.100.1", 5000));
        take(udp(SCANNER, 53, VICTIM, 2000)).finish();
        assertThat(log.lines()).last().isEqualTo("203.0.113.66 -> 192.0.2.10:2000 udp SILENT");
    }

    @Test
    void shouldTakeDatagramsFromServicePortsForAnswersWhereOnlyOneDirectionIsSeen() {
        for (int client = 1; client <= 200; client++) {
            take(udp(VICTIM, 53, "198.51.100." + client, 30000 + client));
        }
        assertThat(log.finish().lines())
                .hasSize(200)
                .allSatisfy(line -> assertThat(line).endsWith(" -> 192.0.2.10:53 udp ANSWERED (inferred)"));
    }

    @Test
    void shouldJudgeTheOldestWithoutWaitingWhenTooManyWait() {
        AnalysisCounts counts = new AnalysisCounts();
        FlowContacts small =
                new FlowContacts(new ContactSettings(ContactSettings.defaults().pairWait(), 64, List.of()), counts, 1);
        FlowBatch batch = new FlowBatch(100);
        for (int i = 0; i < 100; i++) {
            batch.add(udp(SCANNER, 40000, "198.51.100.1", 1000 + i));
        }
        ContactBatch out = new ContactBatch(100);
        small.accept(batch, (high, low) -> out);
        assertThat(out.size()).isEqualTo(36);
        assertThat(small.held()).isEqualTo(64);
        assertThat(counts.pairingLimit.get()).isEqualTo(36);
        small.finish((high, low) -> out);
        assertThat(out.size()).isEqualTo(100);
    }

    /** One record that is never answered must not make the answered ones behind it count as waiting. */
    @Test
    void shouldNotCountAnsweredRecordsAsWaiting() {
        AnalysisCounts counts = new AnalysisCounts();
        FlowContacts small =
                new FlowContacts(new ContactSettings(ContactSettings.defaults().pairWait(), 64, List.of()), counts, 1);
        ContactBatch out = new ContactBatch(2000);
        FlowBatch batch = new FlowBatch(2001);
        batch.add(udp(SCANNER, 40000, "198.51.100.1", 7));
        for (int i = 0; i < 1000; i++) {
            batch.add(udp(SCANNER, 1000 + i, VICTIM, 53));
            batch.add(udp(VICTIM, 53, SCANNER, 1000 + i));
        }
        small.accept(batch, (high, low) -> out);
        assertThat(counts.pairingLimit.get()).isZero();
        assertThat(counts.paired.get()).isEqualTo(1000);
        assertThat(small.held()).isEqualTo(1);
        small.finish((high, low) -> out);
        assertThat(out.outcome(1000)).isEqualTo(Outcome.SILENT);
    }

    /** Where packets come back another way, half of a connection that works is all there is. */
    @ParameterizedTest
    @CsvSource({
        "50000, 443, 27, 14, '203.0.113.66 -> 192.0.2.10:443 tcp SFPA ANSWERED'",
        "443, 50000, 27, 14, '192.0.2.10 -> 203.0.113.66:443 tcp SFPA ANSWERED (inferred)'",
        "50000, 443, 2, 1, '203.0.113.66 -> 192.0.2.10:443 tcp S SILENT'",
        "443, 50000, 18, 1, '192.0.2.10 -> 203.0.113.66:443 tcp UNKNOWN ANSWERED (inferred)'"
    })
    void shouldKnowOneHalfOfAConnectionWhoseOtherHalfIsNotSeen(
            int sourcePort, int port, int flags, long packets, String contact) {
        Flow half = tcp(SCANNER, sourcePort, VICTIM, port, flags, packets).answeredBy(0, flags, 0);
        assertThat(take(half).lines())
                .singleElement()
                .satisfies(line -> assertThat(fields(line)).isEqualTo(fields(contact)));
    }

    /** What a probe makes of answers alone: the one who was answered, and may never have asked, stands as the source. */
    @ParameterizedTest
    @CsvSource({
        "18, 1, '192.0.2.10 -> 203.0.113.66:443 tcp ? ANSWERED (inferred)'",
        "27, 14, '192.0.2.10 -> 203.0.113.66:443 tcp FSPA ANSWERED (inferred)'",
        "20, 1, '192.0.2.10 -> 203.0.113.66:443 tcp ? REFUSED (inferred)'",
        "2, 1, '203.0.113.66 -> 192.0.2.10:50000 tcp S SILENT'"
    })
    void shouldHoldNothingAgainstASourceThatSentNothing(int flags, long packets, String contact) {
        Flow answers = tcp(VICTIM, 50_000, SCANNER, 443, flags, 0);
        assertThat(take(answers.answeredBy(packets, 0, flags)).lines()).containsExactly(contact);
        assertThat(new FlowContactsTest()
                        .take(answers.answeredBy(packets, Flow.UNKNOWN, Flow.UNKNOWN))
                        .lines())
                .containsExactly(contact);
    }

    /** Initiator, target and outcome. */
    private static List<String> fields(String line) {
        String[] words = line.split(" ");
        return List.of(words[0], words[2], line.replaceAll(".*(SILENT|ANSWERED)", "$1"));
    }

    /** Records of both directions say that nothing came back, because it came another way. */
    @Test
    void shouldTakeDatagramsFromAServiceForAnswersWhereOneDirectionIsSeen() {
        for (int i = 0; i < 30; i++) {
            take(udp(VICTIM, 53, SCANNER, 40_000 + i).answeredBy(0, Flow.UNKNOWN, Flow.UNKNOWN));
        }
        assertThat(log.lines()).hasSize(30).allMatch(line -> line.contains(" ANSWERED (inferred)"));
    }

    @Test
    void shouldNotTakeThemForAnswersWhereAnswersAreSeen() {
        for (int i = 0; i < 30; i++) {
            take(
                    udp(VICTIM, 40_000 + i, SCANNER, 53).answeredBy(1, Flow.UNKNOWN, Flow.UNKNOWN),
                    udp(VICTIM, 53, SCANNER, 40_000 + i).answeredBy(0, Flow.UNKNOWN, Flow.UNKNOWN));
        }
        assertThat(log.lines()).filteredOn(line -> line.endsWith(" SILENT")).hasSize(30);
    }

    @Test
    void shouldReadIcmpRequestsRepliesAndUnreachables() {
        take(
                Flow.of(SCANNER, 0, VICTIM, 8 << 8, 1, 0, 1),
                Flow.of(VICTIM, 0, SCANNER, 0, 1, 0, 1),
                Flow.of(VICTIM, 0, SCANNER, 3 << 8 | 3, 1, 0, 4),
                Flow.of(VICTIM, 0, SCANNER, 3 << 8 | 4, 1, 0, 4), // asks for smaller packets, and refuses nothing
                Flow.of(SCANNER, 0, "2001:db8::1", 128 << 8, 58, 0, 1),
                Flow.of(SCANNER, 0, VICTIM, 5 << 8, 1, 0, 1));
        assertThat(log.lines())
                .containsExactly(
                        "203.0.113.66 -> 192.0.2.10:2048 icmp UNKNOWN",
                        "203.0.113.66 -> 192.0.2.10:2048 icmp ANSWERED (inferred)",
                        "203.0.113.66 -> 192.0.2.10:-1 udp REFUSED (inferred)",
                        "203.0.113.66 -> 2001:db8::1:32768 icmp6 UNKNOWN");
        assertThat(log.counts.filtered.get(FilterReason.PROTOCOL)).isEqualTo(2);
    }

    @Test
    void shouldFilterWhatIsNoConversationBetweenTwoHosts() {
        take(
                tcp("0.0.0.0", 1, VICTIM, 2, 2, 1),
                tcp(SCANNER, 1, "::", 2, 2, 1),
                udp(SCANNER, 5000, "239.1.2.3", 5000),
                udp(SCANNER, 5000, "ff02::fb", 5000),
                udp(SCANNER, 68, "255.255.255.255", 67),
                tcp(VICTIM, 1, VICTIM, 2, 2, 1),
                udp(SCANNER, 5000, VICTIM, 138),
                udp(SCANNER, 5000, VICTIM, 5353),
                udp(SCANNER, 5000, VICTIM, 57621));
        assertThat(log.lines()).isEmpty();
        assertThat(log.counts.filtered.get(FilterReason.UNSPECIFIED)).isEqualTo(2);
        assertThat(log.counts.filtered.get(FilterReason.MULTICAST)).isEqualTo(2);
        assertThat(log.counts.filtered.get(FilterReason.BROADCAST)).isEqualTo(1);
        assertThat(log.counts.filtered.get(FilterReason.SELF)).isEqualTo(1);
        assertThat(log.counts.filtered.get(FilterReason.IGNORED_PORT)).isEqualTo(3);
    }

    /** A conversation gives one answered contact of the right host, however its two records are ordered and interleaved. */
    @Test
    void shouldPairAnyInterleavingOfConversations() {
        Random random = new Random(11);
        for (int round = 0; round < 50; round++) {
            ContactLog mine = new ContactLog();
            List<Flow> flows = new ArrayList<>();
            int conversations = 1 + random.nextInt(300);
            for (int i = 0; i < conversations; i++) {
                String client = "198.51.100." + (1 + random.nextInt(200));
                int port = 20000 + i; // distinct, so that no two conversations share a 5-tuple
                flows.add(udp(client, port, VICTIM, 53));
                flows.add(udp(VICTIM, 53, client, port));
            }
            Collections.shuffle(flows, random);
            mine.take(flows.toArray(new Flow[0]));
            assertThat(mine.lines())
                    .hasSize(conversations)
                    .allSatisfy(line -> assertThat(line).endsWith("-> 192.0.2.10:53 udp ANSWERED"));
            assertThat(mine.contacts.held()).isZero();
        }
    }
}
