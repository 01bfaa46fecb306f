package io.vedette.collector.alert;

import io.vedette.core.setting.Setting;
import java.nio.file.Path;

/** Where alerts go. */
public record AlertsConfig(
        @Setting("The console: one line per alert on standard output, for people.")
        ConsoleConfig console,

        @Setting("The alert log: one JSON object per line, the source of truth about what was raised.")
        AlertLogConfig log,

        @Setting(
                "The file of suppressions, what nobody wants to hear about: \"vedette suppress\" changes it. Looked at every second;"
                        + " it need not exist.")
        Path suppressions) {

    public static AlertsConfig defaults() {
        return new AlertsConfig(ConsoleConfig.defaults(), AlertLogConfig.defaults(), Path.of("suppressions.ndjson"));
    }
}
