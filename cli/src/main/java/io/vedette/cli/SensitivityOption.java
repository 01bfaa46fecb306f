package io.vedette.cli;

import io.vedette.collector.config.ConfigInputs.Flag;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The one threshold that is chosen on the command line: {@code detect.sensitivity}. */
final class SensitivityOption {

    @Option(
            names = "--sensitivity",
            paramLabel = "NAME",
            description =
                    "low, normal or high: one incident per scanner, the sooner the higher; reference: one alert per"
                            + " matching flow.")
    private @Nullable String name;

    /** The setting, if one was chosen. */
    List<Flag> flags() {
        return name == null
                ? List.of()
                : List.of(new Flag("--sensitivity", "detect.sensitivity", name.toLowerCase(Locale.ROOT)));
    }
}
