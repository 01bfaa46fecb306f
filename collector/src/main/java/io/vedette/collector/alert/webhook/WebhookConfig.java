package io.vedette.collector.alert.webhook;

import io.vedette.collector.alert.spool.SpoolConfig;
import io.vedette.core.detect.Severity;
import io.vedette.core.setting.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an operator may set about one webhook. */
public record WebhookConfig(
        @Setting(
                value = "The name of this sink in log lines, metrics and file names: lower-case words with hyphens.",
                required = true)
        String name,

        @Setting(
                value =
                        "Who receives: generic (signed JSON), slack, teams, discord, mattermost, telegram or pagerduty.",
                required = true)
        Preset preset,

        @Setting(
                value =
                        "Where to post to. Whoever knows it can post there too, so it is never printed. Without packet data.",
                secret = true,
                required = true)
        String url,

        @Setting(
                value =
                        "For generic: the key that signs each request, whsec_ and Base64. Two while it is being changed.",
                secret = true)
        List<String> secrets,

        @Setting(value = "For pagerduty: the integration key of the service.", secret = true) @Nullable
        String routingKey,

        @Setting("For telegram: the chat that gets the messages.") @Nullable
        String chat,

        @Setting(value = "Further request headers, each \"Name: value\". Without packet data.", secret = true)
        List<String> headers,

        @Setting(
                "The words of a message, with fields in double braces such as {{source}}; the first line is the headline."
                        + " Left out: Vedette's own.")
        @Nullable
        String template,

        @Setting("Alerts below this severity are not sent here.")
        Severity minSeverity,

        @Setting(
                "Whether the address may be inside: private, loopback, link-local. Off, so that a name that changes cannot"
                        + " lead requests to this machine or its network.")
        boolean allowPrivate,

        @Setting("A file of PEM certificates to trust instead of the system's. Left out: the system's.") @Nullable
        Path trust,

        @Setting("The longest that one attempt may take, from the look-up to the answer.")
        Duration timeout,

        @Setting("When alerts are told, and which together.")
        GroupingConfig grouping,

        @Setting("What is kept while the receiver is down.") SpoolConfig spool) {

    private static final Pattern NAME = Pattern.compile("[a-z]+[0-9]*(-[a-z0-9]+)*");
    private static final Pattern HEADER =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([\\x21-\\x7e]([\\x20-\\x7e\\t]*)?)");
    private static final List<String> OWN_HEADERS = List.of(
            "host",
            "content-length",
            "content-type",
            "transfer-encoding",
            "connection",
            "expect",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature");

    public WebhookConfig {
        secrets = List.copyOf(secrets);
        headers = List.copyOf(headers);
        if (!NAME.matcher(name).matches() || name.length() > 64) {
            throw new IllegalArgumentException("name \"" + name + "\", expected lower-case words with hyphens");
        }
        WebhookUrl.parse(url);
        new Signature(secrets);
        if (!secrets.isEmpty() && preset != Preset.GENERIC) {
            throw new IllegalArgumentException("secrets: only generic receivers check signatures");
        }
        if ((routingKey != null && !routingKey.isBlank()) != (preset == Preset.PAGERDUTY)) {
            throw new IllegalArgumentException("routing-key: needed for pagerduty, and for nothing else");
        }
        if ((chat != null && !chat.isBlank()) != (preset == Preset.TELEGRAM)) {
            throw new IllegalArgumentException("chat: needed for telegram, and for nothing else");
        }
        if (template != null) {
            if (preset == Preset.GENERIC) {
                throw new IllegalArgumentException("template: generic receivers get JSON of a fixed form");
            }
            new Template(template);
        }
        headers.forEach(WebhookConfig::checkHeader);
        if (timeout.toMillis() < 1_000 || timeout.toSeconds() > 30) {
            throw new IllegalArgumentException("timeout " + timeout + ", expected 1 s to 30 s");
        }
    }

    private static void checkHeader(String header) {
        var form = HEADER.matcher(header);
        if (!form.matches()) {
            throw new IllegalArgumentException("headers: expected \"Name: value\" in printable ASCII on one line");
        }
        if (header.contains("{{")) {
            throw new IllegalArgumentException("headers: no templates here, packet data may only go into the body");
        }
        String name = form.group(1).toLowerCase(Locale.ROOT);
        if (OWN_HEADERS.contains(name)) {
            throw new IllegalArgumentException("headers: " + name + " is set by Vedette");
        }
    }

    /** The defaults, with placeholders for what has none. */
    public static WebhookConfig defaults() {
        return of("webhook", Preset.GENERIC, "https://webhook.invalid/");
    }

    /** A webhook with the defaults for everything else. */
    public static WebhookConfig of(String name, Preset preset, String url) {
        return new WebhookConfig(
                name,
                preset,
                url,
                List.of(),
                null,
                null,
                List.of(),
                null,
                Severity.INFO,
                false,
                null,
                Duration.ofSeconds(10),
                GroupingConfig.defaults(),
                SpoolConfig.defaults());
    }

    /**
     * A webhook that leads nowhere, to show what {@code preset} would send.
     *
     * @throws IllegalArgumentException if {@code template} cannot be filled
     */
    public static WebhookConfig toShow(Preset preset, @Nullable String template) {
        WebhookConfig base = defaults();
        return new WebhookConfig(
                base.name,
                preset,
                base.url,
                List.of(),
                preset == Preset.PAGERDUTY ? "ROUTING-KEY" : null,
                preset == Preset.TELEGRAM ? "CHAT" : null,
                List.of(),
                template,
                base.minSeverity,
                base.allowPrivate,
                null,
                base.timeout,
                base.grouping,
                base.spool);
    }

    /** Without anything that is secret. */
    @Override
    public String toString() {
        return "WebhookConfig[" + name + ", " + preset + ", " + WebhookUrl.parse(url) + "]";
    }
}
