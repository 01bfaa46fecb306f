package io.vedette.collector.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import io.vedette.collector.alert.LogCapture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceNotifierTest {

    private final List<String> heard = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    private EventLoopGroup loop;
    private Channel receiver;

    @BeforeEach
    void listen() throws InterruptedException {
        assumeTrue(Epoll.isAvailable(), "Netty's library for epoll cannot be loaded");
        loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        receiver = new Bootstrap()
                .group(loop)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket packet) {
                        heard.add(packet.content().toString(StandardCharsets.UTF_8));
                    }
                })
                .bind(new DomainSocketAddress(address()))
                .sync()
                .channel();
    }

    @AfterEach
    void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private String address() {
        return directory.resolve("notify").toString();
    }

    private ServiceNotifier notifier(String watchdogMicros) {
        return ServiceNotifier.of(Map.of("NOTIFY_SOCKET", address(), "WATCHDOG_USEC", watchdogMicros), 1);
    }

    @Test
    void shouldHaveSentWhenItReturns() {
        try (ServiceNotifier notifier = notifier("0")) {
            notifier.ready("é", () -> true);
            notifier.stopping(Duration.ofSeconds(30));
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(heard)
                        .containsExactly(
                                "READY=1\nSTATUS=é", "STOPPING=1\nSTATUS=draining\nEXTEND_TIMEOUT_USEC=40000000"));
    }

    @Test
    void shouldLoseNoSignOfLifeToItsEnd() throws InterruptedException {
        AtomicInteger signs = new AtomicInteger();
        try (LogCapture log = LogCapture.of(NotifySocket.class)) {
            for (int i = 0; i < 200; i++) {
                try (ServiceNotifier notifier = notifier("100")) {
                    notifier.ready("", () -> signs.incrementAndGet() > 0);
                    notifier.stopping(Duration.ZERO);
                }
            }
            assertThat(log.messages(Level.WARN)).isEmpty();
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(heard).filteredOn("WATCHDOG=1"::equals).hasSize(signs.get()));
        assertThat(signs).hasPositiveValue();
    }

    @Test
    void shouldSayOnceThatNobodyListens() {
        receiver.close().syncUninterruptibly();
        try (LogCapture log = LogCapture.of(NotifySocket.class);
                ServiceNotifier notifier = notifier("100")) {
            AtomicInteger signs = new AtomicInteger();
            notifier.ready("", () -> signs.incrementAndGet() > 0);
            await().atMost(Duration.ofSeconds(60)).until(() -> signs.get() > 3);
            assertThat(log.messages(Level.WARN)).singleElement().asString().startsWith("systemd cannot be told: ");
        }
    }
}
