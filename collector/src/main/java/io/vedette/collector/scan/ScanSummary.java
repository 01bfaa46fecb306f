package io.vedette.collector.scan;

import io.vedette.collector.shard.Allowance;
import io.vedette.core.capture.CaptureFault;
import io.vedette.core.filter.Omission;
import io.vedette.core.flow.export.ExportCounts;
import io.vedette.core.meter.CounterFamily;
import io.vedette.core.packet.LinkLayer;
import io.vedette.core.packet.PacketCounts;
import io.vedette.core.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** What was read, what it was, and what is missing, in lines for people. Nothing depends on locale or time zone. */
public final class ScanSummary {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Link types are counted one by one below this number. */
    private static final int LINK_TYPES = 512;

    private final ScanReport report;

    public ScanSummary(ScanReport report) {
        this.report = report;
    }

    /** What was read: files, bytes, packets, records, the time they span, and what was wrong with them. */
    public List<String> input(Duration took) {
        List<String> lines = new ArrayList<>();
        long packets = report.packets.packets.get();
        long records = report.records.records.get();
        StringJoiner read =
                new StringJoiner(", ", "read ", String.format(Locale.ROOT, " in %.2f s", took.toNanos() / 1e9));
        read.add(plural(report.files(), "file")).add(bytes(report.bytes()));
        if (packets > 0 || records == 0) {
            read.add(plural(packets, "packet"));
        }
        if (records > 0) {
            read.add(plural(records, "flow record"));
        }
        lines.add(read.toString());
        lines.addAll(whatWasSeen());
        return lines;
    }

    /** What was captured from interfaces. */
    public List<String> captured(Duration took) {
        List<String> lines = new ArrayList<>();
        String packets = plural(report.packets.frames.get(), "packet");
        lines.add(String.format(Locale.ROOT, "captured %s in %.2f s", packets, took.toNanos() / 1e9));
        lines.addAll(whatWasSeen());
        return lines;
    }

    private List<String> whatWasSeen() {
        List<String> lines = new ArrayList<>();
        if (report.firstMillis() <= report.lastMillis()) {
            lines.add("traffic from " + time(report.firstMillis()) + " to " + time(report.lastMillis()) + " UTC");
        }
        if (report.packets.frames.get() > 0) {
            lines.add(frames(report.packets));
        }
        if (report.records.records.get() > 0) {
            lines.add("records: " + report.records.flows.get() + " flows, " + report.records.rejected.total()
                    + " rejected" + reasons(report.records.rejected));
        }
        if (report.omitted.total() > 0) {
            lines.add("left out: " + omissions());
        }
        return lines;
    }

    private String omissions() {
        StringJoiner parts = new StringJoiner(", ");
        for (Omission reason : Omission.values()) {
            long count = report.omitted.get(reason);
            if (count > 0) {
                parts.add(
                        count + " by " + reason.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
        }
        return parts.toString();
    }

    private String frames(PacketCounts counts) {
        StringBuilder line = new StringBuilder("frames: ");
        StringJoiner types = new StringJoiner(", ");
        for (int type = 0; type < LINK_TYPES; type++) {
            long frames = counts.ofLinkType(type);
            if (frames > 0) {
                types.add(LinkLayer.name(type) + " " + frames);
            }
        }
        line.append(types);
        append(line, counts.notIp.get(), " not IP");
        append(line, counts.unknownLink.get(), " of unknown link type");
        line.append("; ").append(counts.malformed.total()).append(" malformed").append(reasons(counts.malformed));
        append(line, counts.malformedInside.total(), " malformed in tunnels");
        append(line, report.captures.faults.get(CaptureFault.BEYOND_SNAPLEN), " beyond the snap length");
        append(line, report.captures.faults.get(CaptureFault.BAD_BLOCK), " bad blocks");
        append(line, report.captures.faults.get(CaptureFault.INTERFACE_LIMIT), " of too many interfaces");
        return line.toString();
    }

    private static void append(StringBuilder line, long count, String what) {
        if (count > 0) {
            line.append("; ").append(count).append(what);
        }
    }

    /** What was found, and whether a bound was reached on the way. */
    public String findings(Findings findings) {
        StringJoiner limits = new StringJoiner(", ");
        limits.setEmptyValue("none");
        limit(limits, "sources", report.load().sourceLimit());
        limit(limits, "suspects", report.load().suspectLimit());
        limit(limits, "UDP sources", report.load().udpLimit());
        limit(limits, "conversations", report.conversations().evicted.get());
        limit(limits, "waiting conversations", report.conversations().cutShort.get());
        limit(limits, "pairing", report.flows.pairingLimit.get());
        limit(limits, "rows", findings.beyondLimit());
        limit(limits, "targets", report.targets().overLimit());
        StringBuilder found = new StringBuilder(plural(findings.count(), "incident"));
        append(found, report.targets().folded(), " more of single sources, as parts of these");
        append(found, report.targets().misconfigured(), " clients of a dead service");
        return found + "; limits reached: " + limits + letOff();
    }

    private String letOff() {
        StringJoiner reasons = new StringJoiner(", ", " (", ")");
        for (Allowance allowance : Allowance.values()) {
            long count = report.load().letOff().of(allowance);
            if (count > 0) {
                reasons.add(allowance.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + count);
            }
        }
        long all = report.load().letOff().total();
        return all == 0 ? "" : "; " + plural(all, "contact") + " let off by allow lists" + reasons;
    }

    /** What was exported. */
    public String export(ExportCounts counts) {
        StringJoiner limits = new StringJoiner(", ");
        limits.setEmptyValue("none");
        limit(limits, "conversations", counts.evicted.get());
        StringBuilder line = new StringBuilder(plural(counts.records.get(), "flow record"));
        append(line, counts.fragments.get(), " fragments without a header, in no record");
        return line.append("; limits reached: ").append(limits).toString();
    }

    private static void limit(StringJoiner limits, String name, long count) {
        if (count > 0) {
            limits.add(name + " " + count);
        }
    }

    /** What is missing, one line each; empty if everything was read. */
    public List<String> missing() {
        return printable(report.problems());
    }

    /** What was skipped or named twice, one line each. */
    public List<String> notes() {
        List<String> lines = printable(report.notes());
        if (report.unlisted() > 0) {
            lines.add("and " + report.unlisted() + " more of these lines");
        }
        return lines;
    }

    private static List<String> printable(List<String> texts) {
        List<String> lines = new ArrayList<>();
        texts.forEach(text -> lines.add(Printable.of(text)));
        return lines;
    }

    private static <E extends Enum<E>> String reasons(CounterFamily<E> family) {
        StringJoiner reasons = new StringJoiner(", ", " (", ")");
        reasons.setEmptyValue("");
        for (E label : family.labels()) {
            long count = family.get(label);
            if (count > 0) {
                reasons.add(label.name().toLowerCase(Locale.ROOT) + " " + count);
            }
        }
        return reasons.toString();
    }

    private static String plural(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    /** A size in the decimal units of storage: {@code 812 bytes}, {@code 4.2 MB}. */
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return plural(bytes, "byte");
        }
        double value = bytes;
        int unit = -1;
        while (value >= 999.95) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %cB", value, "kMGTPE".charAt(unit));
    }
}
