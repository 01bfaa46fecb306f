package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.Collector;
import io.vedette.collector.CollectorConfig;
import io.vedette.collector.alert.Console;
import io.vedette.collector.alert.Palette;
import io.vedette.collector.config.ConfigInputs;
import io.vedette.collector.config.ConfigInputs.Flag;
import io.vedette.collector.config.ConfigReader;
import io.vedette.collector.meter.OpenMetrics;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual names everything that can be set and everything that is counted, and nothing else. */
class ManualTest {

    private static final Path DOCS = Path.of("..", "docs");

    private final ConfigReader<CollectorConfig> reader =
            new ConfigReader<>(CollectorConfig.class, CollectorConfig.defaults());

    @TempDir
    Path directory;

    @Test
    void shouldNameEveryKey() throws IOException {
        assertThat(firstColumn("configuration.md", "\n## Keys\n")).containsExactlyInAnyOrderElementsOf(reader.keys());
    }

    @Test
    void shouldNameEveryReloadableKey() throws IOException {
        assertThat(firstColumn("operations.md", "\n## Reloading\n")).containsExactlyElementsOf(reader.reloadableKeys());
    }

    @Test
    void shouldNameEveryMetric() throws IOException {
        CollectorConfig config = reader.read(new ConfigInputs(
                        null,
                        Map.of(),
                        List.of(
                                new Flag(
                                        "-",
                                        "listen.reject-file",
                                        directory.resolve("r").toString()),
                                new Flag(
                                        "-",
                                        "alerts.log.path",
                                        directory.resolve("a").toString()))))
                .value();
        Console console = new Console(
                config.alerts().console(), Palette.PLAIN, Channels.newChannel(OutputStream.nullOutputStream()));
        OpenMetrics metrics = new OpenMetrics();
        new Collector(config, "0", List.of(console)).writeMetrics(metrics);
        var served = new TreeSet<String>();
        var type =
                Pattern.compile("(?m)^# TYPE (\\S+) (counter|gauge|histogram)$").matcher(metrics.text());
        while (type.find()) {
            served.add(type.group(1) + (type.group(2).equals("counter") ? "_total" : ""));
        }

        assertThat(firstColumn("metrics.md", "# Metrics\n")).containsExactlyInAnyOrderElementsOf(served);
    }

    private static List<String> firstColumn(String page, String heading) throws IOException {
        String text = Files.readString(DOCS.resolve(page));
        String part = text.substring(text.indexOf(heading) + heading.length()).split("\n## ", 2)[0];
        return Pattern.compile("(?m)^\\| `([a-z0-9_.-]+)` \\|")
                .matcher(part)
                .results()
                .map(row -> row.group(1))
                .toList();
    }
}
