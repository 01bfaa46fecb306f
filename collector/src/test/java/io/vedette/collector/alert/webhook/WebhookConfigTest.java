package io.vedette.collector.alert.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vedette.collector.alert.spool.SpoolConfig;
import io.vedette.core.detect.Severity;
import io.vedette.core.setting.Setting;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookConfigTest {

    private static WebhookConfig with(Preset preset, String url, List<String> secrets, List<String> headers) {
        return new WebhookConfig(
                "ops",
                preset,
                url,
                secrets,
                null,
                null,
                headers,
                null,
                Severity.INFO,
                false,
                null,
                Duration.ofSeconds(10),
                GroupingConfig.defaults(),
                SpoolConfig.defaults());
    }

    private static void assertRefused(String url, String message) {
        assertThatIllegalArgumentException()
                .as(url)
                .isThrownBy(() -> WebhookConfig.of("ops", Preset.SLACK, url))
                .withMessageStartingWith("url: " + message);
    }

    @Test
    void shouldDescribeEveryKeyAndMarkWhatIsSecret() {
        List<String> secret = new ArrayList<>();
        for (Class<?> type : List.of(WebhookConfig.class, GroupingConfig.class, SpoolConfig.class)) {
            for (RecordComponent key : type.getRecordComponents()) {
                Setting setting = key.getAnnotation(Setting.class);
                assertThat(setting).as(key.getName()).isNotNull();
                assertThat(setting.value()).endsWith(".");
                if (setting.secret()) {
                    secret.add(key.getName());
                }
            }
        }
        assertThat(secret).containsExactly("url", "secrets", "routingKey", "headers");
    }

    @Test
    void shouldNeverPrintASecret() {
        String url = "https://hooks.slack.com/services/T000/B000/secret";
        assertThat(WebhookConfig.of("ops", Preset.SLACK, url))
                .hasToString("WebhookConfig[ops, SLACK, https://hooks.slack.com/\u2026]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookConfig.of("ops", Preset.SLACK, "https://hooks example/secret"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @Test
    void shouldRefuseAddressesThatMeanSomethingElseElsewhere() {
        assertRefused("ftp://hooks.example/x", "expected https:// or http://");
        assertRefused("file:///etc/passwd", "expected https:// or http://");
        assertRefused("https:///x", "");
        assertRefused("https://user:pw@hooks.example/x", "expected a host, no user");
        assertRefused("https://hooks.example/x#y", "expected a host, no user and no fragment");
        assertRefused("https://hooks.example/{{source}}", "no templates here");
        assertRefused("https://hooks.example/x\r\nHost: y", "");
        assertRefused("https://2130706433/x", "");
        assertRefused("https://0x7f000001/x", "");
        assertRefused("https://0x7f.1/x", "");
        assertRefused("https://0177.0.0.1/x", "");
        assertRefused("https://127.1/x", "");
        assertRefused("https://hooks.example:99999/x", "port 99999");
        assertThat(WebhookUrl.parse("http://127.0.0.1:8080").target()).isEqualTo("/");
        assertThat(WebhookUrl.parse("http://[::1]:8080/a?b=c").authority()).isEqualTo("[::1]:8080");
        assertThat(WebhookUrl.parse("https://hooks.example:443/a?b=c").target()).isEqualTo("/a?b=c");
        assertThat(WebhookUrl.parse("https://HOOKS.example:443/").authority()).isEqualTo("HOOKS.example");
    }

    @Test
    void shouldRefuseHeadersThatCarryMoreThanOneLineOrPacketData() {
        String url = "https://hooks.example/x";
        assertThat(with(Preset.GENERIC, url, List.of(), List.of("X-Key: abc def"))
                        .headers())
                .hasSize(1);
        for (String header : List.of(
                "X: a\r\nY: b", "X", ": a", "X Y: b", "X: {{source}}", "Host: evil", "webhook-id: 1", "X: \u00e9")) {
            assertThatIllegalArgumentException()
                    .as(header)
                    .isThrownBy(() -> with(Preset.GENERIC, url, List.of(), List.of(header)))
                    .withMessageStartingWith("headers: ");
        }
    }

    @Test
    void shouldRefuseKeysThatAreNoneOrBelongToAnotherPreset() {
        String url = "https://hooks.example/x";
        String good = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        for (String bad : List.of("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_!", "whsec_c2hvcnQ=")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> with(Preset.GENERIC, url, List.of(bad), List.of()))
                    .withMessageStartingWith("secrets: ");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Preset.GENERIC, url, List.of(good, good, good), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> with(Preset.SLACK, url, List.of(good), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Preset.PAGERDUTY, url, List.of(), List.of()))
                .withMessage("routing-key: needed for pagerduty, and for nothing else");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(Preset.TELEGRAM, url, List.of(), List.of()))
                .withMessage("chat: needed for telegram, and for nothing else");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookConfig.of("Ops Team", Preset.SLACK, url))
                .withMessage("name \"Ops Team\", expected lower-case words with hyphens");
    }

    @Test
    void shouldSignAsTheStandardDoes() {
        // The example of the libraries of Standard Webhooks.
        Signature one = new Signature(List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        byte[] body = "{\"test\": 2432232314}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        String expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assertThat(one.of("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)).isEqualTo(expected);

        Signature two = new Signature(
                List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
        assertThat(two.of("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body))
                .startsWith(expected + " v1,")
                .hasSize(2 * expected.length() + 1);
    }
}
