package io.vedette.collector.alert;

import io.vedette.core.setting.Setting;

/** What an operator may set about the console. */
public record ConsoleConfig(
        @Setting("Whether alerts are printed.") boolean enabled,

        @Setting("Colour: auto (on a terminal, and as NO_COLOR, CLICOLOR_FORCE and TERM demand), always or never.")
        ColorChoice color,

        @Setting(
                value = "Whether the reasons and a sample of the targets are printed below each alert.",
                reloadable = true)
        boolean verbose,

        @Setting(
                "Alerts that may wait to be printed. Beyond that they are dropped and counted, so that a terminal that was"
                        + " stopped never holds up detection.")
        int queue) {

    public ConsoleConfig {
        if (queue < 1) {
            throw new IllegalArgumentException("queue " + queue + ", expected 1 or more alerts");
        }
    }

    public static ConsoleConfig defaults() {
        return new ConsoleConfig(true, ColorChoice.AUTO, false, 1_024);
    }
}
