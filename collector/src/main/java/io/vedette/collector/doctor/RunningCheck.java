package io.vedette.collector.doctor;

import io.vedette.collector.web.AdminClient;
import io.vedette.collector.web.AdminClient.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a running collector does, by its own pages. */
public final class RunningCheck {

    private static final String COLLECTOR = "collector";

    private final String readiness;
    private final Exposition metrics;
    private final boolean ready;

    private RunningCheck(boolean ready, String readiness, Exposition metrics) {
        this.ready = ready;
        this.readiness = readiness;
        this.metrics = metrics;
    }

    /** @throws IOException if no collector answers */
    public static RunningCheck ask(AdminClient client) throws IOException {
        Answer readyz = client.get("/readyz");
        Answer metrics = client.get("/metrics");
        if (metrics.status() != 200 || !metrics.text().contains("vedette_build_info")) {
            throw new IOException(client.place() + " answers, but is no collector");
        }
        return new RunningCheck(readyz.status() == 200, readyz.text(), new Exposition(metrics.text()));
    }

    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        readiness(findings);
        probes(findings);
        RejectAdvice.ofCounts(metrics.of("records_rejected"), metrics.sum("records"), findings);
        limits(findings);
        some(
                findings,
                "records_lost",
                "probes",
                "%d records were numbered by probes and never arrived",
                "the loss is on the probe's side: see its own drop counters, and that it does not export over a line that is too slow");
        some(
                findings,
                "clock_skew",
                "clock",
                "%d flows came from the future",
                "compare the clocks: \"date -u\" here and on the probe; let both be kept by NTP");
        some(
                findings,
                "spool_degraded",
                "disk",
                "%d spools are kept in memory only, because the disk does not take them",
                "make room on the disk of delivery.spools; they recover by themselves");
        some(
                findings,
                "checkpoint_errors",
                "state",
                "%d checkpoints could not be written; a restart would forget open incidents",
                "see the rights and the free space of state.dir");
        if (metrics.of("config_last_reload_successful").getOrDefault("", 1.0) == 0) {
            findings.add(Finding.problem(
                    "configuration",
                    "the last reload failed; the one from before still holds",
                    "\"vedette config check\" names what is wrong with the new one; or the log does"));
        }
        if (metrics.of("suppressions_good").getOrDefault("", 1.0) == 0) {
            findings.add(Finding.warning(
                    "suppressions",
                    "the file of suppressions has mistakes; what was in force before them still is",
                    "\"vedette suppress list\" names them"));
        }
        return findings;
    }

    private void readiness(List<Finding> findings) {
        if (ready) {
            findings.add(Finding.good(COLLECTOR, "runs, takes flows and delivers alerts"));
            return;
        }
        readiness.lines().limit(100).forEach(reason -> findings.add(Finding.problem(COLLECTOR, reason, fix(reason))));
    }

    private static String fix(String reason) {
        if (reason.startsWith("sink alert-log")) {
            return "see that its directory can be written and the disk is not full; it recovers by itself";
        }
        if (reason.startsWith("sink ")) {
            String name = reason.substring(5).split(":", 2)[0];
            return "\"vedette alerts test " + name + "\" tells more; the log has the first failure";
        }
        if (reason.contains("shard")) {
            return "restart it, and report the stack trace in its log: this is a bug";
        }
        return "wait a moment if it has just been started or is being stopped; else see its log";
    }

    private void probes(List<Finding> findings) {
        Map<String, Double> results = metrics.of("connections");
        double open = metrics.sum("connections_open");
        if (open > 0) {
            findings.add(
                    Finding.good("probes", whole(open) + " connected, " + whole(metrics.sum("flows")) + " flows read"));
        } else {
            findings.add(Finding.warning(
                    "probes",
                    "none is connected",
                    "start nprobe with --tcp THIS-HOST:PORT and --json-labels; see that no firewall is between"));
        }
        Map<String, String> refused = Map.of(
                "not_allowed", "add the probes' networks to listen.allow",
                "limit_total", "raise listen.max-connections, or find out who connects so often",
                "limit_address", "raise listen.max-connections-per-address, or find out who connects so often",
                "accept_failed", "raise the limit of open files: ulimit -n, LimitNOFILE in the unit");
        refused.forEach((result, fix) -> {
            double count = results.getOrDefault(result, 0.0);
            if (count > 0) {
                findings.add(Finding.warning("probes", whole(count) + " connections were refused: " + result, fix));
            }
        });
        metrics.of("foreign_protocols").forEach((protocol, count) -> {
            if (count > 0) {
                findings.add(Finding.warning(
                        "probes",
                        whole(count) + " connections spoke " + protocol + " instead of JSON lines",
                        "the log names the probe and the option to change; nprobe needs --tcp and --json-labels"));
            }
        });
    }

    private void limits(List<Finding> findings) {
        metrics.of("limit_reached").forEach((limit, count) -> {
            if (count > 0) {
                findings.add(Finding.warning(
                        "memory",
                        "the table of " + limit + " was full " + whole(count)
                                + " times; the least recently seen made room",
                        "raise its max- key in \"shards\" or \"detect\", with more heap in VEDETTE_JAVA_OPTS; or somebody floods you with"
                                + " invented sources, and then this is how it should be"));
            }
        });
    }

    private void some(List<Finding> findings, String metric, String about, String text, String fix) {
        double count = metrics.sum(metric);
        if (count > 0) {
            findings.add(Finding.warning(about, String.format(Locale.ROOT, text, (long) count), fix));
        }
    }

    private static String whole(double value) {
        return Long.toString((long) value);
    }
}
