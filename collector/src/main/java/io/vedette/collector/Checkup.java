package io.vedette.collector;

import io.vedette.collector.alert.AlertLogConfig;
import io.vedette.collector.alert.spool.SpoolConfig;
import io.vedette.collector.doctor.DeadLetterCheck;
import io.vedette.collector.doctor.FileCheck;
import io.vedette.collector.doctor.Finding;
import io.vedette.collector.doctor.LibpcapCheck;
import io.vedette.collector.doctor.PortCheck;
import io.vedette.collector.doctor.RejectAdvice;
import io.vedette.collector.doctor.RunningCheck;
import io.vedette.collector.doctor.SuppressionCheck;
import io.vedette.collector.web.AdminClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a collector with a configuration needs, looked at; and the collector itself, if one runs with it on this
 * machine. Sends nothing to anybody but that collector.
 */
public final class Checkup {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Two files of dead letters, each as large as they get, for each sink. */
    private static final long DEAD_LETTER_BYTES = 16 << 20;

    private final CollectorConfig config;
    private final List<Finding> findings = new ArrayList<>();

    public Checkup(CollectorConfig config) {
        this.config = config;
    }

    /** @param now by the clock of this machine */
    public List<Finding> run(Instant now) {
        RunningCheck running = running();
        if (running == null) {
            findings.add(PortCheck.of(
                    "port", config.listen().address(), config.listen().port()));
            if (config.web().enabled()) {
                findings.add(PortCheck.of(
                        "admin port", config.web().address(), config.web().port()));
            }
            findings.addAll(SuppressionCheck.of(config.alerts().suppressions()));
        } else {
            findings.addAll(running.findings());
        }
        files();
        AlertLogConfig log = config.alerts().log();
        findings.add(FileCheck.clock(log.path(), now));
        findings.addAll(DeadLetterCheck.in(config.delivery().spools()));
        Path rejects = config.listen().rejectFile();
        if (rejects != null) {
            RejectAdvice.ofFile(rejects, findings);
        }
        findings.add(LibpcapCheck.run());
        return List.copyOf(findings);
    }

    private @Nullable RunningCheck running() {
        if (!config.web().enabled() || config.web().port() == 0) {
            return null;
        }
        try {
            return RunningCheck.ask(new AdminClient(config.web(), PATIENCE));
        } catch (IOException e) {
            return null; // nothing runs; whether it could is looked at instead
        }
    }

    private void files() {
        AlertLogConfig log = config.alerts().log();
        if (log.enabled()) {
            long kept = log.keepSize() == null
                    ? log.rotateSize().bytes() * log.keep()
                    : log.keepSize().bytes();
            findings.addAll(FileCheck.directory(
                    "alert log", parent(log.path()), kept + log.rotateSize().bytes()));
            findings.addAll(FileCheck.appended("alert log", log.path()));
        }
        findings.addAll(
                FileCheck.directory("suppressions", parent(config.alerts().suppressions()), 1 << 20));
        List<SpoolConfig> spools = Stream.concat(
                        config.delivery().webhooks().stream().map(webhook -> webhook.spool()),
                        config.delivery().syslogs().stream().map(syslog -> syslog.spool()))
                .toList();
        if (!spools.isEmpty()) {
            long most = spools.stream()
                    .mapToLong(spool -> spool.size().bytes() + DEAD_LETTER_BYTES)
                    .sum();
            findings.addAll(FileCheck.directory("spools", config.delivery().spools(), most));
        }
        Path state = config.state().dir();
        if (state != null) {
            findings.addAll(FileCheck.directory(
                    "state", state, 2 * config.state().maxSize().bytes()));
        }
        Path rejects = config.listen().rejectFile();
        if (rejects != null) {
            long most =
                    config.listen().rejectFileSize().bytes() * (config.listen().rejectFileKeep() + 1);
            findings.addAll(FileCheck.directory("reject file", parent(rejects), most));
            findings.addAll(FileCheck.appended("reject file", rejects));
        }
        Path token = config.web().tokenFile();
        if (token != null) {
            findings.add(FileCheck.secret("token", token));
        }
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }
}
