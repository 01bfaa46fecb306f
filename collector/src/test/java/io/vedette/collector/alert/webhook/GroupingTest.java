package io.vedette.collector.alert.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vedette.collector.alert.Alerts;
import io.vedette.collector.alert.remote.Notification;
import io.vedette.collector.alert.remote.Notification.Kind;
import io.vedette.collector.alert.spool.SpooledAlert;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Technique;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Few messages of many alerts: rows W02, W10 and W12 of the test catalogue. */
class GroupingTest {

    private static final GroupingConfig CONFIG = GroupingConfig.defaults();

    private final Grouping grouping = new Grouping(CONFIG, Duration.ZERO);
    private long now;
    private long ticket;

    private boolean take(Alert alert) {
        return grouping.take(new SpooledAlert(ticket++, alert, 0), now);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** Everything that is due now. */
    private List<Notification> due() {
        List<Notification> all = new ArrayList<>();
        Notification next;
        while ((next = grouping.next(now)) != null) {
            all.add(next);
        }
        return all;
    }

    private static Alert alert(String source, Stage stage, String incident, Severity severity, Technique technique) {
        return Alerts.of(source, stage, incident, severity, technique);
    }

    private static Alert opened(String source, String incident) {
        return alert(source, Stage.OPENED, incident, Severity.HIGH, Technique.SYN);
    }

    private static Alert closed(String source, String incident) {
        return alert(source, Stage.CLOSED, incident, Severity.HIGH, Technique.SYN);
    }

    private static Alert udp(String source, Stage stage, String incident) {
        return Alerts.of("udp-scan", source, stage, incident, Severity.HIGH, Technique.UDP);
    }

    private static Alert matched(String source) {
        return alert(source, Stage.MATCHED, "m", Severity.LOW, Technique.FIN);
    }

    @Test
    void shouldWaitForOthersOfTheGroupAndThenTellOfAllInOneMessage() {
        take(opened("192.0.2.1", "a"));
        pass(Duration.ofSeconds(6));
        take(opened("192.0.2.1", "b"));
        take(opened("192.0.2.2", "c"));
        assertThat(due()).isEmpty();

        pass(Duration.ofSeconds(4));
        List<Notification> first = due();
        assertThat(first).hasSize(1);
        assertThat(first.get(0).group()).isEqualTo("tcp-scan:192.0.2.1");
        assertThat(first.get(0).kind()).isEqualTo(Kind.ONGOING);
        assertThat(first.get(0).total()).isEqualTo(2);
        assertThat(first.get(0).tickets()).containsExactly(0L, 1L);
        pass(Duration.ofSeconds(6));
        assertThat(due()).extracting(Notification::group).containsExactly("tcp-scan:192.0.2.2");
    }

    /** A message that is sent in halves settles what each half has shown. */
    @Test
    void shouldHaveTheTicketsOfWhatIsShownLastInTheSameOrder() {
        take(alert("192.0.2.1", Stage.OPENED, "a", Severity.LOW, Technique.SYN));
        take(alert("192.0.2.1", Stage.OPENED, "b", Severity.MEDIUM, Technique.SYN));
        take(alert("192.0.2.1", Stage.OPENED, "c", Severity.CRITICAL, Technique.SYN));
        take(alert("192.0.2.1", Stage.UPDATED, "b", Severity.HIGH, Technique.SYN));
        pass(Duration.ofSeconds(10));
        Notification told = due().get(0);

        assertThat(told.alerts()).extracting(Alert::incident).containsExactly("c", "b", "a");
        assertThat(told.tickets()).containsExactly(1L, 2L, 3L, 0L);
    }

    @Test
    void shouldHaveTheTicketsOfWhatADigestShowsLastInTheSameOrder() {
        for (int i = 0; i < 40; i++) {
            take(alert("192.0.2." + i, Stage.OPENED, "i" + i, Severity.values()[i % 5], Technique.SYN));
        }
        pass(Duration.ofSeconds(10));
        Notification told = due().get(0);

        assertThat(told.kind()).isEqualTo(Kind.DIGEST);
        assertThat(told.tickets()).hasSize(40).doesNotHaveDuplicates();
        List<Long> last = told.tickets().subList(40 - told.alerts().size(), 40);
        assertThat(told.alerts())
                .extracting(Alert::incident)
                .containsExactlyElementsOf(
                        last.stream().map(ticket -> "i" + ticket).toList());
    }

    @Test
    void shouldTellNewsOfAGroupNotBeforeItsInterval() {
        take(opened("192.0.2.1", "a"));
        pass(Duration.ofSeconds(10));
        assertThat(due()).hasSize(1);
        assertThat(take(alert("192.0.2.1", Stage.UPDATED, "a", Severity.HIGH, Technique.SYN)))
                .isTrue();
        assertThat(take(alert("192.0.2.1", Stage.UPDATED, "a", Severity.CRITICAL, Technique.SYN)))
                .isTrue();
        pass(Duration.ofSeconds(59));
        assertThat(due()).isEmpty();
        pass(Duration.ofSeconds(1));
        List<Notification> second = due();
        assertThat(second).hasSize(1);
        assertThat(second.get(0).alerts()).as("of an incident the last word").hasSize(1);
        assertThat(second.get(0).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(second.get(0).total()).isEqualTo(1);
        assertThat(second.get(0).tickets()).as("both are settled by it").hasSize(2);
    }

    @Test
    void shouldSayWhenEverythingInTheGroupIsOver() {
        take(opened("192.0.2.1", "a"));
        take(opened("192.0.2.1", "b"));
        pass(Duration.ofSeconds(10));
        assertThat(due()).hasSize(1);
        take(alert("192.0.2.1", Stage.CLOSED, "a", Severity.HIGH, Technique.SYN));
        pass(Duration.ofMinutes(1));
        assertThat(due()).extracting(Notification::kind).containsExactly(Kind.ONGOING);
        take(alert("192.0.2.1", Stage.CLOSED, "b", Severity.HIGH, Technique.SYN));
        pass(Duration.ofMinutes(1));
        assertThat(due()).extracting(Notification::kind).containsExactly(Kind.OVER);
        pass(Duration.ofHours(12));
        assertThat(due()).isEmpty();
    }

    @Test
    void shouldTellOfTheSameOnlyOnceAndAgainAfterTheRepeatInterval() {
        assertThat(take(matched("192.0.2.1"))).isTrue();
        int messages = 0;
        int folded = 0;
        for (int second = 0; second < 4 * 3_600; second += 10) {
            pass(Duration.ofSeconds(10));
            messages += due().size();
            folded += take(matched("192.0.2.1")) ? 0 : 1;
        }
        assertThat(messages).isEqualTo(1);
        assertThat(folded).isEqualTo(1_440);
        pass(Duration.ofSeconds(10));
        List<Notification> repeated = due();
        assertThat(repeated).hasSize(1);
        assertThat(repeated.get(0).total()).isEqualTo(1_440);
        assertThat(repeated.get(0).tickets())
                .as("they were settled when folded")
                .isEmpty();

        pass(Duration.ofMinutes(15));
        List<Notification> end = due();
        assertThat(end).extracting(Notification::kind).containsExactly(Kind.OVER);
        assertThat(Words.headline(end.get(0))).startsWith("OVER LOW FIN scan (like nmap -sF) from 192.0.2.1");
        pass(Duration.ofHours(12));
        assertThat(due()).isEmpty();
        assertThat(take(matched("192.0.2.1"))).as("news again").isTrue();
    }

    @Test
    void shouldTakeANewTechniqueOrAHigherSeverityForNews() {
        take(matched("192.0.2.1"));
        pass(Duration.ofSeconds(10));
        assertThat(due()).hasSize(1);
        assertThat(take(matched("192.0.2.1"))).isFalse();
        assertThat(take(alert("192.0.2.1", Stage.MATCHED, "m", Severity.LOW, Technique.NULL)))
                .isTrue();
        pass(Duration.ofMinutes(1));
        assertThat(due()).hasSize(1);
        assertThat(take(alert("192.0.2.1", Stage.MATCHED, "m", Severity.HIGH, Technique.NULL)))
                .isTrue();
        assertThat(take(opened("192.0.2.9", "a"))).isTrue();
        pass(Duration.ofSeconds(10));
        due();
        assertThat(take(opened("192.0.2.9", "a"))).as("the same once more").isFalse();
    }

    @Test
    void shouldTellOfABurstInAFewDigestsAndForgetNone() {
        int messages = 0;
        long told = 0;
        Set<Long> tickets = new HashSet<>();
        long sources = 0;
        for (int n = 0; n < 100_000; n++) {
            take(opened("198.51." + (n >> 8 & 255) + "." + (n & 255), "incident-" + n));
            if (n % 170 == 0) { // ten times a second
                pass(Duration.ofMillis(100));
                for (Notification notification : due()) {
                    messages++;
                    told += notification.total();
                    tickets.addAll(notification.tickets());
                    sources += notification.sources();
                    assertThat(notification.alerts()).hasSizeLessThanOrEqualTo(16);
                }
            }
        }
        assertThat(messages).isBetween(1, 20);
        pass(Duration.ofMinutes(2));
        for (Notification notification : due()) {
            messages++;
            told += notification.total();
            tickets.addAll(notification.tickets());
            sources += notification.sources();
        }
        assertThat(told).isEqualTo(100_000);
        assertThat(tickets).as("each alert is in one message").hasSize(100_000);
        assertThat(sources).isGreaterThan(30_000);
        assertThat(messages).isLessThanOrEqualTo(40);
    }

    @Test
    void shouldKeepToTheMostMessagesOfAMinuteAndToTheGap() {
        for (int n = 0; n < 15; n++) {
            take(opened("192.0.2." + n, "a" + n));
        }
        pass(Duration.ofSeconds(10));
        assertThat(due()).hasSize(15);
        for (int n = 15; n < 30; n++) {
            take(opened("192.0.2." + n, "a" + n));
        }
        pass(Duration.ofSeconds(10));
        List<Notification> second = due();
        assertThat(second).hasSize(1);
        assertThat(second.get(0).kind()).isEqualTo(Kind.DIGEST);
        assertThat(second.get(0).sources()).isEqualTo(15);
        assertThat(Words.headline(second.get(0))).isEqualTo("HIGH 15 alerts about 15 sources: 15 SYN scan");

        Grouping slow = new Grouping(CONFIG, Duration.ofSeconds(2));
        slow.take(new SpooledAlert(1, opened("192.0.2.1", "a"), 0), 0);
        slow.take(new SpooledAlert(2, opened("192.0.2.2", "b"), 0), 0);
        long due = Duration.ofSeconds(10).toNanos();
        assertThat(slow.next(due)).isNotNull();
        assertThat(slow.next(due + 1_999_999_999L)).isNull();
        assertThat(slow.next(due + 2_000_000_000L)).isNotNull();
    }

    @Test
    void shouldEndUnderTheRuleUnderWhichAnIncidentBegan() {
        List<Notification> told = new ArrayList<>();
        for (String incident : List.of("a", "b")) {
            take(opened("192.0.2.1", incident));
            pass(Duration.ofMinutes(1));
            told.addAll(due());
            take(udp("192.0.2.1", Stage.UPDATED, incident));
            pass(Duration.ofMinutes(1));
            told.addAll(due());
            take(udp("192.0.2.1", Stage.CLOSED, incident));
            pass(Duration.ofMinutes(1));
            told.addAll(due());
        }
        assertThat(told).extracting(Notification::group).containsOnly("tcp-scan:192.0.2.1");
        assertThat(told)
                .extracting(Notification::kind)
                .containsExactly(Kind.ONGOING, Kind.ONGOING, Kind.OVER, Kind.ONGOING, Kind.ONGOING, Kind.OVER);

        take(udp("192.0.2.1", Stage.OPENED, "c"));
        pass(Duration.ofMinutes(1));
        assertThat(due()).extracting(Notification::group).containsExactly("udp-scan:192.0.2.1");
    }

    @Test
    void shouldTellEachEndAloneOfWhatWasToldAlone() {
        openOneByOne(30);
        for (int n = 0; n < 30; n++) {
            take(closed("192.0.2." + n, "a" + n));
        }
        pass(Duration.ofMinutes(1));
        List<Notification> first = due();
        assertThat(first).as("the most of a minute").hasSize(20);
        pass(Duration.ofMinutes(1));
        List<Notification> second = due();
        assertThat(second).hasSize(10);

        first.addAll(second);
        assertThat(first).extracting(Notification::kind).containsOnly(Kind.OVER);
        assertThat(first).extracting(Notification::group).doesNotHaveDuplicates();
        pass(Duration.ofHours(12));
        assertThat(due()).isEmpty();
    }

    @Test
    void shouldLetNewsAndEndsTakeTurnsWhenThereAreTooManyOfBoth() {
        openOneByOne(30);
        for (int n = 0; n < 30; n++) {
            take(closed("192.0.2." + n, "a" + n));
            take(opened("198.51.100." + n, "b" + n));
        }
        pass(Duration.ofMinutes(1));
        List<Notification> first = due();
        assertThat(first).hasSize(20);
        assertThat(first.subList(0, 3))
                .extracting(Notification::kind)
                .containsExactly(Kind.OVER, Kind.DIGEST, Kind.OVER);
        assertThat(first.get(1).sources()).isEqualTo(30);
        assertThat(first.subList(2, 20)).extracting(Notification::kind).containsOnly(Kind.OVER);
    }

    @Test
    void shouldTellEndsInADigestOfWhatWasToldInOne() {
        for (int n = 0; n < 30; n++) {
            take(opened("192.0.2." + n, "a" + n));
        }
        pass(Duration.ofMinutes(1));
        assertThat(due()).extracting(Notification::kind).containsExactly(Kind.DIGEST);
        for (int n = 0; n < 30; n++) {
            take(closed("192.0.2." + n, "a" + n));
        }
        pass(Duration.ofMinutes(1));
        assertThat(due()).extracting(Notification::kind).containsExactly(Kind.DIGEST);
    }

    @Test
    void shouldForgetLastWhatTheReceiverHasOpen() {
        take(opened("192.0.2.1", "a"));
        pass(Duration.ofMinutes(1));
        assertThat(due()).hasSize(1);
        for (int n = 0; n < 2 * Grouping.MOST_GROUPS; n++) {
            if (n % 100 == 0) { // so that there are groups to forget
                pass(Duration.ofMinutes(1));
                due();
            }
            take(opened("198.51." + (n >> 8) + "." + (n & 255), "b" + n));
        }
        take(udp("192.0.2.1", Stage.CLOSED, "a"));
        pass(Duration.ofMinutes(1));
        assertThat(due())
                .filteredOn(notification -> notification.kind() == Kind.OVER)
                .extracting(Notification::group)
                .containsExactly("tcp-scan:192.0.2.1");
    }

    /** So that each is told in a message of its own. */
    private void openOneByOne(int sources) {
        for (int n = 0; n < sources; n++) {
            take(opened("192.0.2." + n, "a" + n));
            pass(Duration.ofSeconds(10));
            assertThat(due()).extracting(Notification::kind).containsExactly(Kind.ONGOING);
        }
    }

    @Test
    void shouldTellEverythingAtOnceWhenTheProcessEnds() {
        take(opened("192.0.2.1", "a"));
        take(matched("192.0.2.2"));
        assertThat(due()).isEmpty();
        grouping.hurry();
        assertThat(due()).extracting(Notification::group).containsExactly("tcp-scan:192.0.2.1", "tcp-scan:192.0.2.2");
    }

    @Test
    void shouldRefuseIntervalsThatContradictEachOther() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new GroupingConfig(Duration.ZERO, Duration.ofHours(5), Duration.ofHours(4), Duration.ZERO, 20))
                .withMessage("repeat-interval PT4H, expected no less than group-interval PT5H");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GroupingConfig(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0))
                .withMessage("max-per-minute 0, expected 1 to 6000");
    }
}
