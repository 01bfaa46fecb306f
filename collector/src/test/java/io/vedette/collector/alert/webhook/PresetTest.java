package io.vedette.collector.alert.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.collector.alert.Alerts;
import io.vedette.collector.alert.remote.Notification;
import io.vedette.collector.alert.remote.Notification.Kind;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Technique;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each service gets, within its limits and without a character that acts: rows W07 to W09 of the test catalogue. */
class PresetTest {

    private static final String HEADLINE = "HIGH SYN scan (like nmap -sS) from 203.0.113.66: 214 ports of 198.18.1.38"
            + " in 4 s, 199 refused, 15 silent";
    private static final String TARGETS = "Targets: 198.18.1.38:22 refused, 198.18.1.38:8080 silent (+212)";

    private static final Notification SCAN = Notification.of(Alerts.numbered(1), Kind.ONGOING, List.of(1L));

    private static WebhookConfig config(Preset preset, String template) {
        WebhookConfig base = WebhookConfig.of("test", Preset.GENERIC, "https://hooks.example/x");
        return new WebhookConfig(
                base.name(),
                preset,
                base.url(),
                List.of(),
                preset == Preset.PAGERDUTY ? "R0UT1NGKEY" : null,
                preset == Preset.TELEGRAM ? "-1001" : null,
                List.of(),
                template,
                base.minSeverity(),
                false,
                null,
                Duration.ofSeconds(10),
                base.grouping(),
                base.spool());
    }

    private static JsonNode json(Preset preset, Notification notification) throws IOException {
        return new ObjectMapper().readTree(Webhooks.render(config(preset, null), notification));
    }

    private static Notification saying(String why) {
        Alert alert = Alerts.with("id-1", Stage.OPENED, Severity.HIGH, Technique.SYN, Shape.VERTICAL, why);
        return Notification.of(alert, Kind.ONGOING, List.of());
    }

    private static Notification huge() {
        List<Alert> alerts = IntStream.range(0, 16)
                .mapToObj(n -> Alerts.with(
                        "id-" + n,
                        Stage.OPENED,
                        Severity.HIGH,
                        Technique.SYN,
                        Shape.VERTICAL,
                        "\ud83d\ude00".repeat(9_000)))
                .toList();
        return new Notification("g", Kind.ONGOING, alerts, 5_000, 1, Map.of(Technique.SYN, 5_000L), List.of());
    }

    @Test
    void shouldTellSlackInPlainText() throws IOException {
        JsonNode body = json(Preset.SLACK, SCAN);
        assertThat(body.get("text").asText()).isEqualTo(HEADLINE);
        assertThat(body.get("blocks")).hasSize(2).allSatisfy(block -> {
            assertThat(block.get("type").asText()).isEqualTo("section");
            assertThat(block.get("text").get("type").asText()).isEqualTo("plain_text");
            assertThat(block.get("text").get("text").asText()).hasSizeLessThanOrEqualTo(3_000);
        });
        assertThat(body.at("/blocks/1/text/text").asText())
                .isEqualTo(
                        TARGETS + "\nWhy: 213 ports refused or silent\n"
                                + "2026-11-01 02:14:03 to 02:14:07 UTC, confidence 97 %, ATT&CK T1046\n"
                                + "Rule tcp-scan, incident incident-1\n"
                                + "Not again: vedette suppress add --source 203.0.113.66 --rule tcp-scan --for 7d --reason \u2026");
    }

    @Test
    void shouldTellTeamsInAnAdaptiveCard() throws IOException {
        JsonNode body = json(Preset.TEAMS, SCAN);
        assertThat(body.get("type").asText()).isEqualTo("message");
        JsonNode attachment = body.get("attachments").get(0);
        assertThat(attachment.get("contentType").asText()).isEqualTo("application/vnd.microsoft.card.adaptive");
        JsonNode card = attachment.get("content");
        assertThat(card.get("type").asText()).isEqualTo("AdaptiveCard");
        assertThat(card.get("version").asText()).isEqualTo("1.4");
        assertThat(card.at("/body/0/inlines/0/text").asText()).isEqualTo(HEADLINE);
        assertThat(card.at("/body/1/inlines/0/text").asText()).isEqualTo(TARGETS);
        assertThat(card.get("body")).hasSize(6);
    }

    @Test
    void shouldTellDiscordWithoutMentions() throws IOException {
        JsonNode body = json(Preset.DISCORD, SCAN);
        assertThat(body.get("content").asText())
                .startsWith("**HIGH SYN scan \\(like nmap -sS\\) from 203.0.113.66: 214 ports of 198.18.1.38 in 4 s")
                .contains("\nTargets: 198.18.1.38:22 refused");
        assertThat(body.at("/allowed_mentions/parse")).isEmpty();
        assertThat(body.at("/allowed_mentions/parse").isArray()).isTrue();
        assertThat(body.get("flags").asInt()).isEqualTo(4);
    }

    @Test
    void shouldTellMattermostAndTelegram() throws IOException {
        assertThat(json(Preset.MATTERMOST, SCAN).get("text").asText()).startsWith("**HIGH SYN scan");
        JsonNode telegram = json(Preset.TELEGRAM, SCAN);
        assertThat(telegram.get("chat_id").asText()).isEqualTo("-1001");
        assertThat(telegram.get("text").asText()).startsWith(HEADLINE + "\n" + TARGETS);
        assertThat(telegram.at("/link_preview_options/is_disabled").asBoolean()).isTrue();
        assertThat(telegram.has("parse_mode")).isFalse();
    }

    @Test
    void shouldOpenAndResolveOneIncidentAtPagerDuty() throws IOException {
        JsonNode open = json(Preset.PAGERDUTY, SCAN);
        assertThat(open.get("routing_key").asText()).isEqualTo("R0UT1NGKEY");
        assertThat(open.get("event_action").asText()).isEqualTo("trigger");
        assertThat(open.get("dedup_key").asText()).isEqualTo("vedette:tcp-scan:203.0.113.66");
        assertThat(open.at("/payload/summary").asText()).isEqualTo(HEADLINE);
        assertThat(open.at("/payload/severity").asText()).isEqualTo("error");
        assertThat(open.at("/payload/source").asText()).isEqualTo("203.0.113.66");
        assertThat(open.at("/payload/timestamp").asText()).isEqualTo("2026-11-01T02:14:07Z");
        JsonNode closed = json(Preset.PAGERDUTY, Notification.of(Alerts.numbered(1), Kind.OVER, List.of()));
        assertThat(closed.get("event_action").asText()).isEqualTo("resolve");
        assertThat(closed.get("dedup_key")).isEqualTo(open.get("dedup_key"));
    }

    @Test
    void shouldGiveProgramsTheAlertsOfTheLog() throws IOException {
        JsonNode body = json(Preset.GENERIC, SCAN);
        assertThat(body.get("type").asText()).isEqualTo("vedette.alerts");
        assertThat(body.get("timestamp").asText()).isEqualTo("2026-11-01T02:14:07Z");
        assertThat(body.at("/data/group").asText()).isEqualTo("tcp-scan:203.0.113.66");
        assertThat(body.at("/data/total").asInt()).isEqualTo(1);
        assertThat(body.at("/data/omitted").asInt()).isZero();
        assertThat(body.at("/data/alerts/0/schema").asText()).isEqualTo("vedette.alert/1");
        assertThat(body.at("/data/alerts/0/id").asText()).isEqualTo("alert-1");
        assertThat(json(Preset.GENERIC, huge()).at("/data/omitted").asInt()).isEqualTo(4_999);
    }

    @ParameterizedTest
    @EnumSource(value = Preset.class, names = "GENERIC", mode = EnumSource.Mode.EXCLUDE)
    void shouldLetNothingActThatCameFromTheNetwork(Preset preset) {
        String body = Webhooks.render(
                config(preset, null),
                saying("@everyone @here <!channel> <@U123> [x](https://evil.example) `*_~| http://evil \u202e\u0007"));
        assertThat(body)
                .doesNotContain("@everyone", "@here", "<@U123>", "https://evil", "http://evil", "\u202e", "\u0007");
        if (preset == Preset.DISCORD || preset == Preset.MATTERMOST) {
            assertThat(body)
                    .contains("\\\\<!channel\\\\>", "\\\\`\\\\*\\\\_\\\\~\\\\|")
                    .doesNotContain("[x](");
        }
    }

    @Test
    void shouldEscapeWhatSlackReadsAsACommand() {
        assertThat(Webhooks.render(config(Preset.SLACK, "{{why}}"), saying("<!channel> & <b>")))
                .contains("\"text\":\"&lt;!channel&gt; &amp; &lt;b&gt;\"");
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void shouldKeepWithinTheLimitsOfTheService(Preset preset) throws IOException {
        JsonNode body = json(preset, huge());
        String text = body.toString();
        assertThat(text.getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(
                        switch (preset) {
                            case TEAMS -> 28_000;
                            case PAGERDUTY -> 512_000;
                            case GENERIC -> 300_000; // one alert is whole, however long
                            default -> 64_000;
                        });
        switch (preset) {
            case SLACK ->
                assertThat(body.at("/blocks/1/text/text").asText())
                        .hasSizeLessThanOrEqualTo(3_000)
                        .contains("\u2026 (+");
            case DISCORD ->
                assertThat(body.get("content").asText())
                        .hasSizeLessThanOrEqualTo(2_000)
                        .contains("\u2026 (+");
            case TELEGRAM ->
                assertThat(body.get("text").asText())
                        .hasSizeLessThanOrEqualTo(4_096)
                        .contains("\u2026 (+");
            case MATTERMOST -> assertThat(body.get("text").asText()).hasSizeLessThanOrEqualTo(16_383);
            default -> assertThat(text).isNotEmpty();
        }
    }

    @Test
    void shouldCutOnTheBorderOfACodePointAndSayHowMuch() {
        String text = "\ud83d\ude00".repeat(100);
        for (int limit = 12; limit < 210; limit++) {
            String cut = Markup.PLAIN.cut(text, limit);
            assertThat(cut.length()).isLessThanOrEqualTo(limit);
            if (limit >= 200) {
                assertThat(cut).isEqualTo(text);
                continue;
            }
            int kept = cut.indexOf('\u2026') / 2;
            assertThat(cut).isEqualTo("\ud83d\ude00".repeat(kept) + "\u2026 (+" + (100 - kept) + ")");
        }
        assertThat(Markup.MARKDOWN.cut("*".repeat(50), 20)).isEqualTo("\\*".repeat(6) + "\u2026 (+44)");
        assertThat(Markup.SLACK.cut("a&b", 100)).isEqualTo("a&amp;b");
    }

    @Test
    void shouldUseTheWordsOfTheOperator() throws IOException {
        WebhookConfig config = config(
                Preset.TELEGRAM,
                "{{severity}}: {{source}} tries {{ couples }} couples\n{{targets}}\n{{attack}} {{why}}");
        JsonNode body = new ObjectMapper().readTree(Webhooks.render(config, saying("a {{source}} $1 \\ @all\nb")));
        assertThat(body.get("text").asText())
                .isEqualTo("high: 203.0.113.66 tries 213 couples\n"
                        + "198.18.1.38:22 refused, 198.18.1.38:8080 silent (+211)\n"
                        + "T1046 a {{source}} $1 \\\\ \uff20all\\nb");
    }

    @Test
    void shouldRefuseATemplateThatCannotBeFilled() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Template("{{sourc}} and {{why}}"))
                .withMessageStartingWith("template: no field sourc; there are alerts, answered, attack,");
        assertThatIllegalArgumentException().isThrownBy(() -> new Template("{{Why}}"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Template(" "));
    }
}
