package io.vedette.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.alert.delivery.Delivery;
import io.vedette.collector.alert.delivery.DeliveryConfig;
import io.vedette.collector.alert.syslog.SyslogConfig;
import io.vedette.collector.alert.webhook.WebhookConfig;
import io.vedette.collector.meter.OpenMetrics;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about delivery names everything that can be set and everything that is counted, and nothing else. */
class DeliveryDocsTest {

    private static final Path PAGE = Path.of("..", "docs", "delivery.md");

    @TempDir
    Path directory;

    @Test
    void shouldNameEveryKey() throws IOException {
        assertThat(firstColumn("## Keys of a webhook", "Fields of a template"))
                .containsExactlyElementsOf(keys(WebhookConfig.class, ""));
        assertThat(firstColumn("## Keys of a syslog server", "Severities are"))
                .containsExactlyElementsOf(keys(SyslogConfig.class, ""));
    }

    @Test
    void shouldNameEveryNumber() throws IOException {
        DeliveryConfig config =
                new DeliveryConfig(directory, List.of(WebhookConfig.defaults()), List.of(SyslogConfig.defaults()));
        OpenMetrics metrics = new OpenMetrics();
        try (Delivery delivery = new Delivery(config, InstantSource.system(), System::nanoTime)) {
            delivery.sinks().forEach(sink -> sink.writeMetrics(metrics));
        }
        TreeSet<String> served = new TreeSet<>();
        var types =
                Pattern.compile("(?m)^# TYPE (\\S+) (counter|gauge|histogram)$").matcher(metrics.text());
        while (types.find()) {
            served.add(types.group(1) + (types.group(2).equals("counter") ? "_total" : ""));
        }
        assertThat(firstColumn("## Numbers", "\u0000")).containsExactlyInAnyOrderElementsOf(served);
    }

    private static List<String> keys(Class<?> type, String prefix) {
        List<String> keys = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String key =
                    prefix + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            boolean section = component.getType().getSimpleName().matches("GroupingConfig|SpoolConfig");
            keys.addAll(section ? keys(component.getType(), key + ".") : List.of(key));
        }
        return keys;
    }

    /** The names in the first column of the rows between two texts; a row may have several. */
    private static List<String> firstColumn(String from, String to) throws IOException {
        String page = Files.readString(PAGE);
        int end = page.indexOf(to);
        return Pattern.compile("(?m)^\\| (`[^|]*`) \\|")
                .matcher(page.substring(page.indexOf(from), end < 0 ? page.length() : end))
                .results()
                .map(row -> row.group(1))
                .flatMap(cell -> Pattern.compile("`([^`]*)`").matcher(cell).results())
                .map((MatchResult name) -> name.group(1))
                .toList();
    }
}
