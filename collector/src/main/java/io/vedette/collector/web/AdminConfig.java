package io.vedette.collector.web;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.setting.Setting;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operator may set about the page for metrics and health. */
public record AdminConfig(
        @Setting("Whether metrics and health are served at all.")
        boolean enabled,

        @Setting("Address to serve them on. Reading needs no authentication: leave it on loopback unless the network is"
                + " trusted.")
        IpAddress address,

        @Setting("TCP port to serve them on; 0 for any free one.")
        int port,

        @Setting(
                "Names, besides addresses and localhost, by which browsers and scrapers may call this server. Others are"
                        + " refused, so that no foreign web page can read it through a name of its own.")
        List<String> allowedHosts,

        @Setting(
                "A file with the token, 16 characters or more, that a request must carry to change something (POST /-/reload,"
                        + " Authorization: Bearer TOKEN). Left out: nothing can be changed over HTTP.")
        @Nullable
        Path tokenFile) {

    public AdminConfig {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + ", expected 0 to 65535");
        }
        allowedHosts = List.copyOf(allowedHosts);
    }

    public static AdminConfig defaults() {
        return new AdminConfig(true, IpAddress.parse("127.0.0.1"), 9117, List.of(), null);
    }
}
