package io.vedette.collector.alert.remote;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** TLS towards receivers: 1.2 or 1.3, and the certificate must be for the name that was asked for (RFC 6125). */
public final class ClientTls {

    private ClientTls() {}

    /**
     * @param trust file of PEM certificates to trust; null for the system's
     * @throws IOException if there are none in it
     */
    public static SslContext context(@Nullable Path trust) throws IOException {
        SslContextBuilder builder =
                SslContextBuilder.forClient().protocols("TLSv1.3", "TLSv1.2").endpointIdentificationAlgorithm("HTTPS");
        try {
            return (trust == null ? builder : builder.trustManager(trust.toFile())).build();
        } catch (IllegalArgumentException e) {
            throw new IOException("trust: no certificates in " + trust, e);
        }
    }
}
