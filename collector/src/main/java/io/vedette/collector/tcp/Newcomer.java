package io.vedette.collector.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.vedette.collector.tcp.tls.Handshake;
import io.vedette.collector.tcp.tls.ServerTls;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.text.Printable;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection before its probe is known: behind a proxy its header comes first, then, where there is TLS, the handshake;
 * then a {@link ProbeHandler} takes over. Both must be done within one time limit.
 *
 * <p>Belongs to the connection's event loop.
 */
final class Newcomer extends ChannelInboundHandlerAdapter {

    /** The address that a connection was accepted for, once it was; read when the connection is over. */
    static final AttributeKey<IpAddress> ACCEPTED = AttributeKey.valueOf(Newcomer.class, "accepted");

    private static final Logger log = LoggerFactory.getLogger(Newcomer.class);

    /** Room for the additions that proxies make in version 2 (names, certificates' subjects), all of which are passed over. */
    private static final int MAX_ADDITIONS = 4096;

    private static final long CLOSE_NOTIFY_MILLIS = 500;
    private static final int MAX_DETAIL = 200;

    private final Channel channel;
    private final PeerAddress socket;
    private final boolean proxied;
    private final IntakeLoop loop;
    private final IntakeServices services;
    private final Consumer<Arrival> welcome;
    private final long startedAwakeNanos;
    private @Nullable Arrival arrival;
    private @Nullable ServerTls tls;
    private boolean done;

    /**
     * @param proxied whether a PROXY header comes first
     * @param welcome told when the connection is a probe's
     */
    Newcomer(Channel channel, PeerAddress socket, boolean proxied, IntakeLoop loop, Consumer<Arrival> welcome) {
        this.channel = channel;
        this.socket = socket;
        this.proxied = proxied;
        this.loop = loop;
        this.services = loop.services();
        this.welcome = welcome;
        this.startedAwakeNanos = loop.awakeNanos();
    }

    /** Puts itself and what it needs into the pipeline. */
    void begin() {
        loop.add(this);
        if (proxied) {
            channel.pipeline().addLast(new HAProxyMessageDecoder(MAX_ADDITIONS, true), this);
        } else {
            channel.pipeline().addLast(this);
            arrived(Arrival.direct(socket));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HAProxyMessage header && arrival == null && !done) {
            try {
                introduce(header);
            } finally {
                header.release();
            }
        } else if (done) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    /** Health checks speak for the proxy itself: LOCAL in version 2, UNKNOWN in version 1 (proxy-protocol.txt, 2.1, 2.2). */
    private void introduce(HAProxyMessage header) {
        if (header.command() == HAProxyCommand.LOCAL || header.proxiedProtocol() == HAProxyProxiedProtocol.UNKNOWN) {
            services.admission().acceptProxyItself();
            arrived(Arrival.proxyItself(socket));
            return;
        }
        IpAddress client = clientOf(header);
        if (client == null) {
            badHeader("it names no TCP address");
            return;
        }
        PeerAddress peer = new PeerAddress(client, header.sourcePort());
        Admission.Result result = services.admission().identify(client);
        if (result != Admission.Result.ACCEPTED) {
            services.foreignLines()
                    .spend(leftOut ->
                            log.warn("refused {} through {}: {}{}", peer, socket, AcceptGate.explain(result), leftOut));
            reset();
            return;
        }
        channel.attr(ACCEPTED).set(client);
        arrived(Arrival.through(socket, peer));
    }

    private static @Nullable IpAddress clientOf(HAProxyMessage header) {
        HAProxyProxiedProtocol protocol = header.proxiedProtocol();
        if (protocol != HAProxyProxiedProtocol.TCP4 && protocol != HAProxyProxiedProtocol.TCP6) {
            return null;
        }
        try {
            return IpAddress.parse(header.sourceAddress());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void arrived(Arrival how) {
        arrival = how;
        ServerTls current = services.tls().get();
        if (current == null) {
            join(how);
            return;
        }
        tls = current;
        SslHandler handler = current.newHandler(channel.alloc());
        handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MILLIS);
        channel.pipeline().addBefore(channel.pipeline().context(this).name(), "tls", handler);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completion && !done) {
            if (completion.isSuccess()) {
                secured();
            } else {
                failed(completion.cause());
            }
        }
        context.fireUserEventTriggered(event);
    }

    private void secured() {
        SSLSession session = channel.pipeline().get(SslHandler.class).engine().getSession();
        X509Certificate shown = ServerTls.certificateOf(session);
        if (tls == null || arrival == null || !tls.isAllowed(shown)) {
            String names = shown == null ? "none" : String.join(", ", ServerTls.namesOf(shown));
            failed(Handshake.NAME_NOT_ALLOWED, "it has " + (names.isEmpty() ? "none" : names));
            return;
        }
        services.registry().handshake(Handshake.COMPLETED);
        join(arrival.over(session.getProtocol(), shown));
    }

    private void join(Arrival how) {
        done = true;
        loop.remove(this);
        welcome.accept(how);
        channel.pipeline().remove(this);
    }

    private void failed(Throwable failure) {
        Handshake result = Handshake.of(failure);
        boolean telling = result == Handshake.BAD_CERTIFICATE
                || result == Handshake.MALFORMED
                || result == Handshake.REFUSED
                || result == Handshake.NOTHING_IN_COMMON;
        failed(result, telling ? Handshake.detail(failure) : "");
    }

    private void failed(Handshake result, String detail) {
        services.registry().handshake(result);
        services.registry().refused(CloseReason.TLS);
        if (result != Handshake.ABORTED) { // whoever looks for open ports does no more than that
            tell(result, detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail);
        }
        end();
    }

    private void tell(Handshake result, String shown) {
        services.foreignLines()
                .spend(leftOut -> log.warn(
                        "no TLS with {}: {}{}{}",
                        arrival == null ? socket : arrival.peer(),
                        result.meaning(),
                        shown.isEmpty() ? "" : ": " + Printable.of(shown),
                        leftOut));
    }

    private void badHeader(String why) {
        services.admission().failed(Admission.Result.BAD_PROXY_HEADER);
        services.foreignLines()
                .spend(leftOut -> log.warn(
                        "closed {}, which is in listen.proxies: {}; it has to send a PROXY protocol header, version 1 or 2"
                                + " (send-proxy in HAProxy, proxy_protocol in nginx){}",
                        socket,
                        why,
                        leftOut));
        end();
    }

    private void reset() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        end();
    }

    /** Lets time pass. */
    void tick() {
        if (done || loop.awakeNanos() - startedAwakeNanos < services.handshakeNanos()) {
            return;
        }
        if (arrival == null) {
            badHeader("no PROXY header within handshake-timeout");
        } else {
            failed(Handshake.TIMEOUT, "");
        }
    }

    /** The server stops: who was not known yet had nothing read. */
    void dismiss() {
        if (!done) {
            leave();
            end();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!done) {
            leave();
            end();
        }
        context.fireChannelInactive();
    }

    private void leave() {
        if (arrival == null) {
            services.admission().failed(Admission.Result.ABORTED);
        } else {
            services.registry().handshake(Handshake.ABORTED);
            services.registry().refused(CloseReason.TLS);
        }
    }

    private void end() {
        done = true;
        loop.remove(this);
        channel.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (done) {
            log.debug("after the end of {}", socket, cause);
        } else if (arrival == null) {
            badHeader("bytes that are no PROXY header");
        } else {
            failed(cause);
        }
    }
}
