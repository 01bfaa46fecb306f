package io.vedette.core.darknet.json;

import io.vedette.core.darknet.DarknetEvent;
import io.vedette.core.darknet.DarknetEvent.Composition;
import io.vedette.core.darknet.DarknetEvent.Precision;
import io.vedette.core.darknet.DarknetEvent.Tool;
import io.vedette.core.darknet.Estimates;
import io.vedette.core.darknet.Interval;
import io.vedette.core.darknet.Traffic;
import io.vedette.core.detect.fingerprint.FingerprintTally.Verdict;
import io.vedette.core.flow.IpAddress;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes events as JSON objects, without a line end. */
public final class EventJson {

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

    /** @param darknetSize addresses of the darknet, for the estimates */
    public EventJson(Fields fields, long darknetSize) {
        this.fields = fields;
        this.darknetSize = darknetSize;
    }

    /** Appends one object to {@code out}. */
    public void append(StringBuilder out, DarknetEvent event, Annotation annotation) {
        Traffic traffic = event.traffic();
        out.append("{\"SourceIP\":\"").append(IpAddress.ofIpv4(event.source()));
        out.append("\",\"Port\":").append(event.port());
        out.append(",\"Traffic\":").append(traffic.code());
        GoText.time(out.append(",\"First\":"), event.firstNanos());
        GoText.time(out.append(",\"Last\":"), event.latestNanos());
        out.append(",\"Packets\":").append(event.packets());
        out.append(",\"Bytes\":").append(event.bytes());
        out.append(",\"UniqueDests\":").append(event.destinations().addresses());
        out.append(",\"UniqueDest24s\":").append(event.destinations().blocks());
        annotate(out, annotation);
        out.append(",\"Zmap\":").append(event.marks().zmap());
        out.append(",\"Masscan\":").append(event.marks().masscan());
        out.append(",\"Mirai\":").append(event.marks().mirai());
        samples(out, event.samples());
        out.append(",\"TCP\":\"").append(traffic.isTcp() ? traffic.title() : "");
        out.append("\",\"ICMP\":\"").append(traffic.isIcmp() ? traffic.title() : "");
        out.append('"');
        if (fields == Fields.ALL) {
            additions(out, event);
        }
        out.append('}');
    }

    private static void annotate(StringBuilder out, Annotation annotation) {
        GoText.number(out.append(",\"Lat\":"), annotation.latitude());
        GoText.number(out.append(",\"Long\":"), annotation.longitude());
        GoText.string(out.append(",\"Country\":"), annotation.country());
        GoText.string(out.append(",\"City\":"), annotation.city());
        out.append(",\"ASN\":").append(annotation.asn());
        GoText.string(out.append(",\"Org\":"), annotation.organisation());
        GoText.string(out.append(",\"Prefix\":"), annotation.prefix());
        List<String> names = annotation.names();
        if (names == null) {
            out.append(",\"RDNS\":null");
            return;
        }
        out.append(",\"RDNS\":[");
        for (int i = 0; i < names.size(); i++) {
            GoText.string(i == 0 ? out : out.append(','), names.get(i));
        }
        out.append(']');
    }

    private static void samples(StringBuilder out, List<byte[]> samples) {
        out.append(",\"Samples\":[");
        for (int i = 0; i < samples.size(); i++) {
            out.append(i == 0 ? "\"" : ",\"")
                    .append(BASE64.encodeToString(samples.get(i)))
                    .append('"');
        }
        out.append(']');
    }

    private void additions(StringBuilder out, DarknetEvent event) {
        out.append(",\"Label\":\"").append(event.label().label());
        out.append("\",\"Class\":\"").append(event.packetClass().label()).append('"');
        int servicePort = event.composition().answerPort();
        out.append(",\"ServicePort\":").append(servicePort == Composition.NO_PORT ? "null" : servicePort);
        Estimates estimates = Estimates.of(event, darknetSize);
        optional(out, "Rate", estimates.rate());
        interval(out, "Rate", estimates.rateInterval());
        optional(out, "Coverage", estimates.coverage());
        interval(out, "Coverage", estimates.coverageInterval());
        optional(out, "TotalPackets", estimates.totalPackets());
        out.append(",\"Order\":\"").append(estimates.order().label());
        out.append("\",\"DestsExact\":").append(event.destinations().precision() == Precision.EXACT);
        tool(out, event.tool());
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

    private static void interval(StringBuilder out, String name, @Nullable Interval interval) {
        optional(out, name + "Low", interval == null ? null : interval.low());
        optional(out, name + "High", interval == null ? null : interval.high());
    }

    private static void optional(StringBuilder out, String name, @Nullable Double value) {
        out.append(",\"").append(name).append("\":");
        if (value == null) {
            out.append("null");
        } else {
            GoText.rounded(out, value);
        }
    }
}
