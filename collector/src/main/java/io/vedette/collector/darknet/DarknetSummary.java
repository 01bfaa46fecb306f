package io.vedette.collector.darknet;

import io.vedette.collector.scan.ScanSummary;
import io.vedette.core.capture.CaptureFault;
import io.vedette.core.darknet.DarknetCounts;
import io.vedette.core.darknet.DarknetSettings;
import io.vedette.core.darknet.EventFilter;
import io.vedette.core.text.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TreeMap;

/** What a run read, made and left out, in lines for people. */
public final class DarknetSummary {

    private final DarknetReport report;
    private final DarknetSettings settings;

    public DarknetSummary(DarknetReport report, DarknetSettings settings) {
        this.report = report;
        this.settings = settings;
    }

    /** What could not be read, one line each. */
    public List<String> problems() {
        return report.problems().stream().map(Printable::of).toList();
    }

    /** What may be worth knowing, one line each. */
    public List<String> notes() {
        return report.notes().stream().map(Printable::of).toList();
    }

    /** The run in a few lines. */
    public List<String> lines(Duration took) {
        DarknetCounts counts = report.counts;
        List<String> lines = new ArrayList<>();
        long frames = counts.frames.get();
        double seconds = took.toNanos() / 1e9;
        lines.add(String.format(
                Locale.ROOT,
                "read %d input%s, %d frames, %s in %.2f s",
                report.files(),
                report.files() == 1 ? "" : "s",
                frames,
                ScanSummary.bytes(report.captures.capturedBytes.get()),
                seconds));
        lines.add("frames: " + counts.traffic.total() + " packets, " + counts.notIpv4.get() + " not IPv4, "
                + counts.malformed.get() + " malformed, " + counts.outside.get() + " to other addresses"
                + beyond(report.captures.faults.get(CaptureFault.BEYOND_SNAPLEN)));
        events(lines, counts);
        lines.add(String.format(
                Locale.ROOT,
                "darknet of %d addresses, idle timeout %d s, coverage at %d destinations %.3g",
                settings.darknetSize(),
                settings.idleTimeout().toSeconds(),
                settings.uniques(),
                (double) settings.uniques() / settings.darknetSize()));
        tools(lines);
        lines.add("limits reached: " + limits(counts));
        return lines;
    }

    private static String beyond(long count) {
        return count == 0 ? "" : "; " + count + " beyond the snap length";
    }

    private void events(List<String> lines, DarknetCounts counts) {
        long reported = counts.reportedEvents.get();
        long ignored = counts.ignoredEvents.total();
        long packets = counts.reportedPackets.get();
        long ignoredPackets = counts.ignoredPackets.total();
        lines.add("events: " + reported + " reported with " + packets + " packets; " + ignored + " left out with "
                + ignoredPackets + " packets, " + share(ignored, reported + ignored) + " of events and "
                + share(ignoredPackets, packets + ignoredPackets) + " of packets" + reasons(counts));
        long ongoing = counts.ongoingEvents.get();
        if (ongoing + counts.ongoingIgnored.get() > 0) {
            lines.add("ongoing: " + ongoing + " reported, " + counts.ongoingIgnored.get() + " left out");
        }
        if (report.open() > 0) {
            lines.add("open events kept for the next run: " + report.open());
        }
        if (report.victims() > 0) {
            lines.add("victims of floods: " + report.victims());
        }
    }

    private static String reasons(DarknetCounts counts) {
        StringJoiner reasons = new StringJoiner(", ", " (", ")");
        reasons.setEmptyValue("");
        for (EventFilter.Reason reason : EventFilter.Reason.values()) {
            long count = counts.ignoredEvents.get(reason);
            if (count > 0) {
                reasons.add(reason.label() + " " + count);
            }
        }
        return reasons.toString();
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "0 %" : String.format(Locale.ROOT, "%.2f %%", 100.0 * part / whole);
    }

    private void tools(List<String> lines) {
        StringJoiner tools = new StringJoiner(", ", "tools: ", "");
        new TreeMap<>(report.tools())
                .forEach((tool, total) ->
                        tools.add(tool + " " + total.events() + " events, " + total.packets() + " packets"));
        if (!report.tools().isEmpty()) {
            lines.add(tools.toString());
        }
    }

    private static String limits(DarknetCounts counts) {
        StringJoiner limits = new StringJoiner(", ");
        limits.setEmptyValue("none");
        limit(limits, "events cut short", counts.cutShort.get());
        limit(limits, "destinations estimated", counts.estimatedSets.get());
        limit(limits, "samples left out", counts.samplesLeftOut.get());
        return limits.toString();
    }

    private static void limit(StringJoiner limits, String name, long count) {
        if (count > 0) {
            limits.add(name + " " + count);
        }
    }
}
