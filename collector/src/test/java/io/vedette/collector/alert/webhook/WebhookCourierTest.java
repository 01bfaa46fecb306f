package io.vedette.collector.alert.webhook;

import static io.vedette.collector.alert.webhook.Receiver.raw;
import static io.vedette.collector.alert.webhook.Receiver.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.alert.Alerts;
import io.vedette.collector.alert.remote.Answer;
import io.vedette.collector.alert.remote.NetworkThreads;
import io.vedette.collector.alert.remote.Notification;
import io.vedette.collector.alert.remote.Resolver;
import io.vedette.collector.alert.remote.SilentServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one request does with a receiver that misbehaves: rows W01 to W06 of the test catalogue. */
@Timeout(120)
class WebhookCourierTest {

    private static final Instant NOW = Instant.parse("2026-11-01T02:14:07Z");
    private static final String SECRET_PATH = "/services/T0SECRET/B0SECRET/verysecret";

    @TempDir
    Path directory;

    private Receiver receiver;
    private final AtomicReference<Resolver> resolver = new AtomicReference<>(InetAddress::getAllByName);
    private final NetworkThreads threads = new NetworkThreads();
    private Webhooks webhooks;
    private WebhookCourier courier;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
        webhooks = new Webhooks(
                directory,
                threads,
                () -> NOW,
                System::nanoTime,
                host -> resolver.get().resolve(host));
        courier = courier(receiver.url(SECRET_PATH), Duration.ofSeconds(1), true);
    }

    @AfterEach
    void stop() {
        courier.close();
        threads.close();
        receiver.close();
    }

    private WebhookCourier courier(String url, Duration timeout, boolean allowPrivate) throws IOException {
        WebhookConfig base = WebhookConfig.of("test", Preset.GENERIC, url);
        return webhooks.courier(new WebhookConfig(
                base.name(),
                base.preset(),
                base.url(),
                List.of(),
                null,
                null,
                List.of("Authorization: Bearer topsecret"),
                null,
                base.minSeverity(),
                allowPrivate,
                null,
                timeout,
                base.grouping(),
                base.spool()));
    }

    private Answer send() {
        return courier.send(Notification.of(Alerts.numbered(1), Notification.Kind.ONGOING, List.of(8L)))
                .join();
    }

    @Test
    void shouldPostJsonAndUseTheConnectionAgain() {
        for (int i = 0; i < 5; i++) {
            assertThat(send()).isEqualTo(new Answer.Delivered());
        }
        assertThat(receiver.connections).hasValue(1);
        assertThat(receiver.requests).hasSize(5);
        Receiver.Request request = receiver.requests.get(0);
        assertThat(request.line()).isEqualTo("POST " + SECRET_PATH + " HTTP/1.1");
        assertThat(request.headers())
                .containsEntry("host", "127.0.0.1:" + receiver.port())
                .containsEntry("content-type", "application/json; charset=utf-8")
                .containsEntry("user-agent", "vedette")
                .containsEntry("authorization", "Bearer topsecret")
                .containsEntry("webhook-timestamp", "1793499247")
                .doesNotContainKey("webhook-signature");
        assertThat(request.headers().get("webhook-id"))
                .isEqualTo(receiver.requests.get(4).headers().get("webhook-id"))
                .matches("[0-9a-f]{32}");
        assertThat(request.text()).startsWith("{\"type\":\"vedette.alerts\",").endsWith("}]}}");
    }

    @Test
    void shouldConnectAnewWhenTheConnectionIsClosed() {
        receiver.script.add(status(200, "", "Connection: close"));
        assertThat(send()).isEqualTo(new Answer.Delivered());
        assertThat(send()).isEqualTo(new Answer.Delivered());
        assertThat(receiver.connections).hasValue(2);
    }

    @Test
    void shouldTryAgainLaterWhenTheReceiverIsInTrouble() {
        for (int code : new int[] {500, 502, 503, 504, 408, 425}) {
            receiver.script.add(status(code, "trouble"));
            assertThat(send()).isEqualTo(new Answer.Later("http-" + code, "trouble", null));
        }
        receiver.script.add(Receiver.hangUp());
        assertThat(send())
                .isInstanceOfSatisfying(
                        Answer.Later.class, later -> assertThat(later.reason()).isEqualTo("io"));
        receiver.script.add(raw("SSH-2.0-OpenSSH_9.2\r\n\r\n"));
        assertThat(send()).isInstanceOf(Answer.Later.class);
    }

    @Test
    void shouldTryAgainLaterWhenThereIsNoReceiver() throws IOException {
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }
        courier = courier("http://127.0.0.1:" + port + "/", Duration.ofSeconds(1), true);
        assertThat(send())
                .isInstanceOfSatisfying(
                        Answer.Later.class, later -> assertThat(later.reason()).isEqualTo("connect"));

        resolver.set(host -> {
            throw new UnknownHostException(host);
        });
        courier = courier("http://hooks.example/", Duration.ofSeconds(1), true);
        assertThat(send()).isEqualTo(new Answer.Later("dns", "the name is not known: hooks.example", null));

        courier = courier("https://127.0.0.1:" + receiver.port() + "/", Duration.ofSeconds(1), true);
        resolver.set(InetAddress::getAllByName);
        assertThat(send()).isInstanceOf(Answer.Later.class); // TLS at a port that does not speak it
    }

    @Test
    void shouldWaitAsLongAsItIsTold() {
        receiver.script.add(status(429, "", "Retry-After: 30"));
        assertThat(send()).isEqualTo(new Answer.Later("http-429", "", Duration.ofSeconds(30)));
        receiver.script.add(status(503, "", "Retry-After: Sun, 01 Nov 2026 02:15:07 GMT"));
        assertThat(send()).isEqualTo(new Answer.Later("http-503", "", Duration.ofSeconds(60)));
        receiver.script.add(status(503, "", "Retry-After: Sun, 01 Nov 2026 02:13:07 GMT"));
        assertThat(send()).isEqualTo(new Answer.Later("http-503", "", Duration.ZERO));
        String discord = "{\"message\":\"You are being rate limited.\",\"retry_after\":1.5,\"global\":false}";
        receiver.script.add(status(429, discord, "Retry-After: 1"));
        assertThat(send()).isEqualTo(new Answer.Later("http-429", discord, Duration.ofMillis(1_500)));
        String telegram = "{\"ok\":false,\"error_code\":429,\"parameters\":{\"retry_after\":7}}";
        receiver.script.add(status(429, telegram));
        assertThat(send()).isEqualTo(new Answer.Later("http-429", telegram, Duration.ofSeconds(7)));
        for (String nonsense : List.of("soon", "-1", "1.5", "")) {
            receiver.script.add(status(429, "{\"retry_after\":\"x\"}", "Retry-After: " + nonsense));
            assertThat(send()).isEqualTo(new Answer.Later("http-429", "{\"retry_after\":\"x\"}", null));
        }
    }

    /** A receiver that wants no more today must not be asked again in a second. */
    @Test
    void shouldTakeAbsurdWaitsForLongOnes() {
        Duration longest = Duration.ofSeconds(999_999_999);
        for (String absurd : List.of("1000000000", "99999999999999", "9".repeat(400))) {
            receiver.script.add(status(429, "", "Retry-After: " + absurd));
            assertThat(send()).isEqualTo(new Answer.Later("http-429", "", longest));
        }
        for (String absurd : List.of("1e9", "99999999999999", "1e400")) {
            String body = "{\"retry_after\":" + absurd + "}";
            receiver.script.add(status(429, body));
            assertThat(send()).isEqualTo(new Answer.Later("http-429", body, longest));
        }
    }

    @Test
    void shouldTellRefusalsApart() {
        receiver.script.add(status(400, "invalid_payload"));
        assertThat(send()).isEqualTo(new Answer.Refused("http-400", "invalid_payload"));
        for (int code : new int[] {401, 403, 404, 410}) {
            receiver.script.add(status(code, "no \u001b[31msuch"));
            assertThat(send()).isEqualTo(new Answer.Blocked("http-" + code, "no \\u001b[31msuch"));
        }
        receiver.script.add(status(413, "too big"));
        assertThat(send()).isEqualTo(new Answer.TooLarge("too big"));
        receiver.script.add(status(
                200,
                "Webhook message delivery failed with error: Microsoft Teams endpoint"
                        + " returned HTTP error 429 with ContextId x"));
        assertThat(send()).isInstanceOf(Answer.Later.class);
    }

    @Test
    void shouldFollowNoRedirect() {
        for (String target : List.of("http://169.254.169.254/latest", "file:///etc/passwd", receiver.url("/self"))) {
            receiver.script.add(status(302, "", "Location: " + target));
            assertThat(send())
                    .isEqualTo(new Answer.Blocked("http-302", "redirects are not followed, set the final address"));
        }
        assertThat(receiver.requests).hasSize(3);
    }

    @Test
    void shouldNeverRepeatASecretThatTheReceiverEchoes() {
        receiver.script.add(status(404, "cannot POST " + SECRET_PATH + " with Bearer topsecret, no hook verysecret"));
        assertThat(send())
                .isEqualTo(new Answer.Blocked("http-404", "cannot POST <hidden> with <hidden>, no hook <hidden>"));
        assertThat(courier.destination()).isEqualTo("http://127.0.0.1:" + receiver.port() + "/\u2026");
    }

    @Test
    void shouldReadNoMoreThanItNeeds() {
        receiver.script.add((request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] block = new byte[1 << 16];
            for (int i = 0; i < 1 << 14; i++) {
                out.write(block); // until the other side hangs up
            }
        });
        assertThat(send()).isEqualTo(new Answer.Delivered());
        assertThat(send()).isEqualTo(new Answer.Delivered());
        assertThat(receiver.connections).as("the first was closed").hasValue(2);
    }

    @Test
    void shouldTakeTheStatusOfAnAnswerThatDoesNotEnd() {
        receiver.script.add(raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
        assertThat(send()).isEqualTo(new Answer.Delivered());
        receiver.script.add(raw("HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"));
        assertThat(send()).isEqualTo(new Answer.Later("http-500", "half", null));
    }

    @Test
    void shouldTakeTheStatusOfAnAnswerThatDoesNotEndAfterASlowLookUp() {
        resolver.set(host -> {
            LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
            return InetAddress.getAllByName(host);
        });
        receiver.script.add(raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun"));
        assertThat(send()).isEqualTo(new Answer.Delivered());
    }

    @Test
    void shouldGiveUpWithoutAnAnswerInTime() {
        receiver.script.add((request, out) -> {});
        assertThat(send()).isEqualTo(new Answer.Later("timeout", "no answer in 1 s", null));
        receiver.script.add(raw("HTTP/1.1 100 Continue\r\n\r\n".repeat(3)));
        assertThat(send()).isEqualTo(new Answer.Later("timeout", "no answer in 1 s", null));
        receiver.script.add(raw("HTTP/1.1 100 Continue\r\n\r\n".repeat(100)));
        assertThat(send()).isEqualTo(new Answer.Later("io", "more than 8 interim answers", null));
        receiver.script.add(raw("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"));
        assertThat(send()).isEqualTo(new Answer.Delivered());
        receiver.script.add(raw("HTTP/1.1 200 OK\r\nX: " + "y".repeat(20_000) + "\r\n\r\n"));
        assertThat(send()).isInstanceOf(Answer.Later.class);
    }

    @Test
    void shouldConnectToNothingInside() throws IOException {
        courier = courier("http://hooks.example:" + receiver.port() + "/", Duration.ofSeconds(1), false);
        for (String inside : List.of(
                "127.0.0.1",
                "10.1.2.3",
                "172.31.255.255",
                "192.168.0.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "::7f00:1",
                "fd00::1",
                "fe80::1",
                "ff02::1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "192.0.0.8",
                "198.18.0.1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:2::1",
                "5f00::1",
                "fec0::1")) {
            resolver.set(host -> new InetAddress[] {InetAddress.getByName(inside)});
            assertThat(send())
                    .as(inside)
                    .isInstanceOfSatisfying(
                            Answer.Blocked.class,
                            blocked -> assertThat(blocked.detail())
                                    .startsWith("hooks.example leads to ")
                                    .endsWith(", which is not a public address; set allow-private if that is meant"));
        }
        resolver.set(host -> new InetAddress[] {
            InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1})
        });
        assertThat(send()).as("::ffff:127.0.0.1").isInstanceOf(Answer.Blocked.class);
        resolver.set(
                host -> new InetAddress[] {InetAddress.getByName("192.0.2.1"), InetAddress.getByName("127.0.0.1")});
        assertThat(send()).as("a second answer that is inside").isInstanceOf(Answer.Blocked.class);
        assertThat(receiver.connections).hasValue(0);
    }

    @Test
    void shouldLookUpOnceAndConnectToWhatWasChecked() throws IOException {
        AtomicInteger lookups = new AtomicInteger();
        resolver.set(host -> {
            String answer = lookups.getAndIncrement() == 0 ? "127.0.0.1" : "192.0.2.1";
            return new InetAddress[] {InetAddress.getByName(answer)};
        });
        courier = courier("http://hooks.example:" + receiver.port() + "/x", Duration.ofSeconds(1), true);
        assertThat(send()).isEqualTo(new Answer.Delivered());
        assertThat(lookups).hasValue(1);
        assertThat(receiver.requests.get(0).headers()).containsEntry("host", "hooks.example:" + receiver.port());
    }

    @Test
    void shouldTryTheNextAddressWhenOneDoesNotAnswer() throws IOException {
        resolver.set(
                host -> new InetAddress[] {InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1")});
        courier = courier("http://hooks.example:" + receiver.port() + "/x", Duration.ofSeconds(2), true);
        assertThat(send()).isEqualTo(new Answer.Delivered());
    }

    @Test
    void shouldTryTheNextAddressWhenOneIsSilent() throws IOException {
        try (SilentServer silent = new SilentServer("127.0.0.2", receiver.port())) {
            resolver.set(host -> new InetAddress[] {silent.address(), InetAddress.getByName("127.0.0.1")});
            courier = courier("http://hooks.example:" + receiver.port() + "/x", Duration.ofSeconds(4), true);
            assertThat(send()).isEqualTo(new Answer.Delivered());
        }
    }
}
