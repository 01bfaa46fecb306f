package io.vedette.collector.alert.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vedette.collector.alert.remote.Answer;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP status means for an alert.
 *
 * <p>2xx is delivered. 408, 425, 429 and 5xx are worth another try, after the time in {@code Retry-After} (seconds or a date,
 * RFC 9110 section 10.2.3) or in the {@code retry_after} of a JSON body (Discord, Telegram), whichever is longer. 413 is too
 * much at once. 401, 403, 404, 410 and 3xx say that the address or the key is wrong. Everything else is refused.
 */
final class Verdict {

    private static final JsonFactory JSON = new JsonFactory();

    /** What a longer wait is taken for; whoever waits has a limit of its own, far below it. */
    private static final long LONGEST_SECONDS = 999_999_999;

    private final InstantSource clock;

    Verdict(InstantSource clock) {
        this.clock = clock;
    }

    Answer of(HttpReply reply) {
        int status = reply.status();
        String reason = "http-" + status;
        if (status >= 200 && status < 300) {
            return inBody(reply);
        }
        return switch (status) {
            case 408, 425, 429 -> new Answer.Later(reason, reply.head(), wait(reply));
            case 413 -> new Answer.TooLarge(reply.head());
            case 401, 403, 404, 410 -> new Answer.Blocked(reason, reply.head());
            default -> {
                if (status >= 500) {
                    yield new Answer.Later(reason, reply.head(), wait(reply));
                }
                yield status >= 300 && status < 400
                        ? new Answer.Blocked(reason, "redirects are not followed, set the final address")
                        : new Answer.Refused(reason, reply.head());
            }
        };
    }

    /** Connectors of Teams answer 200 and report what went wrong behind them in the text. */
    private static Answer inBody(HttpReply reply) {
        String text = reply.text();
        return text.contains("returned HTTP error 429") || text.contains("returned HTTP error 5")
                ? new Answer.Later("http-200", reply.head(), null)
                : new Answer.Delivered();
    }

    private @Nullable Duration wait(HttpReply reply) {
        Duration byHeader = byHeader(reply.headers().get("retry-after"));
        Duration byBody = byBody(reply.body());
        if (byHeader == null || byBody == null) {
            return byHeader == null ? byBody : byHeader;
        }
        return byHeader.compareTo(byBody) > 0 ? byHeader : byBody;
    }

    private @Nullable Duration byHeader(@Nullable String value) {
        if (value == null) {
            return null;
        }
        String text = value.strip();
        try {
            if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                BigInteger seconds = new BigInteger(text);
                return Duration.ofSeconds(
                        seconds.min(BigInteger.valueOf(LONGEST_SECONDS)).longValue());
            }
            DateTimeFormatter form = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);
            Instant until = ZonedDateTime.parse(text, form).toInstant();
            Duration wait = Duration.between(clock.instant(), until);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** {@code retry_after} in seconds, at the top (Discord) or one level below (Telegram). */
    private static @Nullable Duration byBody(byte[] body) {
        try (JsonParser json = JSON.createParser(body)) {
            int depth = 0;
            JsonToken token;
            while ((token = json.nextToken()) != null && depth < 4) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.FIELD_NAME && "retry_after".equals(json.currentName())) {
                    JsonToken value = json.nextToken();
                    double seconds = value != null && value.isNumeric() ? json.getDoubleValue() : -1;
                    double wait = Math.min(seconds, LONGEST_SECONDS);
                    return wait >= 0 ? Duration.ofMillis((long) Math.ceil(wait * 1_000)) : null;
                }
            }
        } catch (IOException e) {
            return null; // not JSON: most answers are not
        }
        return null;
    }
}
