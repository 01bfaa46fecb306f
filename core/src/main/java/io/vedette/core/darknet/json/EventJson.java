package io.vedette.core.darknet.json;

import io.vedette.core.darknet.DarknetEvent;
import io.vedette.core.darknet.DarknetEvent.Composition;
import io.vedette.core.darknet.DarknetEvent.Precision;
import io.vedette.core.darknet.DarknetEvent.Tool;
import io.vedette.core.darknet.Estimates;
import io.vedette.core.darknet.Interval;
import io.vedette.core.detect.fingerprint.FingerprintTally.Verdict;
import io.vedette.core.flow.IpAddress;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes events as JSON objects, without a line end. */
public final class EventJson {

    /*
     * A table of members rather than one method that appends them all: each is a small piece of code of its own, to read and to
     * compile. The compiler puts a method that appends forty things into one piece, takes a fifth of a second for it, and does it
     * again for each caller.
     */
    private static final List<Named<Member>> REFERENCE = List.of(
            member(
                    "SourceIP",
                    (out, event, from) ->
                            quoted(out, IpAddress.ofIpv4(event.source()).toString())),
            member("Port", (out, event, from) -> out.append(event.port())),
            member("Traffic", (out, event, from) -> out.append(event.traffic().code())),
            member("First", (out, event, from) -> GoText.time(out, event.firstNanos())),
            member("Last", (out, event, from) -> GoText.time(out, event.latestNanos())),
            member("Packets", (out, event, from) -> out.append(event.packets())),
            member("Bytes", (out, event, from) -> out.append(event.bytes())),
            member(
                    "UniqueDests",
                    (out, event, from) -> out.append(event.destinations().addresses())),
            member(
                    "UniqueDest24s",
                    (out, event, from) -> out.append(event.destinations().blocks())),
            member("Lat", (out, event, from) -> GoText.number(out, from.latitude())),
            member("Long", (out, event, from) -> GoText.number(out, from.longitude())),
            member("Country", (out, event, from) -> GoText.string(out, from.country())),
            member("City", (out, event, from) -> GoText.string(out, from.city())),
            member("ASN", (out, event, from) -> out.append(from.asn())),
            member("Org", (out, event, from) -> GoText.string(out, from.organisation())),
            member("Prefix", (out, event, from) -> GoText.string(out, from.prefix())),
            member("RDNS", (out, event, from) -> names(out, from.names())),
            member("Zmap", (out, event, from) -> out.append(event.marks().zmap())),
            member("Masscan", (out, event, from) -> out.append(event.marks().masscan())),
            member("Mirai", (out, event, from) -> out.append(event.marks().mirai())),
            member("Samples", (out, event, from) -> samples(out, event.samples())),
            member(
                    "TCP",
                    (out, event, from) -> quoted(
                            out, event.traffic().isTcp() ? event.traffic().title() : "")),
            member(
                    "ICMP",
                    (out, event, from) -> quoted(
                            out, event.traffic().isIcmp() ? event.traffic().title() : "")));

    private static final List<Named<Addition>> ADDITIONS = List.of(
            addition(
                    "Label",
                    (out, event, estimates) -> quoted(out, event.label().label())),
            addition(
                    "Class",
                    (out, event, estimates) -> quoted(out, event.packetClass().label())),
            addition(
                    "ServicePort",
                    (out, event, estimates) ->
                            servicePort(out, event.composition().answerPort())),
            addition("Rate", (out, event, estimates) -> optional(out, estimates.rate())),
            addition("RateLow", (out, event, estimates) -> low(out, estimates.rateInterval())),
            addition("RateHigh", (out, event, estimates) -> high(out, estimates.rateInterval())),
            addition("Coverage", (out, event, estimates) -> optional(out, estimates.coverage())),
            addition("CoverageLow", (out, event, estimates) -> low(out, estimates.coverageInterval())),
            addition("CoverageHigh", (out, event, estimates) -> high(out, estimates.coverageInterval())),
            addition("TotalPackets", (out, event, estimates) -> optional(out, estimates.totalPackets())),
            addition(
                    "Order",
                    (out, event, estimates) -> quoted(out, estimates.order().label())),
            addition(
                    "DestsExact",
                    (out, event, estimates) -> out.append(event.destinations().precision() == Precision.EXACT)));

    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final Fields fields;
    private final long darknetSize;

    /** Which members an object has. */
    public enum Fields {
        /** The 23 of Merit's Darknet Events. */
        REFERENCE,
        /** The same, and what Vedette adds behind them. */
        ALL
    }

    /** Appends the value of one member. */
    @FunctionalInterface
    private interface Member {
        void append(StringBuilder out, DarknetEvent event, Annotation from);
    }

    /** Appends the value of one member that the reference does not have. */
    @FunctionalInterface
    private interface Addition {
        void append(StringBuilder out, DarknetEvent event, Estimates estimates);
    }

    /** @param key with quotes and colon */
    private record Named<T>(String key, T value) {}

    private static Named<Member> member(String name, Member value) {
        return new Named<>('"' + name + "\":", value);
    }

    private static Named<Addition> addition(String name, Addition value) {
        return new Named<>('"' + name + "\":", value);
    }

    /** @param darknetSize addresses of the darknet, for the estimates */
    public EventJson(Fields fields, long darknetSize) {
        this.fields = fields;
        this.darknetSize = darknetSize;
    }

    /** Appends one object to {@code out}. */
    public void append(StringBuilder out, DarknetEvent event, Annotation annotation) {
        char before = '{';
        for (Named<Member> member : REFERENCE) {
            member.value.append(out.append(before).append(member.key), event, annotation);
            before = ',';
        }
        if (fields == Fields.ALL) {
            Estimates estimates = Estimates.of(event, darknetSize);
            for (Named<Addition> addition : ADDITIONS) {
                addition.value.append(out.append(',').append(addition.key), event, estimates);
            }
            tool(out, event.tool());
        }
        out.append('}');
    }

    /** Text in which nothing needs an escape. */
    private static void quoted(StringBuilder out, String text) {
        out.append('"').append(text).append('"');
    }

    private static void names(StringBuilder out, @Nullable List<String> names) {
        if (names == null) {
            out.append("null");
            return;
        }
        out.append('[');
        for (int i = 0; i < names.size(); i++) {
            GoText.string(i == 0 ? out : out.append(','), names.get(i));
        }
        out.append(']');
    }

    private static void samples(StringBuilder out, List<byte[]> samples) {
        out.append('[');
        for (int i = 0; i < samples.size(); i++) {
            quoted(i == 0 ? out : out.append(','), BASE64.encodeToString(samples.get(i)));
        }
        out.append(']');
    }

    private static void servicePort(StringBuilder out, int port) {
        if (port == Composition.NO_PORT) {
            out.append("null");
        } else {
            out.append(port);
        }
    }

    private static void tool(StringBuilder out, @Nullable Tool named) {
        if (named == null) {
            out.append(",\"Tool\":null,\"ToolScope\":null,\"ToolMatches\":0,\"ToolTrials\":0,\"ToolConfidence\":0");
            return;
        }
        Verdict tool = named.verdict();
        out.append(",\"Tool\":\"").append(tool.fingerprint().label());
        out.append("\",\"ToolScope\":\"").append(named.scope().label());
        out.append("\",\"ToolMatches\":").append(tool.matches());
        out.append(",\"ToolTrials\":").append(tool.trials());
        GoText.number(out.append(",\"ToolConfidence\":"), 1 - tool.chance());
    }

    private static void low(StringBuilder out, @Nullable Interval interval) {
        optional(out, interval == null ? null : interval.low());
    }

    private static void high(StringBuilder out, @Nullable Interval interval) {
        optional(out, interval == null ? null : interval.high());
    }

    private static void optional(StringBuilder out, @Nullable Double value) {
        if (value == null) {
            out.append("null");
        } else {
            GoText.rounded(out, value);
        }
    }
}
