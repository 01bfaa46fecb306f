package io.vedette.collector.doctor;

import io.vedette.core.flow.RejectReason;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What rejected records mean, and what to change at the probe. */
public final class RejectAdvice {

    private static final int TAIL_BYTES = 64 << 10;
    private static final int LONGEST_EXAMPLE = 160;
    private static final Pattern REASON = Pattern.compile("\"reason\":\"([a-z_]+)\"");

    private RejectAdvice() {}

    /** What to do about records rejected for {@code reason}. */
    static String fix(RejectReason reason) {
        return switch (reason) {
            case MISSING_FIELD ->
                "give nprobe a template with addresses, ports, protocol and flags: -T \"%IPV4_SRC_ADDR %IPV4_DST_ADDR"
                        + " %PROTOCOL %L4_SRC_PORT %L4_DST_PORT %TCP_FLAGS %IN_PKTS %OUT_PKTS\"";
            case BAD_JSON, TRAILING_GARBAGE, NOT_AN_OBJECT ->
                "the probe must write one JSON object per line: nprobe --tcp with --json-labels, and no other sender on this port";
            case PARTIAL_LINE -> "connections end in the middle of a line: see why the probe restarts or is cut off";
            case OVERSIZE -> "raise listen.max-line, or take long text fields out of the probe's template";
            case TOO_DEEP -> "take nested fields out of the probe's template; flow records are flat";
            case DUPLICATE_KEY -> "a field stands twice in the template (-T), perhaps under two names: take one out";
            case BAD_ENCODING -> "the probe must write UTF-8; take text fields with raw bytes out of its template";
            case BAD_NUMBER ->
                "a counter or port is out of range: update the probe, or take the field out of its template";
            case BAD_ADDRESS -> "let the probe write addresses as 192.0.2.1 or 2001:db8::1, without anonymisation";
        };
    }

    static void ofCounts(Map<String, Double> rejected, double records, List<Finding> findings) {
        for (RejectReason reason : RejectReason.values()) {
            double count = rejected.getOrDefault(reason.label(), 0.0);
            if (count > 0) {
                String share = String.format(Locale.ROOT, "%.2g %%", 100 * count / Math.max(1, records));
                findings.add(Finding.warning(
                        "rejects",
                        (long) count + " records (" + share + ") were rejected: " + reason.label(),
                        fix(reason)));
            }
        }
    }

    /** The newest records of the reject file, the last of each reason as an example. */
    public static void ofFile(Path file, List<Finding> findings) {
        Map<String, String> last = new LinkedHashMap<>();
        for (String line : tail(file).split("\n", -1)) {
            Matcher reason = REASON.matcher(line);
            if (reason.find()) {
                last.put(reason.group(1), line);
            }
        }
        for (RejectReason reason : RejectReason.values()) {
            String line = last.get(reason.label());
            if (line != null) {
                String shown = Printable.of(line);
                findings.add(Finding.warning(
                        "rejects",
                        "the last " + reason.label() + ": "
                                + shown.substring(0, Math.min(LONGEST_EXAMPLE, shown.length())),
                        fix(reason)));
            }
        }
    }

    private static String tail(Path file) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - TAIL_BYTES);
            in.seek(from);
            byte[] bytes = new byte[(int) Math.min(TAIL_BYTES, in.length() - from)];
            in.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // not there: nothing was rejected yet
        }
    }
}
