package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.CollectorConfig;
import io.vedette.collector.config.ConfigInputs;
import io.vedette.collector.config.ConfigReader;
import io.vedette.collector.config.Effective;
import io.vedette.collector.config.Origin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The file that is shipped and the program say the same about configuration. */
class ShippedConfigTest {

    private static final Path SHIPPED = Path.of("..", "conf", "vedette.yaml");

    private final ConfigReader<CollectorConfig> reader =
            new ConfigReader<>(CollectorConfig.class, CollectorConfig.defaults());

    @Test
    void shouldShipTheDefaults() throws IOException {
        ConfigInputs.File file = new ConfigInputs.File("vedette.yaml", Files.readString(SHIPPED));

        Effective<CollectorConfig> effective = reader.read(new ConfigInputs(file, Map.of(), List.of()));

        assertThat(effective.problems()).isEmpty();
        assertThat(effective.value()).isEqualTo(CollectorConfig.defaults());
        assertThat(effective.origins().entrySet())
                .filteredOn(entry -> entry.getValue().kind() == Origin.Kind.DEFAULT)
                .as("keys without a value, which the file shows as comments")
                .allSatisfy(entry -> assertThat(Files.readString(SHIPPED))
                        .contains("# " + entry.getKey().substring(entry.getKey().lastIndexOf('.') + 1) + ":"));
    }

    /** To repair: {@code ./vedette config init --force conf/vedette.yaml}. */
    @Test
    void shouldShipWhatConfigInitWrites() throws IOException {
        StringWriter out = new StringWriter();

        int exitCode = Vedette.commandLine(new PrintWriter(out), new PrintWriter(Writer.nullWriter()))
                .execute("config", "init");

        assertThat(exitCode).isZero();
        assertThat(out).hasToString(Files.readString(SHIPPED));
    }
}
