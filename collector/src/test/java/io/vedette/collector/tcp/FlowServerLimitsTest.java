package io.vedette.collector.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlowServerLimitsTest {

    @ParameterizedTest
    @EnumSource
    void shouldResetWhatIsBeyondTheLimitWhileOthersFlow(IoTransport transport) throws IOException {
        var settings = new ServerFixture.Settings();
        settings.maxConnections = 50;
        try (ServerFixture fixture = new ServerFixture(settings, transport)) {
            Socket probe = fixture.connect();
            probe.getOutputStream().write(Lines.flows(0, 100));
            await().until(() -> fixture.intake.flows() == 100);

            List<Socket> others = new ArrayList<>();
            for (int i = 0; i < 49; i++) {
                others.add(fixture.connect());
            }
            for (int i = 0; i < 251; i++) {
                assertTurnedAway(fixture);
            }
            await().until(() -> fixture.metric("connections{limit_total}") == 251);

            assertThat(fixture.metric("connections{accepted}")).isEqualTo(50);
            await().until(() -> fixture.metric("connections_open") == 50);
            probe.getOutputStream().write(Lines.flows(100, 200));
            await().until(() -> fixture.intake.flows() == 200);
            assertThat(fixture.log.messages(Level.WARN))
                    .hasSizeBetween(1, 2)
                    .allMatch(line -> line.startsWith("refused 127.0.0.1:"));

            others.get(0).close();
            await().until(() -> fixture.metric("connections_open") == 49);
            Socket late = fixture.connect();
            late.getOutputStream().write(Lines.flows(200, 201));
            await().until(() -> fixture.intake.flows() == 201);
        }
    }

    @Test
    void shouldResetWhatIsBeyondTheLimitOfOneAddress() throws IOException {
        var settings = new ServerFixture.Settings();
        settings.maxConnectionsPerAddress = 2;
        try (ServerFixture fixture = new ServerFixture(settings)) {
            fixture.connect();
            fixture.connect();
            assertTurnedAway(fixture);
            await().until(() -> fixture.metric("connections{limit_address}") == 1);

            try (Socket neighbour = connectFrom("127.0.0.9", fixture)) {
                neighbour.getOutputStream().write(Lines.flows(0, 1));
                await().until(() -> fixture.intake.flows() == 1);
            }
        }
    }

    @Test
    void shouldLeakNoDescriptorOverThousandsOfConnections() throws IOException {
        byte[] line = Lines.flows(0, 1);
        var settings = new ServerFixture.Settings();
        settings.maxConnections = 4000;
        settings.maxConnectionsPerAddress = 4000;
        try (ServerFixture fixture = new ServerFixture(settings)) {
            fixture.deliver(line);
            long before = openDescriptors();
            for (int i = 0; i < 3000; i++) {
                try (Socket socket =
                        new Socket("127.0.0.1", fixture.server.localAddress().getPort())) {
                    if (i % 3 == 0) {
                        socket.getOutputStream().write(line);
                    } else if (i % 3 == 1) {
                        socket.setSoLinger(true, 0);
                    }
                }
            }
            await().until(() -> fixture.intake.flows() == 1001
                    && fixture.metric("connections_open") == 0
                    && openDescriptors() <= before);

            assertThat(fixture.intake.allClosed()).isTrue();
            assertThat(fixture.server.probes()).isEmpty();
            assertThat(fixture.metric("connections{accepted}"))
                    .isBetween(2001L, 3001L); // some of the reset are not seen
            assertThat(fixture.metric("connections")).isLessThanOrEqualTo(3001);
            assertThat(fixture.metric("connections{limit_total}")).isZero();
            assertThat(fixture.log.messages(Level.INFO)).hasSizeLessThan(60);
            assertThat(fixture.log.hasStackTrace()).isFalse();
        }
    }

    @Test
    void shouldDisconnectAProbeThatDoesNotFinishItsLine() throws IOException {
        var settings = new ServerFixture.Settings();
        settings.partialLineTimeout = Duration.ofMillis(300);
        try (ServerFixture fixture = new ServerFixture(settings)) {
            Socket quiet = fixture.connect();
            quiet.getOutputStream().write(Lines.flows(0, 1));
            await().until(() -> fixture.intake.flows() == 1);
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Socket socket = fixture.connect();
                socket.getOutputStream().write('{');
                slow.add(socket);
            }
            await().untilAsserted(() ->
                    assertThat(fixture.samples()).containsEntry("connections_closed{partial_line_timeout}", 20L));

            assertThat(slow.get(0).getInputStream().read()).isEqualTo(-1);
            assertThat(fixture.metric("records_rejected{partial_line}")).isEqualTo(20);
            assertThat(fixture.server.probes()).hasSize(1);
            quiet.getOutputStream().write(Lines.flows(1, 2));
            await().until(() -> fixture.intake.input(0).packets().equals(List.of(0, 1)));
        }
    }

    @Test
    void shouldDisconnectASilentNewcomerOnlyIfAskedTo() throws IOException {
        var settings = new ServerFixture.Settings();
        settings.firstByteTimeout = Duration.ofMillis(600);
        try (ServerFixture fixture = new ServerFixture(settings)) {
            Socket probe = fixture.connect();
            probe.getOutputStream().write(Lines.flows(0, 1));
            Socket silent = fixture.connect();
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            await().until(() -> fixture.metric("connections_closed{first_byte_timeout}") == 1);
            assertThat(fixture.server.probes()).hasSize(1);
        }
    }

    /** The kernel's table shows the timer that is running on a socket: 02 is keep-alive. */
    @ParameterizedTest
    @EnumSource
    void shouldKeepConnectionsAlive(IoTransport transport) throws IOException {
        try (ServerFixture fixture = new ServerFixture(new ServerFixture.Settings(), transport)) {
            Socket socket = fixture.connect();
            await().until(() -> fixture.metric("connections_open") == 1);
            String local = "%08X:%04X"
                    .formatted(0x0100007f, fixture.server.localAddress().getPort());
            String remote = "%08X:%04X".formatted(0x0100007f, socket.getLocalPort());

            await().untilAsserted(() -> assertThat(timersOf(local, remote)).containsExactly("02"));
        }
    }

    private static List<String> timersOf(String local, String remote) throws IOException {
        List<String> timers = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String row : Files.readAllLines(Path.of(table))) {
                String[] column = row.strip().split("\\s+");
                if (column[1].endsWith(local) && column[2].endsWith(remote)) {
                    timers.add(column[5].substring(0, 2));
                }
            }
        }
        return timers;
    }

    @Test
    void shouldAdmitOnlyTheAllowed() throws IOException {
        var settings = new ServerFixture.Settings();
        settings.allow = List.of(Prefix.parse("127.0.0.8/29"), Prefix.parse("192.0.2.0/24"));
        try (ServerFixture fixture = new ServerFixture(settings)) {
            assertTurnedAway(fixture);
            try (Socket allowed = connectFrom("127.0.0.9", fixture)) {
                allowed.getOutputStream().write(Lines.flows(0, 1));
                await().until(() -> fixture.intake.flows() == 1);
            }
            assertThat(fixture.metric("connections{not_allowed}")).isEqualTo(1);
            assertThat(fixture.metric("connections{accepted}")).isEqualTo(1);
        }
    }

    @Test
    void shouldAdmitNobodyWithAnEmptyList() throws IOException {
        var settings = new ServerFixture.Settings();
        settings.allow = List.of();
        try (ServerFixture fixture = new ServerFixture(settings)) {
            assertTurnedAway(fixture);
            await().until(() -> fixture.metric("connections{not_allowed}") == 1);
        }
    }

    @Test
    void shouldDisconnectWhoIsNoLongerAllowed() throws IOException {
        try (ServerFixture fixture = ServerFixture.withDefaults();
                Socket neighbour = connectFrom("127.0.0.9", fixture)) {
            Socket probe = fixture.connect();
            probe.getOutputStream().write(Lines.flows(0, 1));
            await().until(() ->
                    fixture.intake.flows() == 1 && fixture.server.probes().size() == 2);

            var settings = new ServerFixture.Settings();
            settings.allow = List.of(Prefix.parse("127.0.0.9"));
            fixture.server.prepare(settings.build()).run();

            await().until(() -> fixture.metric("connections_closed{not_allowed}") == 1);
            assertTurnedAway(fixture);
            assertThat(fixture.server.probes())
                    .extracting(status -> status.peer().port())
                    .containsExactly(neighbour.getLocalPort());

            fixture.server.prepare(new ServerFixture.Settings().build()).run();
            fixture.connect().getOutputStream().write(Lines.flows(1, 2));
            await().until(() -> fixture.intake.flows() == 2);
        }
    }

    @Test
    void shouldWarnOnceWhenEverybodyMaySend() throws IOException {
        var settings = new ServerFixture.Settings().address(InetAddress.getByName("0.0.0.0"));
        try (ServerFixture fixture = new ServerFixture(settings)) {
            assertThat(fixture.log.messages(Level.WARN))
                    .singleElement()
                    .asString()
                    .startsWith("any host may send");
        }
        try (ServerFixture onLoopback = ServerFixture.withDefaults()) {
            assertThat(onLoopback.log.messages(Level.WARN)).isEmpty();
        }
        settings.allow = List.of(Prefix.parse("127.0.0.0/8"));
        try (ServerFixture restricted = new ServerFixture(settings)) {
            assertThat(restricted.log.messages(Level.WARN)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameAPortThatIsInUse(IoTransport transport) throws IOException {
        try (ServerSocket occupant = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var settings = new ServerFixture.Settings();
            settings.port = occupant.getLocalPort();
            long started = System.nanoTime();
            ListenException failure =
                    catchThrowableOfType(ListenException.class, () -> new ServerFixture(settings, transport));

            assertThat(failure.reason()).isEqualTo(ListenException.Reason.IN_USE);
            assertThat(failure)
                    .hasMessageStartingWith("cannot listen on 127.0.0.1:" + settings.port + ": another process")
                    .hasMessageContaining("ss -ltnp 'sport = :" + settings.port + "'");
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameAnAddressThatThisHostDoesNotHave(IoTransport transport) {
        var settings = new ServerFixture.Settings();
        settings.address = IpAddress.parse("192.0.2.77");

        ListenException failure =
                catchThrowableOfType(ListenException.class, () -> new ServerFixture(settings, transport));

        assertThat(failure.reason()).isEqualTo(ListenException.Reason.NO_SUCH_ADDRESS);
        assertThat(failure).hasMessageContaining("192.0.2.77:0").hasMessageContaining("this host has no such address");
    }

    @Test
    void shouldSayWhatToDoAboutEachOtherFailure() {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", 80);
        assertThat(ListenException.of(address, new SocketException("Permission denied")))
                .hasMessage("cannot listen on 127.0.0.1:80: not permitted; ports below 1024 need the capability"
                        + " CAP_NET_BIND_SERVICE, or choose a higher one with --port")
                .extracting(ListenException::reason)
                .isEqualTo(ListenException.Reason.NOT_PERMITTED);
        assertThat(ListenException.of(address, new SocketException("Address family not supported by protocol")))
                .hasMessageContaining("IPv6 is switched off")
                .extracting(ListenException::reason)
                .isEqualTo(ListenException.Reason.FAMILY_OFF);
        assertThat(ListenException.of(address, new IOException("the moon is full")))
                .hasMessage("cannot listen on 127.0.0.1:80: the moon is full");
    }

    @Test
    void shouldRefuseToStartTwice() throws IOException {
        try (ServerFixture fixture = ServerFixture.withDefaults()) {
            assertThatThrownBy(fixture.server::start).isInstanceOf(IllegalStateException.class);
        }
    }

    private static Socket connectFrom(String address, ServerFixture fixture) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(address, 0));
        socket.connect(fixture.server.localAddress());
        return socket;
    }

    /** The reset may be there before the connecting call has returned. */
    private static void assertTurnedAway(ServerFixture fixture) {
        assertThatThrownBy(() -> fixture.connect().getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    private static long openDescriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
