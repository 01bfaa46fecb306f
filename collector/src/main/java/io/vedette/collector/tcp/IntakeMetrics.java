package io.vedette.collector.tcp;

import io.vedette.collector.meter.MetricWriter;
import io.vedette.collector.tcp.tls.Handshake;
import io.vedette.core.contact.FilterReason;
import io.vedette.core.flow.RejectReason;
import java.util.concurrent.TimeUnit;

/** Writes the numbers of the port under the names that the operations manual lists. */
final class IntakeMetrics {

    private IntakeMetrics() {}

    static void write(Admission admission, ProbeRegistry registry, MetricWriter writer) {
        writeConnections(admission, registry, writer);
        writeTotals(registry.totals(), writer);
    }

    private static void writeConnections(Admission admission, ProbeRegistry registry, MetricWriter writer) {
        writer.gauge("connections_open", "Probes connected now.", registry.size());
        for (Admission.Result result : Admission.Result.values()) {
            writer.counter(
                    "connections",
                    "Attempts to connect, by what became of them.",
                    "result",
                    result.label(),
                    admission.results().get(result));
        }
        for (CloseReason reason : CloseReason.values()) {
            writer.counter(
                    "connections_closed",
                    "Connections that ended, by reason.",
                    "reason",
                    reason.label(),
                    registry.closed().get(reason));
        }
        for (Handshake result : Handshake.values()) {
            writer.counter(
                    "tls_handshakes",
                    "TLS handshakes, by what became of them.",
                    "result",
                    result.label(),
                    registry.handshakes().get(result));
        }
        for (ForeignProtocol protocol : ForeignProtocol.values()) {
            writer.counter(
                    "foreign_protocols",
                    "Connections closed because they spoke another protocol.",
                    "protocol",
                    protocol.label(),
                    registry.foreign().get(protocol));
        }
    }

    private static void writeTotals(ProbeTotals totals, MetricWriter writer) {
        var intake = totals.intake;
        writer.counter("bytes_read", "Bytes taken from probes.", intake.bytes.get());
        writer.counter("lines_read", "Lines and frames taken from probes.", intake.lines.get());
        writer.counter("empty_lines", "Lines without a record.", intake.emptyLines.get());
        writer.counter("records", "Records read: flows plus rejected.", intake.records.get());
        for (RejectReason reason : RejectReason.values()) {
            writer.counter(
                    "records_rejected",
                    "Records that could not be read as flows, by reason.",
                    "reason",
                    reason.label(),
                    intake.rejected.get(reason));
        }
        writer.counter("records_general", "Flows that needed the general parser.", intake.general.get());
        writer.counter("records_repaired", "Flows read from known broken forms.", intake.repaired.get());
        writer.counter("partial_lines", "Flows from a last line without its end.", intake.partialLines.get());
        writer.counter("records_lost", "Records that probes numbered but did not deliver.", intake.lost.get());
        writer.counter("probe_restarts", "Times a probe's numbering began again.", intake.probeRestarts.get());
        writer.counter("clock_skew", "Flows with a time in the future.", intake.clockSkew.get());
        writer.counter("flows", "Flows read.", intake.flows.get());
        var analysis = totals.analysis;
        writer.counter("flows_analysed", "Flows that became part of a contact.", analysis.analysed.get());
        for (FilterReason reason : FilterReason.values()) {
            writer.counter(
                    "flows_filtered",
                    "Flows left out on purpose, by reason.",
                    "reason",
                    reason.label(),
                    analysis.filtered.get(reason));
        }
        writer.counter("flows_paired", "Flows joined to their other direction.", analysis.paired.get());
        writer.gauge("flows_held", "Flows that wait for their other direction.", totals.held());
        writer.counter("contacts", "Contacts handed to the shards.", analysis.contacts.get());
        writer.histogram(
                "flow_lag_seconds",
                "Time from the end of a flow to its receipt, of one flow in 64 that say when they ended.",
                analysis.lagMillis,
                1e-3);
        writer.counter("pairing_limit", "Flows judged early, too many waited.", analysis.pairingLimit.get());
        writer.counter(
                "read_paused_seconds",
                "Time reading was stopped because the shards were behind, over all probes.",
                TimeUnit.NANOSECONDS.toSeconds(totals.pausedNanos.get()));
        writer.counter("acks", "Acknowledgement bytes written.", totals.acks.get());
        writer.counter("acks_left_out", "Acknowledgements a probe would not take.", totals.acksLeftOut.get());
    }
}
