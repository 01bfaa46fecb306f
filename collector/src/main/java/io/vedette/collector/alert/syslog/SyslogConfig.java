package io.vedette.collector.alert.syslog;

import io.vedette.collector.alert.spool.SpoolConfig;
import io.vedette.core.detect.Severity;
import io.vedette.core.setting.Setting;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an operator may set about one syslog server. */
public record SyslogConfig(
        @Setting(
                value = "The name of this sink in log lines, metrics and file names: lower-case words with hyphens.",
                required = true)
        String name,

        @Setting(value = "The server: a name or an address.", required = true)
        String host,

        @Setting("Its port: 514 is usual for udp and tcp, 6514 for tls.")
        int port,

        @Setting(
                "How messages travel: tls, tcp or udp. Only tls hides them and knows whom it talks to; udp may lose them.")
        Transport transport,

        @Setting("What is written behind the structured data: text for people, or the alert as json, ecs, ocsf or cef.")
        Content content,

        @Setting("The facility, 0 to 23; 16 is local0.") int facility,

        @Setting("How this machine is called in messages. Left out: not said.") @Nullable
        String hostname,

        @Setting("The private enterprise number in the name of the structured data; 32473 is the one for examples.")
        int enterprise,

        @Setting("The longest message in bytes; the text is cut to fit. Servers must take 480, and should take 2048.")
        int maxBytes,

        @Setting("Alerts below this severity are not sent here.")
        Severity minSeverity,

        @Setting("For tls: a file of PEM certificates to trust instead of the system's. Left out: the system's.")
        @Nullable
        Path trust,

        @Setting("What is kept while the server is down.") SpoolConfig spool) {

    /** How messages travel. */
    public enum Transport {
        TLS,
        TCP,
        UDP
    }

    /** What a message says. */
    public enum Content {
        TEXT,
        JSON,
        ECS,
        OCSF,
        CEF
    }

    private static final Pattern NAME = Pattern.compile("[a-z]+[0-9]*(-[a-z0-9]+)*");
    private static final Pattern HOSTNAME = Pattern.compile("[!-~]{1,255}");

    public SyslogConfig {
        if (!NAME.matcher(name).matches() || name.length() > 64) {
            throw new IllegalArgumentException("name \"" + name + "\", expected lower-case words with hyphens");
        }
        if (host.isBlank()) {
            throw new IllegalArgumentException("host: is empty");
        }
        range("port", port, 1, 65_535);
        range("facility", facility, 0, 23);
        range("enterprise", enterprise, 1, Integer.MAX_VALUE);
        range("max-bytes", maxBytes, 1_024, 65_000);
        if (hostname != null && !HOSTNAME.matcher(hostname).matches()) {
            throw new IllegalArgumentException("hostname: expected 1 to 255 printable ASCII characters without blanks");
        }
    }

    private static void range(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " " + value + ", expected " + least + " to " + most);
        }
    }

    /** The defaults, with placeholders for what has none. */
    public static SyslogConfig defaults() {
        return of("syslog", "syslog.invalid", 6_514, Transport.TLS);
    }

    /** A server with the defaults for everything else. */
    public static SyslogConfig of(String name, String host, int port, Transport transport) {
        int maxBytes = transport == Transport.UDP ? 1_024 : 8_192;
        return new SyslogConfig(
                name,
                host,
                port,
                transport,
                Content.TEXT,
                16,
                null,
                32_473,
                maxBytes,
                Severity.INFO,
                null,
                SpoolConfig.defaults());
    }
}
