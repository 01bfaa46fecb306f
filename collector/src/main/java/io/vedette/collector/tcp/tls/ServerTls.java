package io.vedette.collector.tcp.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of TLS as it was loaded from files: versions 1.2 and 1.3, the JDK's choice of ciphers.
 *
 * <p>What is loaded never changes; new files make a new instance, whose sessions cannot be resumed from the old one, so that
 * a withdrawn authority is withdrawn for all that come after. Costs about 64 KiB for each connection.
 */
public final class ServerTls {

    private static final int SESSIONS = 4096;
    private static final long SESSION_SECONDS = 3600;

    static {
        // Nothing a probe has a use for, and each handshake costs us more than the client (CVE-2011-1473).
        if (System.getProperty("jdk.tls.rejectClientInitiatedRenegotiation") == null) {
            System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        }
    }

    private final SslContext context;
    private final @Nullable ClientNames names;
    private final Instant expires;

    private ServerTls(SslContext context, @Nullable ClientNames names, Instant expires) {
        this.context = context;
        this.names = names;
        this.expires = expires;
    }

    /**
     * Reads the files that {@code config} names, which must enable TLS.
     *
     * @throws IOException if one cannot be used; its message begins with the key
     */
    public static ServerTls load(TlsConfig config) throws IOException {
        Path file = Objects.requireNonNull(config.certificate());
        List<X509Certificate> chain = PemFiles.certificates("certificate", file);
        PrivateKey key = PemFiles.key("key", Objects.requireNonNull(config.key()), chain.get(0));
        SslContextBuilder builder = SslContextBuilder.forServer(key, chain)
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .sessionCacheSize(SESSIONS)
                .sessionTimeout(SESSION_SECONDS);
        Path authority = config.clientAuthority();
        if (authority != null) {
            builder.trustManager(PemFiles.certificates("client-authority", authority))
                    .clientAuth(config.clientOptional() ? ClientAuth.OPTIONAL : ClientAuth.REQUIRE);
        }
        ClientNames names = config.clientNames() == null ? null : new ClientNames(config.clientNames());
        try {
            return new ServerTls(
                    builder.build(), names, chain.get(0).getNotAfter().toInstant());
        } catch (SSLException | IllegalArgumentException e) {
            throw new IOException("certificate: " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** A handler for a new connection. Its own timer is off: whoever adds it limits the handshake in time. */
    public SslHandler newHandler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /** Whether a probe that showed this certificate, or none, is one of those with an allowed name. */
    public boolean isAllowed(@Nullable X509Certificate certificate) {
        return names == null || certificate != null && names.accepts(certificate);
    }

    /** The certificate that the other side showed and proved to own, null if none. */
    public static @Nullable X509Certificate certificateOf(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate shown ? shown : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    /** The names of a certificate that count, for messages; as they came over the wire. */
    public static List<String> namesOf(X509Certificate certificate) {
        return ClientNames.of(certificate);
    }

    /** The end of the server certificate's validity. */
    public Instant expires() {
        return expires;
    }
}
