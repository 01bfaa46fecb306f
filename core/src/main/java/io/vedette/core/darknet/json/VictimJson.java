package io.vedette.core.darknet.json;

import io.vedette.core.darknet.Interval;
import io.vedette.core.darknet.Victim;
import io.vedette.core.flow.IpAddress;

/** Writes victims of floods as JSON objects, without a line end. */
public final class VictimJson {

    private static final double NANOS_PER_SECOND = 1e9;

    private final double factor;

    /** @param darknetSize addresses of the darknet, to tell how much the victim answered in all */
    public VictimJson(long darknetSize) {
        factor = 0x1p32 / darknetSize;
    }

    /** Appends one object to {@code out}. */
    public void append(StringBuilder out, Victim victim) {
        double seconds = (victim.latestNanos() - victim.firstNanos()) / NANOS_PER_SECOND;
        Interval packets = Interval.ofPoisson(victim.packets());
        out.append("{\"Victim\":\"").append(IpAddress.ofIpv4(victim.address())).append('"');
        GoText.time(out.append(",\"First\":"), victim.firstNanos());
        GoText.time(out.append(",\"Last\":"), victim.latestNanos());
        out.append(",\"Packets\":").append(victim.packets());
        out.append(",\"Bytes\":").append(victim.bytes());
        out.append(",\"MaxPerMinute\":").append(victim.largestMinute());
        out.append(",\"ForgedSources\":").append(victim.forgedSources());
        out.append(",\"Ports\":[");
        for (int i = 0; i < victim.ports().size(); i++) {
            out.append(i == 0 ? "" : ",").append(victim.ports().get(i));
        }
        out.append("],\"MorePorts\":").append(victim.morePorts());
        out.append(",\"Mismatches\":").append(victim.mismatches());
        GoText.rounded(out.append(",\"MeanRate\":"), victim.packets() * factor / seconds);
        GoText.rounded(out.append(",\"MeanRateLow\":"), packets.low() * factor / seconds);
        GoText.rounded(out.append(",\"MeanRateHigh\":"), packets.high() * factor / seconds);
        GoText.rounded(out.append(",\"PeakRate\":"), victim.largestMinute() * factor / 60);
        out.append('}');
    }
}
