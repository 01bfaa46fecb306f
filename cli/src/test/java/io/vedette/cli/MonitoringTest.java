package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The shipped dashboard and rules speak of what a collector really serves. */
class MonitoringTest {

    private static final Path RULES = Path.of("..", "conf", "prometheus", "vedette-rules.yaml");
    private static final Path DASHBOARD = Path.of("..", "conf", "grafana", "vedette-dashboard.json");
    private static final Pattern METRIC = Pattern.compile("\\bvedette_[a-z0-9_]+");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(vedette_[a-z0-9_]+)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

    /** What Prometheus adds to each sample. */
    private static final Set<String> ADDED = Set.of("instance", "job");

    @TempDir
    Path directory;

    /** An expression, and the text that shows its labels. */
    private record Query(String where, String expression, String text) {}

    @SuppressWarnings("unchecked")
    private static Map<String, Object> load(Path file) throws IOException {
        return (Map<String, Object>) new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Object parent, String key) {
        Object list = ((Map<String, Object>) parent).get(key);
        return list == null ? List.of() : (List<Map<String, Object>>) list;
    }

    private static List<Query> rules() throws IOException {
        List<Query> queries = new ArrayList<>();
        for (Map<String, Object> group : list(load(RULES), "groups")) {
            for (Map<String, Object> rule : list(group, "rules")) {
                Object name = rule.getOrDefault("alert", rule.get("record"));
                queries.add(new Query(
                        "rule " + name,
                        String.valueOf(rule.get("expr")),
                        String.valueOf(rule.getOrDefault("annotations", ""))));
            }
        }
        return queries;
    }

    private static List<Query> panels() throws IOException {
        List<Query> queries = new ArrayList<>();
        for (Map<String, Object> panel : list(load(DASHBOARD), "panels")) {
            for (Map<String, Object> target : list(panel, "targets")) {
                queries.add(new Query(
                        "panel " + panel.get("title"),
                        String.valueOf(target.get("expr"))
                                .replace("$__rate_interval", "5m")
                                .replace("$instance", ".*"),
                        String.valueOf(target.get("legendFormat"))));
            }
        }
        return queries;
    }

    /** Label names by metric, of a collector that has seen good and bad records and has a receiver that is down. */
    private Map<String, Set<String>> served() throws Exception {
        int admin;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            admin = free.getLocalPort();
        }
        Files.writeString(
                directory.resolve("vedette.yaml"),
                "web:\n  port: " + admin + "\nlisten:\n  address: 127.0.0.1\n  port: 0\ndelivery:\n  webhooks:\n"
                        + "    - name: chat\n      preset: generic\n      url: http://127.0.0.1:1/\n      allow-private: true\n");
        Map<String, Set<String>> labels = new TreeMap<>();
        try (Program program = Program.start(directory, "collect", "-c", "vedette.yaml")) {
            program.send("nonsense\n" + Flows.synScan("192.0.2.66", 100));
            URI page = URI.create("http://127.0.0.1:" + admin + "/metrics");
            await().atMost(Duration.ofSeconds(60)).until(() -> get(page).contains("vedette_alerts_raised_total{"));
            Matcher sample = SAMPLE.matcher(get(page));
            while (sample.find()) {
                Set<String> names = labels.computeIfAbsent(sample.group(1), unused -> new TreeSet<>(ADDED));
                if (sample.group(2) != null) {
                    LABEL.matcher(sample.group(2)).results().forEach(label -> names.add(label.group(1)));
                }
            }
        }
        return labels;
    }

    private static String get(URI page) throws IOException {
        try (InputStream in = page.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldOnlySpeakOfWhatIsServed() throws Exception {
        Map<String, Set<String>> served = served();
        List<Query> queries = new ArrayList<>(rules());
        queries.addAll(panels());

        assertThat(queries).hasSizeGreaterThan(60);
        for (Query query : queries) {
            Set<String> used = metrics(query.expression);
            assertThat(served.keySet())
                    .as(query.where + ": " + query.expression)
                    .containsAll(used);
            Set<String> known = new HashSet<>(ADDED);
            used.forEach(metric -> known.addAll(served.get(metric)));
            if (!query.expression.contains("vedette:")) {
                assertThat(known).as(query.where).containsAll(labels(query));
            }
        }
    }

    private static Set<String> metrics(String expression) {
        Set<String> names = new TreeSet<>();
        Matcher metric = METRIC.matcher(expression);
        while (metric.find()) {
            names.add(metric.group());
        }
        return names;
    }

    /** Those in selectors, in {@code by} and {@code without}, and in the words shown. */
    private static Set<String> labels(Query query) {
        Set<String> labels = new TreeSet<>();
        Matcher selected = Pattern.compile("[{,]([a-z_]+)=").matcher(query.expression);
        while (selected.find()) {
            labels.add(selected.group(1));
        }
        Matcher grouped = Pattern.compile("(?:by|without) \\(([a-z_, ]+)\\)").matcher(query.expression);
        while (grouped.find()) {
            labels.addAll(List.of(grouped.group(1).split(", *")));
        }
        Matcher shown =
                Pattern.compile("\\{\\{ *(?:\\$labels\\.)?([a-z_]+) *}}").matcher(query.text);
        while (shown.find()) {
            labels.add(shown.group(1));
        }
        return labels;
    }

    @Test
    void shouldBeADashboardThatGrafanaCanDraw() throws IOException {
        Map<String, Object> dashboard = load(DASHBOARD);
        assertThat(dashboard).containsKeys("title", "uid", "schemaVersion", "templating", "time", "panels");
        Set<Object> ids = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (Map<String, Object> panel : list(dashboard, "panels")) {
            String title = String.valueOf(panel.get("title"));
            assertThat(ids.add(panel.get("id"))).as("id of " + title).isTrue();
            @SuppressWarnings("unchecked")
            Map<String, Integer> place = (Map<String, Integer>) panel.get("gridPos");
            assertThat(place.get("x") + place.get("w")).as(title).isBetween(1, 24);
            for (int x = place.get("x"); x < place.get("x") + place.get("w"); x++) {
                for (int y = place.get("y"); y < place.get("y") + place.get("h"); y++) {
                    assertThat(cells.add(x + " " + y)).as("overlap at " + title).isTrue();
                }
            }
            if (!"row".equals(panel.get("type"))) {
                assertThat(panel).as(title).containsKeys("datasource", "description", "fieldConfig", "options");
                assertThat(list(panel, "targets").stream().map(target -> target.get("refId")))
                        .as(title)
                        .isNotEmpty()
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void shouldBeGoodPromQl() throws Exception {
        promtoolIsThere();
        StringBuilder text = new StringBuilder("groups:\n  - name: panels\n    rules:\n");
        int number = 0;
        for (Query query : panels()) {
            text.append("      - record: panel_").append(number++).append("\n        expr: '");
            text.append(query.expression.replace("'", "''")).append("'\n");
        }
        Path file = Files.writeString(directory.resolve("panels.yaml"), text);

        assertThat(promtool("check", "rules", RULES.toAbsolutePath().toString()))
                .contains("SUCCESS");
        assertThat(promtool("check", "rules", file.toString())).contains("SUCCESS: " + number + " rules found");
    }

    @Test
    void shouldAlertOnWhatIsWrongAndOnNothingElse() throws Exception {
        promtoolIsThere();
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("VedetteInputStalled", "vedette_flows_total 7x30; vedette_connections_open 2x30");
        wrong.put("VedetteNoProbe", "vedette_connections_open 0x30");
        wrong.put(
                "VedetteRejects",
                "vedette_records_rejected_total{reason=\"bad_json\"} 0+3x30; vedette_records_total 0+100x30");
        wrong.put("VedetteRecordsLost", "vedette_records_lost_total 0+3x30");
        wrong.put("VedetteReadsPaused", "vedette_read_paused_seconds_total 0+12x30; vedette_connections_open 1x30");
        wrong.put("VedetteNoTick", "vedette_ticks_total 9x30");
        wrong.put("VedetteLimitReached", "vedette_limit_reached_total{limit=\"sources\"} 0+1x30");
        wrong.put("VedetteSinkDown", "vedette_remote_up{sink=\"chat\"} 0x30");
        wrong.put("VedetteSpoolOld", "vedette_spool_oldest_seconds{sink=\"chat\"} 901x30");
        wrong.put("VedetteSpoolDegraded", "vedette_spool_degraded{sink=\"chat\"} 1x30");
        wrong.put("VedetteAlertsLost", "vedette_spool_expired_total{sink=\"chat\"} 0+2x30");
        wrong.put("VedetteSuppressionsBad", "vedette_suppressions_good 0x30");
        wrong.put("VedetteReloadFailed", "vedette_config_last_reload_successful 0x30");
        wrong.put("VedetteCheckpointOld", "vedette_checkpoint_age_seconds 601x30");
        wrong.put("VedetteCertificateExpires", "vedette_tls_certificate_expires_seconds 604000x30");
        wrong.put("VedetteFileDescriptors", "vedette_process_open_fds 81x30; vedette_process_max_fds 100x30");
        wrong.put("VedetteDown", "up{job=\"vedette\"} 0x30");
        Set<String> told = new TreeSet<>();
        for (Query rule : rules()) {
            if (rule.where.startsWith("rule Vedette")) {
                told.add(rule.where.substring(5));
            }
        }
        assertThat(wrong.keySet()).as("each rule is tried").containsExactlyInAnyOrderElementsOf(told);

        String good = "vedette_flows_total 0+600x30; vedette_connections_open 1x30; vedette_records_total 0+600x30;"
                + " vedette_records_rejected_total{reason=\"bad_json\"} 0+1x30; vedette_ticks_total 0+6x30;"
                + " vedette_read_paused_seconds_total 0+1x30; vedette_sink_up{sink=\"console\"} 1x30;"
                + " vedette_spool_oldest_seconds{sink=\"chat\"} 20x30; vedette_suppressions_good 1x30;"
                + " vedette_limit_reached_total{limit=\"sources\"} 5x30; vedette_process_open_fds 9x30;"
                + " vedette_config_last_reload_successful 1x30; vedette_checkpoint_age_seconds 5x30;"
                + " vedette_tls_certificate_expires_seconds 0x30;"
                + " vedette_process_max_fds 100x30; up{job=\"vedette\"} 1x30";
        StringBuilder tests =
                new StringBuilder("rule_files: [" + RULES.toAbsolutePath().normalize() + "]\ntests:\n");
        wrong.forEach((alert, series) -> {
            tests.append(series(series)).append("    promql_expr_test:\n");
            expect(tests, alert, 1);
        });
        tests.append(series(good)).append("    promql_expr_test:\n");
        wrong.keySet().forEach(alert -> expect(tests, alert, 0));
        Path file = Files.writeString(directory.resolve("tests.yaml"), tests);

        assertThat(promtool("test", "rules", file.toString())).contains("SUCCESS");
    }

    /** One sample a minute. */
    private static String series(String all) {
        StringBuilder text = new StringBuilder("  - interval: 1m\n    input_series:\n");
        for (String one : all.split("; *")) {
            int blank = one.lastIndexOf(' ');
            text.append("      - series: '").append(one, 0, blank).append("'\n        values: '");
            text.append(one.substring(blank + 1)).append("'\n");
        }
        return text.toString();
    }

    private static void expect(StringBuilder tests, String alert, int count) {
        tests.append("      - expr: count(ALERTS{alertname=\"")
                .append(alert)
                .append("\",alertstate=\"firing\"}) or vector(0)\n        eval_time: 25m\n")
                .append("        exp_samples: [{labels: '{}', value: ")
                .append(count)
                .append("}]\n");
    }

    private void promtoolIsThere() throws IOException, InterruptedException {
        assumeTrue(
                new ProcessBuilder("sh", "-c", "command -v promtool").start().waitFor() == 0,
                "promtool is not installed: apt-get install prometheus");
    }

    private String promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
