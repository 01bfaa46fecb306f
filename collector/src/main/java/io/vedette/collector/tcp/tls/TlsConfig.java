package io.vedette.collector.tcp.tls;

import io.vedette.core.setting.Setting;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operator may set about TLS on the port for probes. A change holds for connections that come after it. */
public record TlsConfig(
        @Setting(
                value =
                        "PEM file of the server's certificate, followed by its intermediate ones. Left out: no TLS. A new"
                                + " file is used as soon as it and the key fit together; connections stay.",
                reloadable = true)
        @Nullable
        Path certificate,

        @Setting(value = "PEM file of its private key, PKCS #8 without a password.", reloadable = true) @Nullable
        Path key,

        @Setting(
                value = "PEM file of the authorities whose certificates probes must show. Left out: probes show none.",
                reloadable = true)
        @Nullable
        Path clientAuthority,

        @Setting(
                value = "Whether a probe may also come without a certificate; one that it shows must be good.",
                reloadable = true)
        boolean clientOptional,

        @Setting(
                value = "Names of which a probe's certificate must carry one, as subject alternative name: DNS names,"
                        + " *.example.org for one label, addresses, URIs. Left out: any name. A change closes connections"
                        + " that are no longer allowed.",
                reloadable = true)
        @Nullable
        List<String> clientNames) {

    public TlsConfig {
        if (certificate == null && key != null) {
            throw new IllegalArgumentException("key: expected a certificate beside it");
        }
        if (certificate != null && key == null) {
            throw new IllegalArgumentException("certificate: expected a key beside it");
        }
        if (clientAuthority != null && certificate == null) {
            throw new IllegalArgumentException("client-authority: expected certificate and key beside it");
        }
        if (clientNames != null && clientAuthority == null) {
            throw new IllegalArgumentException(
                    "client-names: expected a client-authority beside it, as anybody can make a certificate with any name");
        }
        if (clientNames != null && clientOptional) {
            throw new IllegalArgumentException(
                    "client-optional: expected false with client-names, as a probe without a certificate has no name");
        }
        if (clientNames != null) {
            clientNames.forEach(ClientNames::check);
            clientNames = List.copyOf(clientNames);
        }
    }

    /** No TLS. */
    public static TlsConfig defaults() {
        return new TlsConfig(null, null, null, false, null);
    }

    /** Whether the port speaks TLS. */
    public boolean isEnabled() {
        return certificate != null;
    }
}
