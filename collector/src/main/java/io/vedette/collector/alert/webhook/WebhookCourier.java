package io.vedette.collector.alert.webhook;

import io.vedette.collector.alert.remote.Answer;
import io.vedette.collector.alert.remote.Courier;
import io.vedette.collector.alert.remote.Notification;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Posts notifications to one webhook. */
final class WebhookCourier implements Courier {

    private final WebhookUrl url;
    private final Preset preset;
    private final Map<String, String> ownHeaders = new LinkedHashMap<>();
    private final Signature signature;
    private final MessageFormat format;
    private final Secrets secrets;
    private final HttpClient client;
    private final InstantSource clock;
    private final Verdict verdict;

    WebhookCourier(WebhookConfig config, HttpClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
        url = WebhookUrl.parse(config.url());
        secrets = new Secrets(config);
        preset = config.preset();
        signature = new Signature(config.secrets());
        format = format(config);
        verdict = new Verdict(clock);
        for (String header : config.headers()) {
            int colon = header.indexOf(':');
            ownHeaders.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
    }

    static MessageFormat format(WebhookConfig config) {
        String template = config.template();
        Function<Notification, Text> wording =
                template == null ? n -> new Text(Words.headline(n), Words.details(n)) : new Template(template)::of;
        return switch (config.preset()) {
            case GENERIC -> new GenericFormat();
            case SLACK -> ChatFormats.slack(wording);
            case TEAMS -> ChatFormats.teams(wording);
            case DISCORD -> ChatFormats.discord(wording);
            case MATTERMOST -> ChatFormats.mattermost(wording);
            case TELEGRAM -> ChatFormats.telegram(given(config.chat()), wording);
            case PAGERDUTY -> new PagerDutyFormat(given(config.routingKey()), wording);
        };
    }

    private static String given(@Nullable String setting) {
        if (setting == null) {
            throw new IllegalArgumentException("a setting that the preset needs is missing");
        }
        return setting;
    }

    /** The request for {@code notification}, as it would be sent now. */
    HttpCall call(Notification notification) {
        byte[] body = format.body(notification);
        Map<String, String> headers = new LinkedHashMap<>(ownHeaders);
        if (preset == Preset.GENERIC) {
            long seconds = clock.instant().getEpochSecond();
            headers.put("webhook-id", notification.id());
            headers.put("webhook-timestamp", Long.toString(seconds));
            if (!signature.isEmpty()) {
                headers.put("webhook-signature", signature.of(notification.id(), seconds, body));
            }
        }
        return new HttpCall(headers, body);
    }

    /** Posts {@code notification} and gives what came back, unjudged. */
    CompletableFuture<HttpReply> post(Notification notification) {
        return client.post(call(notification));
    }

    @Override
    public CompletableFuture<Answer> send(Notification notification) {
        return post(notification)
                .handle((reply, failure) -> conceal(failure == null ? verdict.of(reply) : answer(failure)));
    }

    Answer judge(HttpReply reply) {
        return verdict.of(reply);
    }

    private Answer conceal(Answer answer) {
        if (answer instanceof Answer.Later later) {
            return new Answer.Later(later.reason(), conceal(later.detail()), later.after());
        }
        if (answer instanceof Answer.Refused refused) {
            return new Answer.Refused(refused.reason(), conceal(refused.detail()));
        }
        if (answer instanceof Answer.Blocked blocked) {
            return new Answer.Blocked(blocked.reason(), conceal(blocked.detail()));
        }
        return answer instanceof Answer.TooLarge large ? new Answer.TooLarge(conceal(large.detail())) : answer;
    }

    /** {@code said} without the secrets of this webhook. */
    String conceal(String said) {
        return secrets.conceal(said);
    }

    private static Answer answer(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String detail = String.valueOf(cause.getMessage());
        if (cause instanceof AddressGuard.RefusedException) {
            return new Answer.Blocked("address", detail);
        }
        if (cause instanceof UnknownHostException) {
            return new Answer.Later("dns", "the name is not known: " + detail, null);
        }
        if (cause instanceof ConnectException) {
            return new Answer.Later("connect", detail, null);
        }
        if (cause instanceof SSLException) {
            return new Answer.Later("tls", detail, null);
        }
        if (cause instanceof TimeoutException) {
            return new Answer.Later("timeout", detail, null);
        }
        return new Answer.Later(cause instanceof IOException ? "io" : "error", detail, null);
    }

    @Override
    public String destination() {
        return url.toString();
    }

    @Override
    public void close() {
        client.close();
    }
}
