package io.vedette.collector.alert;

import io.vedette.core.setting.Setting;

/** Where alerts go. */
public record AlertsConfig(
        @Setting("The console: one line per alert on standard output, for people.")
        ConsoleConfig console,

        @Setting("The alert log: one JSON object per line, the source of truth about what was raised.")
        AlertLogConfig log) {

    public static AlertsConfig defaults() {
        return new AlertsConfig(ConsoleConfig.defaults(), AlertLogConfig.defaults());
    }
}
