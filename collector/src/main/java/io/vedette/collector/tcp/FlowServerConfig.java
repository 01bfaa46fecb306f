package io.vedette.collector.tcp;

import io.vedette.collector.tcp.tls.TlsConfig;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;
import io.vedette.core.setting.ByteSize;
import io.vedette.core.setting.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operator may set about the port for probes. */
public record FlowServerConfig(
        @Setting("Address to listen on. 0.0.0.0 and :: are every address, of both families where the system has both.")
        IpAddress address,

        @Setting("TCP port to listen on. 0 lets the system choose one.")
        int port,

        @Setting(
                value = "Networks whose probes may connect. Left out: everybody; an empty list: nobody. "
                        + "A change closes connections that are no longer allowed.",
                reloadable = true)
        @Nullable
        List<Prefix> allow,

        @Setting(
                value =
                        "Load balancers that begin each connection with a PROXY protocol header, version 1 or 2. Allow list"
                                + " and limits then hold for the address in it. From here it is demanded, from elsewhere refused.",
                reloadable = true)
        List<Prefix> proxies,

        @Setting("TLS towards probes.") TlsConfig tls,

        @Setting("Longest time that a PROXY header and a TLS handshake may take together.")
        Duration handshakeTimeout,

        @Setting(value = "Connections at one time; further ones are reset.", reloadable = true)
        int maxConnections,

        @Setting(value = "Connections at one time from one address; further ones are reset.", reloadable = true)
        int maxConnectionsPerAddress,

        @Setting("Event loop threads that read and decode. 0 is one for each two processors.")
        int threads,

        @Setting("Longest line or frame; a longer one is rejected and skipped, the connection stays.")
        ByteSize maxLine,

        @Setting("How long a probe may leave a line unfinished before it is disconnected. "
                + "A probe that is silent between lines is never disconnected.")
        Duration partialLineTimeout,

        @Setting("How long a new connection may stay without sending anything. Left out: for ever, as a probe "
                + "without traffic does.")
        @Nullable
        Duration firstByteTimeout,

        @Setting(
                "Answer each read with one byte '0', for senders that wait for it. nProbe does not: a sender that closes "
                        + "without reading the answers can lose its last lines on its own side.")
        boolean ackByte,

        @Setting("File for rejected records, one JSON object per line. Left out: none is written.") @Nullable
        Path rejectFile,

        @Setting("Size at which the reject file is rotated.")
        ByteSize rejectFileSize,

        @Setting("Rotated reject files to keep beside the current one.")
        int rejectFileKeep) {

    public FlowServerConfig {
        require(port >= 0 && port <= 65535, "port: " + port + ", expected 0 to 65535");
        require(maxConnections > 0, "max-connections: " + maxConnections + ", expected at least 1");
        require(
                maxConnectionsPerAddress > 0,
                "max-connections-per-address: " + maxConnectionsPerAddress + ", expected at least 1");
        require(threads >= 0 && threads <= 256, "threads: " + threads + ", expected 0 to 256");
        require(
                maxLine.bytes() >= 1024 && maxLine.bytes() <= 16 << 20,
                "max-line: " + maxLine + ", expected 1KiB to 16MiB");
        require(isPositive(partialLineTimeout), "partial-line-timeout: expected more than 0s");
        require(firstByteTimeout == null || isPositive(firstByteTimeout), "first-byte-timeout: expected more than 0s");
        require(rejectFileSize.bytes() >= 4096, "reject-file-size: " + rejectFileSize + ", expected at least 4KiB");
        require(
                rejectFileKeep >= 0 && rejectFileKeep <= 1000,
                "reject-file-keep: " + rejectFileKeep + ", expected 0 to 1000");
        require(isPositive(handshakeTimeout), "handshake-timeout: expected more than 0s");
        proxies = List.copyOf(proxies);
        allow = allow == null ? null : List.copyOf(allow);
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }

    /** Port 2055 on every IPv4 address, open to everybody, 1024 connections, 32 from one address. */
    public static FlowServerConfig defaults() {
        return new FlowServerConfig(
                IpAddress.parse("0.0.0.0"),
                2055,
                null,
                List.of(),
                TlsConfig.defaults(),
                Duration.ofSeconds(5),
                1024,
                32,
                0,
                ByteSize.kib(64),
                Duration.ofSeconds(30),
                null,
                false,
                null,
                ByteSize.mib(16),
                4);
    }
}
