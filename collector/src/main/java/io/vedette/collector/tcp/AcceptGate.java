package io.vedette.collector.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands at the listening socket: lets connections in or resets them, and pauses when the system cannot accept.
 *
 * <p>Belongs to the accepting thread.
 */
final class AcceptGate extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(AcceptGate.class);
    private static final long PAUSE_MILLIS = 1000;

    /** Set on the connections of proxies: a header comes first. */
    static final AttributeKey<Boolean> PROXIED = AttributeKey.valueOf(AcceptGate.class, "proxied");

    private final Admission admission;
    private final LogBudget refusalLines;
    private final LogBudget failureLines;

    AcceptGate(Admission admission, LogBudget refusalLines, LogBudget failureLines) {
        this.admission = admission;
        this.refusalLines = refusalLines;
        this.failureLines = failureLines;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        Channel connection = (Channel) accepted;
        PeerAddress peer = peerOf(connection);
        if (peer == null) {
            admission.failed(Admission.Result.ABORTED);
            connection.unsafe().closeForcibly();
            return;
        }
        if (admission.isProxy(peer.address())) {
            greetProxy(context, connection, peer);
            return;
        }
        Admission.Result result = admission.admit(peer.address());
        if (result == Admission.Result.ACCEPTED) {
            connection.closeFuture().addListener(closed -> admission.release(peer.address()));
            context.fireChannelRead(connection);
        } else {
            refuse(connection, peer, result);
        }
    }

    /** Whom a proxy speaks for is only known when its header was read. */
    private void greetProxy(ChannelHandlerContext context, Channel connection, PeerAddress peer) {
        if (!admission.admitProxy()) {
            refuse(connection, peer, Admission.Result.LIMIT_TOTAL);
            return;
        }
        connection.attr(PROXIED).set(true);
        connection
                .closeFuture()
                .addListener(closed ->
                        admission.release(connection.attr(Newcomer.ACCEPTED).get()));
        context.fireChannelRead(connection);
    }

    private static @Nullable PeerAddress peerOf(Channel connection) {
        return connection.remoteAddress() instanceof InetSocketAddress socket ? PeerAddress.of(socket) : null;
    }

    private void refuse(Channel connection, PeerAddress peer, Admission.Result result) {
        connection.config().setOption(ChannelOption.SO_LINGER, 0); // close sends a reset, and leaves no TIME_WAIT here
        connection.unsafe().closeForcibly();
        refusalLines.spend(leftOut -> log.warn("refused {}: {}{}", peer, explain(result), leftOut));
    }

    static String explain(Admission.Result result) {
        return switch (result) {
            case LIMIT_TOTAL -> "max-connections are open";
            case LIMIT_ADDRESS -> "max-connections-per-address of this address are open";
            case NOT_ALLOWED -> "its address is not in allow";
            default -> result.label();
        };
    }

    /** Accepting failed. Trying at once would fail again and burn a processor. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        admission.failed(Admission.Result.ACCEPT_FAILED);
        context.channel().config().setAutoRead(false);
        context.executor()
                .schedule(() -> context.channel().config().setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        long limit = FileDescriptors.limit();
        int maxConnections = admission.limit();
        long needed = FileDescriptors.neededFor(maxConnections);
        failureLines.spend(leftOut -> log.error(
                "cannot accept connections, trying again every second: {}; the process may open {} files and needs {}"
                        + " for {} connections (ulimit -n, LimitNOFILE){}",
                cause.getMessage(),
                limit,
                needed,
                maxConnections,
                leftOut));
    }
}
